#include "text/blocks.h"

#include "base/alloc.h"
#include "base/array.h"
#include "text/blocks_lines.h"

enum {
    MIN_WRAP_WIDTH = 40,  /* shorter lines are headings, list items or furniture */
    MAX_WRAP_WIDTH = 120, /* longer ones are whole paragraphs */
    MIN_RAGGED_WIDTH =
        24,           /* mean width from which text broken anywhere is told from a list of words */
    SHORT_WIDTH = 30, /* breaking anywhere leaves many lines shorter than this */
    MAX_HEADING_WIDTH = 100,
    WIDTH_SLACK = 3,
    MIN_SURE_LINES = 5 /* continued lines from which a whole text is taken for hard-wrapped */
};

/* What the pairs of neighbouring lines in a run, or in the whole text, say of hard wrapping. A pair
 * is evident when the second line begins in lower case and the first does not end a sentence. */
typedef struct wrap_evidence {
    size_t n_pairs;
    size_t n_evident;
    size_t n_wide;         /* pairs whose first line has a width that people wrap at */
    size_t n_wide_evident; /* both */
    size_t sum_width;      /* of all first lines */
    size_t n_short;        /* evident pairs whose first line is short */
    size_t width;          /* of the widest line that is both: about the column where lines break */
    size_t n_full; /* pairs that are both and break because the next word would pass that column */
} wrap_evidence;

static int is_blank(const kembar_line *line) {
    return line->begin == line->end;
}

static int has(const kembar_line *line, unsigned flags) {
    return (line->flags & flags) != 0;
}

static int is_wide(const kembar_line *line) {
    return line->width >= MIN_WRAP_WIDTH && line->width <= MAX_WRAP_WIDTH;
}

static int is_evident(const kembar_line *line) {
    return !has(line, KEMBAR_LINE_FINAL) && has(line + 1, KEMBAR_LINE_LOWER);
}

/* Marks that part two lines whatever their widths. */
static int are_parted(const kembar_line *line) {
    return has(line, KEMBAR_LINE_TITLE) || has(line + 1, KEMBAR_LINE_TITLE | KEMBAR_LINE_ITEM);
}

static void add_evidence(wrap_evidence *evidence, const kembar_line *line) {
    if (are_parted(line))
        return;
    int evident = is_evident(line);
    int wide = is_wide(line);
    evidence->n_pairs++;
    evidence->n_evident += (size_t)evident;
    evidence->n_wide += (size_t)wide;
    evidence->n_wide_evident += (size_t)(wide && evident);
    evidence->n_short += (size_t)(evident && line->width < SHORT_WIDTH);
    evidence->sum_width += line->width;
    if (wide && evident && line->width > evidence->width)
        evidence->width = line->width;
}

/* Would the next line's first word have been too wide for this line? Only then did a wrapper break
 * here. */
static int is_full(kembar_view text, const kembar_line *line, size_t width) {
    return line->width <= width + WIDTH_SLACK &&
           (size_t)line->width + 1 + kembar_lines_first_word(text, line + 1) > width;
}

/* Of all pairs among these lines; blank lines part runs. */
static wrap_evidence gather_evidence(kembar_view text, const kembar_line *lines, size_t n_lines) {
    wrap_evidence evidence = {0};
    for (size_t i = 0; i + 1 < n_lines; i++)
        if (!is_blank(&lines[i]) && !is_blank(&lines[i + 1]))
            add_evidence(&evidence, &lines[i]);
    for (size_t i = 0; i + 1 < n_lines && evidence.n_wide_evident > 0; i++)
        if (is_wide(&lines[i]) && is_evident(&lines[i]) && !are_parted(&lines[i]))
            evidence.n_full += (size_t)is_full(text, &lines[i], evidence.width);
    return evidence;
}

/* In wrapped prose three lines of four begin in lower case, in lists of headlines next to none; and
 * nearly every break is where it had to be, which it is not in lists of lower-case phrases. */
static int is_wrapped(const wrap_evidence *evidence) {
    return evidence->n_wide_evident > 0 && evidence->n_wide_evident * 5 >= evidence->n_wide * 2 &&
           evidence->n_full * 4 >= evidence->n_wide_evident * 3;
}

