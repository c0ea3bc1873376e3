#include "fuzz.h"

enum { MAX_OPEN = 256 };

typedef struct page {
    kembar_view rest;
    kembar_view open[MAX_OPEN]; /* names of open elements */
    size_t n_open;
} page;

static int is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == ':' || c == '_';
}

static int at(const page *p, size_t i) {
    return i < p->rest.size ? (unsigned char)p->rest.data[i] : -1;
}

static void skip(page *p, size_t n) {
    FUZZ_CHECK(n <= p->rest.size);
    p->rest.data += n;
    p->rest.size -= n;
}

static void skip_space(page *p) {
    while (at(p, 0) == ' ' || at(p, 0) == '\n')
        skip(p, 1);
}

static kembar_view take_name(page *p) {
    kembar_view name = {p->rest.data, 0};
    while (name.size < p->rest.size && is_name(name.data[name.size]))
        name.size++;
    FUZZ_CHECK(name.size > 0);
    skip(p, name.size);
    return name;
}

static int is_one_of(kembar_view name, const char *const *names) {
    for (; *names; names++)
        if (kembar_view_equal(name, (kembar_view){*names, strlen(*names)}))
            return 1;
    return 0;
}

/* "&lt;", "&#39;" and their like. */
static void take_entity(page *p) {
    size_t n = 1;
    n += at(p, n) == '#';
    while (n < 10 && n < p->rest.size && is_name(p->rest.data[n]))
        n++;
    FUZZ_CHECK(n > 1 && at(p, n) == ';');
    skip(p, n + 1);
}

static void take_attribute(page *p) {
    (void)take_name(p);
    if (at(p, 0) != '=')
        return;
    FUZZ_CHECK(at(p, 1) == '"');
    skip(p, 2);
    while (at(p, 0) != '"') {
        FUZZ_CHECK(p->rest.size > 0 && at(p, 0) != '<' && at(p, 0) != '>');
        if (at(p, 0) == '&')
            take_entity(p);
        else
            skip(p, 1);
    }
    skip(p, 1);
}

/* What a style or script holds is ours. */
static void skip_raw(page *p) {
    const char *end = p->rest.data;
    while (end + 1 < p->rest.data + p->rest.size && !(end[0] == '<' && end[1] == '/'))
        end++;
    skip(p, (size_t)(end - p->rest.data));
}

static void take_start(page *p) {
    static const char *const empty[] = {"meta", "link", "br", "hr", "img", "wbr", "input", NULL};
    static const char *const raw[] = {"style", "script", NULL};
    skip(p, 1);
    kembar_view name = take_name(p);
    for (skip_space(p); at(p, 0) != '>' && at(p, 0) != '/'; skip_space(p))
        take_attribute(p);
    int is_closed = at(p, 0) == '/';
    skip(p, is_closed ? 2 : 1);
    if (is_closed || is_one_of(name, empty))
        return;
    FUZZ_CHECK(p->n_open < MAX_OPEN);
    p->open[p->n_open++] = name;
    if (is_one_of(name, raw))
        skip_raw(p);
}

static void take_end(page *p) {
    skip(p, 2);
    kembar_view name = take_name(p);
    FUZZ_CHECK(p->n_open > 0 && kembar_view_equal(p->open[p->n_open - 1], name));
    p->n_open--;
    FUZZ_CHECK(at(p, 0) == '>');
    skip(p, 1);
}

static void take_any(page *p) {
    int c = at(p, 0);
    if (c == '<' && at(p, 1) == '/')
        take_end(p);
    else if (c == '<')
        take_start(p);
    else if (c == '&')
        take_entity(p);
    else
        skip(p, 1);
}

void fuzz_check_html(kembar_view markup) {
    static const char doctype[] = "<!DOCTYPE html>";
    page p = {.rest = markup};
    fuzz_check_shown(markup, 1);
    if (markup.size >= sizeof doctype && memcmp(markup.data, doctype, sizeof doctype - 1) == 0)
        skip(&p, sizeof doctype - 1);
    while (p.rest.size > 0)
        take_any(&p);
    FUZZ_CHECK(p.n_open == 0);
}
