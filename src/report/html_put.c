#include "report/html_put.h"

#include <string.h>

#include "report/plain.h"
#include "report/wording.h"

enum {
    TITLE_COLUMNS = 160,
    SOURCE_COLUMNS = 60,
    ID_COLUMNS = 120,
    MAX_URL_BYTES = 1000 /* a longer address is not linked */
};

void kembar_html_put(kembar_buffer *out, const char *markup) {
    kembar_buffer_append_text(out, markup);
}

static const char *entity_of(uint32_t code_point) {
    switch (code_point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_code_point(kembar_buffer *out, uint32_t code_point) {
    const char *entity = entity_of(code_point);
    if (entity)
        kembar_buffer_append_text(out, entity);
    else if (code_point != 0)
        kembar_plain_append_code_point(out, code_point);
}

void kembar_html_put_escaped(kembar_buffer *out, kembar_view text) {
    while (text.size > 0) {
        uint32_t code_point = kembar_plain_next(&text);
        put_code_point(out, code_point == '\n' ? '\n' : kembar_plain_shown(code_point));
    }
}

void kembar_html_put_line(kembar_buffer *out, kembar_view text, size_t max_columns) {
    kembar_buffer line = {0};
    (void)kembar_plain_append_line(&line, text, max_columns);
    kembar_html_put_escaped(out, kembar_buffer_view(&line));
    out->failed = out->failed || line.failed;
    kembar_buffer_deinit(&line);
}

void kembar_html_put_language_attributes(kembar_buffer *out, const kembar_document *document) {
    kembar_language language = kembar_document_language(document);
    /* An empty lang says "unknown", else the page's English would count. */
    const char *code = language == KEMBAR_LANGUAGE_OTHER ? "" : kembar_language_name(language);
    kembar_buffer_append_format(out, " lang=\"%s\" dir=\"auto\"", code);
}

void kembar_html_put_plain_title(kembar_buffer *out, const kembar_document *document) {
    kembar_view title = kembar_plain_title(document);
    kembar_html_put(out, "<span");
    if (!title.data) {
        kembar_html_put(out, " class=\"none\">(no text)</span>");
        return;
    }
    kembar_html_put_language_attributes(out, document);
    kembar_buffer_append_char(out, '>');
    kembar_html_put_line(out, title, TITLE_COLUMNS);
    kembar_html_put(out, "</span>");
}

/* Not in an address as it is written: blanks, quotes, brackets, what is not shown as it is. */
static int is_address_code_point(uint32_t c) {
    return c > ' ' && c != '"' && c != '<' && c != '>' && c != '\\' && c != '^' && c != '`' &&
           c != '{' && c != '|' && c != '}' && kembar_plain_shown(c) == c;
}

/* Only the web's own addresses, and only sound ones: a document may not bring in `javascript:`, a
 * local file, or an address that a browser would have to guess at. */
static int is_web_address(kembar_view url) {
    static const char *const schemes[] = {"https://", "http://"};
    size_t size = 0;
    for (size_t i = 0; i < 2 && size == 0; i++)
        if (url.size > strlen(schemes[i]) && memcmp(url.data, schemes[i], strlen(schemes[i])) == 0)
            size = strlen(schemes[i]);
    if (size == 0 || url.size > MAX_URL_BYTES)
        return 0;
    while (url.size > 0)
        if (!is_address_code_point(kembar_plain_next(&url)))
            return 0;
    return 1;
}

void kembar_html_put_title(kembar_buffer *out, const kembar_document *document) {
    kembar_view url = kembar_document_url(document);
    int is_linked = is_web_address(url);
    kembar_html_put(out, "<p class=\"title\">");
    if (is_linked) {
        kembar_html_put(out, "<a rel=\"noopener noreferrer\" href=\"");
        kembar_html_put_escaped(out, url);
        kembar_html_put(out, "\">");
    }
    kembar_html_put_plain_title(out, document);
    kembar_html_put(out, is_linked ? "</a></p>" : "</p>");
}

void kembar_html_put_date(kembar_buffer *out, kembar_view date) {
    kembar_html_put(out, "<time datetime=\"");
    kembar_html_put_escaped(out, date);
    kembar_html_put(out, "\">");
    kembar_wording_date(out, date);
    kembar_html_put(out, "</time>");
}

void kembar_html_put_origin(kembar_buffer *out, const kembar_document *document) {
    kembar_view source = kembar_document_source(document);
    kembar_view date = kembar_document_date(document);
    kembar_html_put(out, "<p class=\"origin\">");
    if (source.size > 0) {
        kembar_html_put(out, "<b dir=\"auto\">");
        kembar_html_put_line(out, source, SOURCE_COLUMNS);
        kembar_html_put(out, "</b> · ");
    }
    if (date.data) {
        kembar_html_put_date(out, date);
        kembar_html_put(out, " · ");
    }
    kembar_html_put(out, kembar_wording_language(kembar_document_language(document)));
    kembar_html_put(out, " · <code>");
    kembar_html_put_line(out, kembar_document_id(document), ID_COLUMNS);
    kembar_html_put(out, "</code></p>");
}
