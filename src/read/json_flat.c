#include "read/json_flat.h"

#include <string.h>

#include "read/surrogates.h"

/* What is left of the text, and where the next byte goes. */
typedef struct scan {
    const char *at;
    const char *end;
    char *out;
} scan;

static int take(scan *self, char c) {
    while (self->at < self->end && (*self->at == ' ' || *self->at == '\t')) {
        self->at++;
    }
    if (self->at == self->end || *self->at != c) {
        return 0;
    }
    self->at++;
    return 1;
}

/* NUL and what is half of a pair are left to those who repair them. */
static int take_code(scan *self) {
    enum { ESCAPE_BYTES = 6 };
    int code = kembar_surrogates_escape_code(self->at, (size_t)(self->end - self->at));
    if (code <= 0 || (code >= 0xD800 && code <= 0xDFFF)) {
        return 0;
    }
    if (code >= 0x800) {
        *self->out++ = (char)(0xE0 | code >> 12);
        *self->out++ = (char)(0x80 | (code >> 6 & 0x3F));
    } else if (code >= 0x80) {
        *self->out++ = (char)(0xC0 | code >> 6);
    }
    *self->out++ = (char)(code < 0x80 ? code : 0x80 | (code & 0x3F));
    self->at += ESCAPE_BYTES;
    return 1;
}

static int take_escape(scan *self) {
    static const char meanings[128] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                       ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    if (*self->at != '\\' || self->end - self->at < 2) {
        return 0;
    }
    unsigned char c = (unsigned char)self->at[1];
    char meaning = c < sizeof meanings ? meanings[c] : '\0';
    if (meaning == '\0') {
        return take_code(self);
    }
    *self->out++ = meaning;
    self->at += 2;
    return 1;
}

/* The string behind a quotation mark. */
static int take_string(scan *self, kembar_view *out) {
    const char *begin = self->out;
    for (;;) {
        kembar_view rest = {self->at, (size_t)(self->end - self->at)};
        size_t n = kembar_json_copy_plain(rest, self->out);
        self->at += n;
        self->out += n;
        if (self->at == self->end) {
            return 0;
        }
        if (*self->at == '"') {
            self->at++;
            *out = (kembar_view){begin, (size_t)(self->out - begin)};
            return 1;
        }
        if (!take_escape(self)) {
            return 0;
        }
    }
}

/* So few digits that they are the number's shortest form. */
static int take_number(scan *self, kembar_view *out) {
    enum { MOST_DIGITS = 18 };
    const char *begin = self->out;
    while (self->at < self->end && *self->at >= '0' && *self->at <= '9') {
        *self->out++ = *self->at++;
    }
    size_t size = (size_t)(self->out - begin);
    *out = (kembar_view){begin, size};
    return size > 0 && size <= MOST_DIGITS && (size == 1 || begin[0] != '0');
}

static int take_value(scan *self, kembar_json_member *member) {
    enum { NULL_BYTES = 4 };
    if (take(self, '"')) {
        member->kind = KEMBAR_JSON_STRING;
        return take_string(self, &member->text);
    }
    if (self->end - self->at > NULL_BYTES && memcmp(self->at, "null", NULL_BYTES) == 0) {
        self->at += NULL_BYTES;
        member->kind = KEMBAR_JSON_NULL;
        member->text = (kembar_view){NULL, 0};
        return 1;
    }
    member->kind = KEMBAR_JSON_NUMBER;
    return take_number(self, &member->text);
}

static int take_member(scan *self, kembar_json_flat *flat) {
    if (flat->n_members == KEMBAR_JSON_FLAT_MEMBERS) {
        return 0;
    }
    kembar_json_member *member = &flat->members[flat->n_members++];
    return take(self, '"') && take_string(self, &member->key) && take(self, ':') &&
           take_value(self, member);
}

int kembar_json_flat_read(kembar_json_flat *flat, kembar_view text, char *room) {
    scan self = {text.data, text.data + text.size, room};
    flat->n_members = 0;
    if (!take(&self, '{')) {
        return 0;
    }
    do {
        if (!take_member(&self, flat)) {
            return 0;
        }
    } while (take(&self, ','));
    return take(&self, '}') && (take(&self, '\r'), self.at == self.end);
}
