#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "make_document.h"
#include "pipeline/content_key.h"
#include "run_check.h"
#include "temp_folder.h"

/* Text number `seed`, 120 words that no other has, so much of it edited, between two strings. */
static void write_between(const char *path, const char *before, uint64_t seed, unsigned percent,
                          const char *after) {
    kembar_random random = {seed};
    kembar_buffer text = {0}, edited = {0};
    append_words(&text, &random, 120, 1 << 20);
    kembar_buffer_append_text(&edited, before);
    append_edited(&edited, &random, text_of(&text), percent);
    kembar_buffer_append_text(&edited, after);
    temp_write_text(path, text_of(&edited));
    kembar_buffer_deinit(&text);
    kembar_buffer_deinit(&edited);
}

static void write_text(const char *path, uint64_t seed, unsigned percent) {
    write_between(path, "", seed, percent, "");
}

static const char *const new_paths[] = {"new", NULL};
static const char *const old_paths[] = {"old", NULL};

static kembar_check check_new(kembar_relation fail_on) {
    check_call call = check_call_of(new_paths);
    call.against = old_paths;
    call.options.fail_on = fail_on;
    return check_run(&call);
}

static void expect_id(kembar_view id, const char *expected) {
    assert_int_equal(id.size, strlen(expected));
    assert_memory_equal(id.data, expected, id.size);
}

static void expect_pair(const kembar_check *check, size_t i, kembar_relation relation,
                        const char *subject, const char *other) {
    assert_true(i < check->n_findings);
    assert_int_equal(check->findings[i].relation, relation);
    expect_id(check->findings[i].subject.id, subject);
    expect_id(check->findings[i].other.id, other);
}

/* --- which pairs --- */

static void old_documents_are_not_compared(void **state) {
    (void)state;
    write_text("old/a.txt", 1, 0);
    write_text("old/b.txt", 1, 0);
    write_text("old/c.txt", 1, 3);
    write_text("old/d.txt", 2, 0);
    write_text("new/e.txt", 1, 0);
    write_text("new/f.txt", 2, 3);
    write_text("new/g.txt", 3, 0);
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    assert_int_equal(check.n_documents, 7);
    assert_int_equal(check.n_new_documents, 3);
    assert_int_equal(check.n_findings, 4);
    assert_int_equal(check.n_new, 4);
    assert_true(check.is_tripped);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "e.txt", "a.txt");
    expect_pair(&check, 1, KEMBAR_RELATION_EXACT, "e.txt", "b.txt");
    assert_int_equal(check.findings[0].equal_tokens, 120);
    assert_true(check.findings[2].relation == KEMBAR_RELATION_NEAR);
    assert_true(check.findings[3].relation == KEMBAR_RELATION_NEAR);
    for (size_t i = 0; i < check.n_findings; i++) {
        assert_true(check.findings[i].subject.is_new);
        assert_false(check.findings[i].other.is_new);
    }
    kembar_check_deinit(&check);
}

static void weaker_relations_are_not_looked_for(void **state) {
    (void)state;
    write_text("old/a.txt", 1, 0);
    write_text("new/b.txt", 1, 0);
    write_text("new/c.txt", 1, 3);
    kembar_check check = check_new(KEMBAR_RELATION_EXACT);
    assert_int_equal(check.n_findings, 1);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "b.txt", "a.txt");
    kembar_check_deinit(&check);
}

static void a_part_is_an_excerpt(void **state) {
    (void)state;
    kembar_random random = {1};
    kembar_buffer part = {0}, whole = {0};
    append_words(&part, &random, 80, 1 << 20);
    kembar_buffer_append_text(&whole, text_of(&part));
    append_words(&whole, &random, 300, 1 << 20);
    temp_write_text("new/part.txt", part.data);
    temp_write_text("old/whole.txt", text_of(&whole));
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    assert_int_equal(check.n_findings, 0);
    assert_false(check.is_tripped);
    kembar_check_deinit(&check);
    check = check_new(KEMBAR_RELATION_EXCERPT);
    assert_int_equal(check.n_findings, 1);
    expect_pair(&check, 0, KEMBAR_RELATION_EXCERPT, "part.txt", "whole.txt");
    assert_int_equal(check.findings[0].coverage_subject, 1000000);
    assert_in_range(check.findings[0].coverage_other, 200000, 220000);
    kembar_check_deinit(&check);
    kembar_buffer_deinit(&part);
    kembar_buffer_deinit(&whole);
}

