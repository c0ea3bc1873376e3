#include <string.h>

#include "document/document.h"

uint64_t kembar_document_line(const kembar_document *document, size_t offset) {
    size_t body = document->title.size > 0 ? document->title.size + 1 : 0;
    if (document->position > 0)
        return document->position;
    if (offset < body)
        return document->title_line;
    uint64_t line = document->text_line;
    kembar_view text = document->text;
    const char *next;
    for (size_t at = body; at < offset; at = (size_t)(next - text.data) + 1) {
        next = memchr(text.data + at, '\n', offset - at);
        if (!next)
            break;
        line++;
    }
    return line;
}
