#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "report/answers.h"
#include "report/column.h"
#include "report/html_excerpt.h"
#include "report/plain.h"

enum {
    MIN_SIDE_BY_SIDE = 100,
    MAX_COLUMNS = 200, /* longer lines are hard to read */
    MIN_COLUMNS = 20,
    GUTTER_COLUMNS = 3,
    INDENT_COLUMNS = 4
};

typedef struct passages {
    kembar_buffer out;
    const kembar_document *documents[2];
    kembar_passages_style style;
    kembar_html_diff runs; /* scratch; owned */
} passages;

typedef struct side {
    kembar_html_stretch stretch;
    kembar_column column;
    kembar_byte_range *marked; /* owned; relative to the stretch */
    size_t n_marked, capacity;
} side;

static void add_mark(passages *in, side *s, size_t first_token, size_t end_token) {
    if (first_token == end_token)
        return;
    if (kembar_array_reserve((void **)&s->marked, &s->capacity, s->n_marked + 1,
                             sizeof *s->marked) != KEMBAR_OK) {
        in->out.failed = 1;
        return;
    }
    const kembar_token *tokens = s->stretch.document->tokens.items + s->stretch.first_token;
    uint32_t begin = (uint32_t)s->stretch.begin;
    s->marked[s->n_marked++] =
        (kembar_byte_range){tokens[first_token].begin - begin, tokens[end_token - 1].end - begin};
}

/* Marks the tokens that lie in no equal run. */
static void mark_changes(passages *in, side *s, int is_left) {
    size_t next = 0;
    for (size_t i = 0; i < in->runs.n_runs; i++) {
        const kembar_html_equal_run *run = &in->runs.runs[i];
        size_t begin = is_left ? run->left : run->right;
        add_mark(in, s, next, begin);
        next = begin + run->n_tokens;
    }
    add_mark(in, s, next, s->stretch.n_tokens);
}

static void set_column(passages *in, side *s, size_t width) {
    s->column.width = width;
    s->column.mark_begin = in->style.color ? "\033[1;33m" : "[";
    s->column.mark_end = in->style.color ? "\033[0m" : "]";
    s->column.mark_width = in->style.color ? 0 : 1;
    s->column.marks_words = in->style.color;
    kembar_view text = kembar_document_text(s->stretch.document);
    text = (kembar_view){text.data + s->stretch.begin, s->stretch.end - s->stretch.begin};
    kembar_column_set(&s->column, text, s->marked, s->n_marked);
    if (s->column.text.failed)
        in->out.failed = 1;
}

static void put_line(kembar_buffer *out, const kembar_column *column, size_t i) {
    const kembar_column_line *line = &column->lines[i];
    kembar_buffer_append(out, column->text.data + line->begin, line->end - line->begin);
}

static void put_beside(passages *in, const kembar_column *left, const kembar_column *right) {
    size_t n_lines = left->n_lines > right->n_lines ? left->n_lines : right->n_lines;
    for (size_t i = 0; i < n_lines; i++) {
        size_t used = 0;
        if (i < left->n_lines) {
            put_line(&in->out, left, i);
            used = left->lines[i].width;
        }
        if (i < right->n_lines) {
            kembar_buffer_append_spaces(&in->out, used < left->width ? left->width - used : 0);
            kembar_buffer_append_text(&in->out, " | ");
            put_line(&in->out, right, i);
        }
        kembar_buffer_append_char(&in->out, '\n');
    }
}

static void put_below(passages *in, const kembar_column *column, const char *name) {
    for (size_t i = 0; i < column->n_lines; i++) {
        kembar_buffer_append_text(&in->out, i == 0 ? name : "    ");
        put_line(&in->out, column, i);
        kembar_buffer_append_char(&in->out, '\n');
    }
}

static void put_places(passages *in, const kembar_span_pair *span, size_t i, size_t n_spans) {
    kembar_buffer_append_text(&in->out, in->style.sentences ? "Sentences" : "Passage");
    kembar_buffer_append_format(&in->out, " %zu of %zu: bytes %u to %u of A, %u to %u of B\n",
                                i + 1, n_spans, span->a_begin, span->a_end, span->b_begin,
                                span->b_end);
}

static void put_columns(passages *in, side sides[2]) {
    size_t columns = in->style.columns < MAX_COLUMNS ? in->style.columns : MAX_COLUMNS;
    if (columns < MIN_COLUMNS)
        columns = MIN_COLUMNS;
    int is_beside = columns >= MIN_SIDE_BY_SIDE;
    size_t width = is_beside ? (columns - GUTTER_COLUMNS) / 2 : columns - INDENT_COLUMNS;
    for (int i = 0; i < 2; i++)
        set_column(in, &sides[i], width);
    if (in->out.failed)
        return;
    if (is_beside) {
        put_beside(in, &sides[0].column, &sides[1].column);
        return;
    }
    put_below(in, &sides[0].column, "A   ");
    put_below(in, &sides[1].column, "B   ");
}

static const kembar_token *tokens_of(const kembar_html_stretch *stretch) {
    const kembar_token *items = stretch->document->tokens.items;
    return stretch->n_tokens > 0 ? items + stretch->first_token : items;
}

static void put_passage(passages *in, const kembar_span_pair *span) {
    side sides[2] = {0};
    sides[0].stretch = kembar_html_stretch_of(in->documents[0], span->a_begin, span->a_end);
    sides[1].stretch = kembar_html_stretch_of(in->documents[1], span->b_begin, span->b_end);
    if (!in->style.sentences &&
        kembar_html_diff_find(&in->runs, tokens_of(&sides[0].stretch), sides[0].stretch.n_tokens,
                              tokens_of(&sides[1].stretch), sides[1].stretch.n_tokens) != KEMBAR_OK)
        in->out.failed = 1;
    for (int i = 0; i < 2 && !in->out.failed && !in->style.sentences; i++)
        mark_changes(in, &sides[i], i == 0);
    if (!in->out.failed)
        put_columns(in, sides);
    for (int i = 0; i < 2; i++) {
        kembar_column_deinit(&sides[i].column);
        kembar_free(sides[i].marked);
    }
}

kembar_status kembar_answer_passages(kembar_answer *out, const kembar_document *a,
                                     const kembar_document *b, const kembar_span_pair *spans,
                                     size_t n_spans, const kembar_passages_style *style,
                                     kembar_error *error) {
    passages in = {.documents = {a, b}, .style = *style};
    for (size_t i = 0; i < n_spans && !in.out.failed; i++) {
        if (i > 0)
            kembar_buffer_append_char(&in.out, '\n');
        put_places(&in, &spans[i], i, n_spans);
        put_passage(&in, &spans[i]);
    }
    kembar_free(in.runs.runs);
    return kembar_answer_take(out, &in.out, error);
}