static void the_later_of_two_new_ones_is_the_subject(void **state) {
    (void)state;
    write_between("new/a.md", "---\ndate: 2024-02-02\n---\n", 1, 0, "");
    write_between("new/b.md", "---\ndate: 2024-01-01\n---\n", 1, 0, "");
    write_between("new/c.md", "", 1, 0, "");
    write_between("new/d.md", "", 1, 0, "");
    check_call call = check_call_of(new_paths);
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_findings, 6);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "a.md", "b.md");
    expect_pair(&check, 1, KEMBAR_RELATION_EXACT, "c.md", "a.md");
    expect_pair(&check, 2, KEMBAR_RELATION_EXACT, "c.md", "b.md");
    expect_pair(&check, 5, KEMBAR_RELATION_EXACT, "d.md", "c.md");
    assert_int_equal(check.findings[0].subject.date.size, 10);
    assert_memory_equal(check.findings[0].subject.date.data, "2024-02-02", 10);
    assert_null(check.findings[1].subject.date.data);
    kembar_check_deinit(&check);
}

static void what_is_in_both_is_new(void **state) {
    (void)state;
    const char *const paths[] = {"old/sub/../a.txt", NULL};
    write_text("old/sub/x.txt", 3, 0);
    write_text("old/a.txt", 1, 0);
    write_text("old/b.txt", 1, 0);
    check_call call = check_call_of(paths);
    call.against = old_paths;
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_documents, 3);
    assert_int_equal(check.n_new_documents, 1);
    assert_int_equal(check.n_findings, 1);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "a.txt", "b.txt");
    kembar_check_deinit(&check);
}

static void changed_files_are_the_new_ones(void **state) {
    (void)state;
    const char *const changed[] = {"./old/../old/b.txt", "old/gone.txt", "link.txt", NULL};
    check_call call = check_call_of(old_paths);
    write_text("old/a.txt", 1, 0);
    write_text("old/b.txt", 1, 0);
    write_text("old/c.txt", 2, 0);
    write_text("old/d.txt", 2, 0);
    assert_int_equal(symlink("old/c.txt", "link.txt"), 0);
    call.changed = changed;
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_new_documents, 2);
    assert_int_equal(check.n_findings, 2);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "b.txt", "a.txt");
    expect_pair(&check, 1, KEMBAR_RELATION_EXACT, "c.txt", "d.txt");
    kembar_check_deinit(&check);
}

static void nothing_changed_finds_nothing(void **state) {
    (void)state;
    const char *const changed[] = {"elsewhere.txt", NULL};
    check_call call = check_call_of(old_paths);
    write_text("old/a.txt", 1, 0);
    write_text("old/b.txt", 1, 0);
    call.changed = changed;
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_documents, 2);
    assert_int_equal(check.n_new_documents, 0);
    assert_int_equal(check.n_findings, 0);
    kembar_check_deinit(&check);
}

static void changed_and_an_archive(void **state) {
    (void)state;
    const char *const changed[] = {"new/b.txt", NULL};
    check_call call = check_call_of(new_paths);
    write_text("new/a.txt", 1, 0);
    write_text("new/b.txt", 1, 0);
    write_text("old/a.txt", 1, 0);
    call.changed = changed;
    call.against = old_paths;
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_documents, 3);
    assert_int_equal(check.n_findings, 2);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "b.txt", "a.txt");
    expect_pair(&check, 1, KEMBAR_RELATION_EXACT, "b.txt", "a.txt");
    kembar_check_deinit(&check);
}

/* --- the held way --- */