static int is_surely_wrapped(const wrap_evidence *evidence) {
    return is_wrapped(evidence) && evidence->n_wide_evident >= MIN_SURE_LINES;
}

/* Prose whose lines break anywhere, as mail and copied columns do. */
static int is_ragged(const wrap_evidence *evidence) {
    return evidence->n_evident >= 3 && evidence->n_evident * 2 >= evidence->n_pairs &&
           evidence->n_short * 4 >= evidence->n_evident &&
           evidence->sum_width >= evidence->n_pairs * MIN_RAGGED_WIDTH;
}

static int goes_on(kembar_view text, const kembar_line *line, const wrap_evidence *run,
                   const wrap_evidence *all) {
    int all_wrapped = is_surely_wrapped(all);
    if (are_parted(line))
        return 0;
    if (is_evident(line)) {
        size_t width = run->width > 0 ? run->width : all->width;
        int wrapped = (is_wrapped(run) || all_wrapped) && is_wide(line);
        return is_ragged(run) || (wrapped && (size_t)line->width * 2 >= width);
    }
    if (!is_wide(line) || (line[1].indent > line->indent))
        return 0;
    if (is_wrapped(run) && run->n_wide_evident >= 2)
        return is_full(text, line, run->width);
    return all_wrapped && is_full(text, line, all->width);
}

static uint8_t block_kind(const kembar_line *first, size_t n_lines) {
    if (has(first, KEMBAR_LINE_TITLE))
        return KEMBAR_BLOCK_HEADING;
    if (has(first, KEMBAR_LINE_ITEM))
        return KEMBAR_BLOCK_ITEM;
    int is_heading = n_lines == 1 && first->width <= MAX_HEADING_WIDTH &&
                     has(first, KEMBAR_LINE_LETTER) &&
                     !has(first, KEMBAR_LINE_FINAL | KEMBAR_LINE_STOP);
    return is_heading ? KEMBAR_BLOCK_HEADING : KEMBAR_BLOCK_PARAGRAPH;
}

static kembar_block_span make_span(const kembar_line *first, size_t n_lines) {
    return (kembar_block_span){first->begin, first[n_lines - 1].end, block_kind(first, n_lines)};
}

/* Cuts a run of lines that are not blank; appends at most n_lines blocks, for which there is room.
 */
static size_t cut_run(kembar_view text, const kembar_line *lines, size_t n_lines,
                      const wrap_evidence *all, kembar_block_span *out) {
    wrap_evidence run = gather_evidence(text, lines, n_lines);
    size_t n_blocks = 0;
    size_t first = 0;
    for (size_t i = 0; i < n_lines; i++) {
        if (i + 1 < n_lines && goes_on(text, &lines[i], &run, all))
            continue;
        out[n_blocks++] = make_span(&lines[first], i + 1 - first);
        first = i + 1;
    }
    return n_blocks;
}

static size_t run_length(const kembar_line *lines, size_t n_lines) {
    size_t n = 0;
    while (n < n_lines && !is_blank(&lines[n]))
        n++;
    return n;
}

static kembar_status cut_lines(kembar_view text, kembar_block_list *list, size_t n_lines) {
    const kembar_line *lines = list->lines;
    wrap_evidence all = gather_evidence(text, lines, n_lines);
    for (size_t i = 0; i < n_lines; i++) {
        size_t n_run = run_length(lines + i, n_lines - i);
        if (n_run == 0)
            continue;
        kembar_status status = kembar_array_reserve((void **)&list->items, &list->capacity,
                                                    list->n_items + n_run, sizeof *list->items);
        if (status != KEMBAR_OK)
            return status;
        list->n_items += cut_run(text, lines + i, n_run, &all, list->items + list->n_items);
        i += n_run;
    }
    return KEMBAR_OK;
}

kembar_status kembar_blocks_split(kembar_view text, kembar_block_list *list) {
    size_t n_lines;
    size_t n_before = list->n_items;
    kembar_status status = kembar_lines_split(text, list, &n_lines);
    if (status == KEMBAR_OK)
        status = cut_lines(text, list, n_lines);
    if (status != KEMBAR_OK)
        list->n_items = n_before;
    return status;
}

void kembar_block_list_deinit(kembar_block_list *list) {
    kembar_free(list->items);
    kembar_free(list->lines);
    *list = (kembar_block_list){0};
}