static void all_relations_find_the_near_ones_too(void **state) {
    (void)state;
    write_text("old/a.txt", 1, 0);
    write_text("old/b.txt", 1, 0);
    write_text("new/c.txt", 1, 0);
    write_text("new/d.txt", 1, 4);
    write_text("new/e.txt", 2, 0);
    kembar_check near = check_new(KEMBAR_RELATION_NEAR);
    kembar_check all = check_new(KEMBAR_RELATION_RELATED);
    assert_int_equal(near.n_findings, 5);
    assert_int_equal(all.n_findings, near.n_findings);
    for (size_t i = 0; i < near.n_findings; i++) {
        const kembar_finding *a = &near.findings[i], *b = &all.findings[i];
        assert_int_equal(a->relation, b->relation);
        assert_int_equal(a->equal_tokens, b->equal_tokens);
        assert_string_equal(a->fingerprint, b->fingerprint);
        assert_memory_equal(&a->subject.key, &b->subject.key, sizeof a->subject.key);
        assert_int_equal(a->n_shown, b->n_shown);
        assert_memory_equal(&a->passages[0].span, &b->passages[0].span, sizeof(kembar_span_pair));
    }
    kembar_check_deinit(&near);
    kembar_check_deinit(&all);
}

/* --- evidence --- */

/* The passage of the only finding. */
static kembar_shown_passage only_passage(kembar_check *check) {
    assert_int_equal(check->n_findings, 1);
    assert_int_equal(check->findings[0].n_shown, 1);
    return check->findings[0].passages[0];
}

static void lines_are_those_of_the_file(void **state) {
    (void)state;
    write_between("new/a.md", "---\r\nid: x\r\ntitle: The quay\r\n---\r\n\r\n", 1, 0, "\r\nalpha");
    write_between("old/b.txt", "beta\n\ngamma\n", 1, 0, "");
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    kembar_shown_passage p = only_passage(&check);
    assert_int_equal(p.begin_line_a, 6);
    assert_int_equal(p.end_line_a, 6);
    assert_int_equal(p.begin_line_b, 4);
    assert_int_equal(p.end_line_b, 4);
    expect_id(check.findings[0].subject.path, "new/a.md");
    expect_id(check.findings[0].subject.title, "The quay");
    assert_int_equal(check.findings[0].subject.position, 0);
    kembar_check_deinit(&check);
}

static void a_title_has_its_line(void **state) {
    (void)state;
    const char *title = "one two three four five six seven eight nine ten eleven twelve";
    char text[256];
    (void)snprintf(text, sizeof text, "---\nurl: x\ndate: 2024-01-01\ntitle: %s\n---\n\n\nend",
                   title);
    temp_write_text("new/a.md", text);
    (void)snprintf(text, sizeof text, "\n\n%s\nend", title);
    temp_write_text("old/b.txt", text);
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    kembar_shown_passage p = only_passage(&check);
    assert_int_equal(p.begin_line_a, 4);
    assert_int_equal(p.end_line_a, 8);
    assert_int_equal(p.begin_line_b, 3);
    assert_int_equal(p.end_line_b, 4);
    kembar_check_deinit(&check);
}

static void a_record_has_its_line(void **state) {
    (void)state;
    write_between("new/a.jsonl", "{\"id\":\"x\",\"text\":\"other words\"}\n\n{\"text\":\"", 1, 0,
                  "\"}\n");
    write_text("old/b.txt", 1, 0);
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    kembar_shown_passage p = only_passage(&check);
    expect_id(check.findings[0].subject.id, "a.jsonl#3");
    assert_int_equal(check.findings[0].subject.position, 3);
    assert_int_equal(p.begin_line_a, 3);
    assert_int_equal(p.end_line_a, 3);
    assert_int_equal(p.begin_line_b, 1);
    kembar_check_deinit(&check);
}

static void words_are_cut_between_words(void **state) {
    (void)state;
    write_text("new/a.txt", 1, 0);
    write_text("old/b.txt", 1, 0);
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    kembar_shown_passage p = only_passage(&check);
    assert_true(p.is_cut_a && p.is_cut_b);
    /* Words of eight letters and a space. */
    assert_int_equal(p.words_a.size, KEMBAR_SHOWN_PASSAGE_BYTES / 9 * 9 - 1);
    assert_int_equal(p.words_b.size, p.words_a.size);
    assert_int_equal(p.span.a_end - p.span.a_begin, 120 * 9 - 1);
    kembar_check_deinit(&check);
}

static void equal_texts_too_short_for_a_passage_are_shown(void **state) {
    (void)state;
    temp_write_text("new/a.txt", "Just four words here");
    temp_write_text("old/b.txt", "\njust FOUR words, here!\n");
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    kembar_shown_passage p = only_passage(&check);
    expect_pair(&check, 0, KEMBAR_RELATION_EXACT, "a.txt", "b.txt");
    expect_id(p.words_a, "Just four words here");
    expect_id(p.words_b, "just FOUR words, here");
    assert_int_equal(p.begin_line_b, 2);
    kembar_check_deinit(&check);
}

static void passages_with_most_words_come_first(void **state) {
    (void)state;
    enum { PASSAGES = 5 };
    static const size_t sizes[PASSAGES] = {20, 50, 30, 40, 10};
    kembar_random random = {1};
    kembar_buffer a = {0}, b = {0}, shared = {0};
    for (size_t i = 0; i < PASSAGES; i++) {
        kembar_buffer_clear(&shared);
        append_words(&shared, &random, sizes[i], 1 << 20);
        kembar_buffer_append_text(&a, text_of(&shared));
        kembar_buffer_append_text(&b, shared.data);
        append_words(&a, &random, 15, 1 << 20);
        append_words(&b, &random, 15, 1 << 20);
    }
    temp_write_text("new/a.txt", text_of(&a));
    temp_write_text("old/b.txt", text_of(&b));
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    assert_int_equal(check.n_findings, 1);
    const kembar_finding *finding = &check.findings[0];
    assert_int_equal(finding->n_passages, PASSAGES);
    assert_int_equal(finding->n_shown, KEMBAR_SHOWN_PASSAGES);
    assert_int_equal(finding->equal_tokens, 150);
    for (size_t i = 0; i < KEMBAR_SHOWN_PASSAGES; i++) {
        kembar_span_pair span = finding->passages[i].span;
        assert_int_equal(span.a_end - span.a_begin, 9 * (50 - 10 * i) - 1);
    }
    kembar_check_deinit(&check);
    kembar_buffer_deinit(&a);
    kembar_buffer_deinit(&b);
    kembar_buffer_deinit(&shared);
}

/* --- states --- */

static void write_form(const char *path, const char *town, const char *sum) {
    kembar_random random = {7};
    kembar_buffer text = {0};
    kembar_buffer_append_format(&text, "The town of %s gets %s dollars. ", town, sum);
    append_words(&text, &random, 80, 1 << 20);
    temp_write_text(path, text_of(&text));
    kembar_buffer_deinit(&text);
}

static void other_facts_are_noted_unless_asked_for(void **state) {
    (void)state;
    write_form("old/a.txt", "Riverton", "4,000");
    write_form("new/b.txt", "Lakewood", "9,500");
    check_call call = check_call_of(new_paths);
    call.against = old_paths;
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_noted, 1);
    assert_int_equal(check.n_new, 0);
    assert_false(check.is_tripped);
    assert_int_equal(check.findings[0].facts_differ, 1);
    kembar_check_deinit(&check);
    call.options.facts_differ = 1;
    check = check_run(&call);
    assert_int_equal(check.n_new, 1);
    assert_true(check.is_tripped);
    kembar_check_deinit(&check);
}

static void so_many_findings_pass(void **state) {
    (void)state;
    write_text("old/a.txt", 1, 0);
    write_text("new/b.txt", 1, 0);
    write_text("new/c.txt", 1, 0);
    check_call call = check_call_of(new_paths);
    call.against = old_paths;
    call.options.max_findings = 3;
    kembar_check check = check_run(&call);
    assert_int_equal(check.n_new, 3);
    assert_false(check.is_tripped);
    kembar_check_deinit(&check);
    call.options.max_findings = 2;
    check = check_run(&call);
    assert_true(check.is_tripped);
    kembar_check_deinit(&check);
}

static void known_pairs_are_quiet_and_further_copies_are_new(void **state) {
    (void)state;
    write_text("old/a.txt", 1, 0);
    write_text("new/b.txt", 1, 0);
    check_call call = check_call_of(new_paths);
    call.against = old_paths;
    kembar_check check = check_run(&call);
    const kembar_finding *f = &check.findings[0];
    kembar_baseline_pair pair = {.a = f->subject.key,
                                 .b = f->other.key,
                                 .id_a = f->subject.id,
                                 .id_b = f->other.id,
                                 .relation = f->relation,
                                 .entry = SIZE_MAX};
    kembar_baseline_update update = {.pairs = &pair, .n_pairs = 1};
    assert_int_equal(kembar_baseline_save(NULL, &update, "known.jsonl", NULL, NULL), KEMBAR_OK);
    kembar_check_deinit(&check);
    call.baseline = "known.jsonl";
    check = check_run(&call);
    assert_int_equal(check.n_known, 1);
    assert_int_equal(check.findings[0].state, KEMBAR_FINDING_KNOWN);
    assert_int_equal(check.findings[0].entry, 0);
    assert_int_equal(check.n_entries, 1);
    assert_int_equal(check.entry_states[0], KEMBAR_ENTRY_USED);
    assert_false(check.is_tripped);
    kembar_check_deinit(&check);
    write_text("new/c.txt", 1, 0);
    check = check_run(&call);
    assert_int_equal(check.n_known, 1);
    assert_int_equal(check.n_new, 2);
    expect_pair(&check, 2, KEMBAR_RELATION_EXACT, "b.txt", "a.txt");
    kembar_check_deinit(&check);
}

/* --- the rest --- */

static void rejections_of_both_are_listed(void **state) {
    (void)state;
    write_text("new/a.txt", 1, 0);
    temp_write_text("new/b.jsonl", "{\n");
    temp_write_text("old/c.jsonl", "[]\n");
    kembar_check check = check_new(KEMBAR_RELATION_NEAR);
    assert_int_equal(check.n_rejections, 2);
    expect_id(check.rejections[0].path, "new/b.jsonl");
    expect_id(check.rejections[1].path, "old/c.jsonl");
    assert_int_equal(check.rejections[1].position, 1);
    kembar_check_deinit(&check);
}

static void keys_are_of_the_words_alone(void **state) {
    (void)state;
    temp_write_text("old/a.txt", "Under the quay, divers found cracks.");
    temp_write_text("new/b.md",
                    "---\ndate: 2024-01-01\n---\n# under THE quay\n* divers found cracks");
    kembar_check check = check_new(KEMBAR_RELATION_EXACT);
    kembar_document *document = make_document("Under the quay divers found cracks");
    kembar_content_key key = kembar_document_content_key(document);
    assert_int_equal(check.n_findings, 1);
    assert_int_equal(kembar_content_key_compare(check.findings[0].subject.key, key), 0);
    assert_int_equal(kembar_content_key_compare(check.findings[0].other.key, key), 0);
    kembar_document_free(document);
    kembar_check_deinit(&check);
}

static void wrong_options_are_arguments(void **state) {
    (void)state;
    kembar_check check;
    kembar_run_context context = {0};
    kembar_check_options options = kembar_check_options_default();
    assert_int_equal(
        kembar_run_check(NULL, NULL, NULL, NULL, "2026-02-30", &options, &context, &check, NULL),
        KEMBAR_ERROR_ARGUMENT);
    options.fail_on = KEMBAR_RELATION_NONE;
    assert_int_equal(
        kembar_run_check(NULL, NULL, NULL, NULL, "2026-02-20", &options, &context, &check, NULL),
        KEMBAR_ERROR_ARGUMENT);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_enter, temp_folder_leave)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(old_documents_are_not_compared),
        IN_FOLDER(weaker_relations_are_not_looked_for),
        IN_FOLDER(a_part_is_an_excerpt),
        IN_FOLDER(the_later_of_two_new_ones_is_the_subject),
        IN_FOLDER(what_is_in_both_is_new),
        IN_FOLDER(changed_files_are_the_new_ones),
        IN_FOLDER(nothing_changed_finds_nothing),
        IN_FOLDER(changed_and_an_archive),
        IN_FOLDER(all_relations_find_the_near_ones_too),
        IN_FOLDER(lines_are_those_of_the_file),
        IN_FOLDER(a_title_has_its_line),
        IN_FOLDER(a_record_has_its_line),
        IN_FOLDER(words_are_cut_between_words),
        IN_FOLDER(equal_texts_too_short_for_a_passage_are_shown),
        IN_FOLDER(passages_with_most_words_come_first),
        IN_FOLDER(other_facts_are_noted_unless_asked_for),
        IN_FOLDER(so_many_findings_pass),
        IN_FOLDER(known_pairs_are_quiet_and_further_copies_are_new),
        IN_FOLDER(rejections_of_both_are_listed),
        IN_FOLDER(keys_are_of_the_words_alone),
        IN_FOLDER(wrong_options_are_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
