#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "fixture_check.h"
#include "report/check_groups.h"
#include "report/check_words.h"
#include "scarce_memory.h"
#include "temp_folder.h"

enum { N_FORMS = KEMBAR_CHECK_CSV + 1 };

static kembar_view view(const char *text) {
    return (kembar_view){text, strlen(text)};
}

/* To be freed with kembar_answer_deinit. */
static kembar_answer answer_of(const fixture_check *fixture, kembar_check_format format) {
    kembar_answer answer;
    assert_int_equal(kembar_check_answer(&answer, &fixture->checked, format, NULL), KEMBAR_OK);
    assert_int_equal(strlen(answer.data), answer.size);
    return answer;
}

static void expect_part(const kembar_answer *answer, const char *part) {
    if (!strstr(answer->data, part))
        fail_msg("no \"%s\" in:\n%s", part, answer->data);
}

static void names_are_read_back(void **state) {
    (void)state;
    for (int i = 0; i < N_FORMS; i++) {
        const char *name = kembar_check_format_name((kembar_check_format)i);
        assert_int_equal(kembar_check_format_parse(view(name)), i);
    }
    assert_int_equal(kembar_check_format_parse(view("xml")), -1);
    assert_int_equal(kembar_check_format_parse(view("")), -1);
    assert_int_equal(kembar_check_format_parse((kembar_view){"jsonl", 4}), KEMBAR_CHECK_JSON);
}

/* --- words --- */

static void expect_message(const fixture_check *fixture, size_t i, const char *expected) {
    kembar_buffer message = {0};
    kembar_check_append_message(&message, &fixture->checked, &fixture->check.findings[i]);
    kembar_buffer_append_char(&message, '\0');
    assert_false(message.failed);
    assert_string_equal(message.data, expected);
    kembar_buffer_deinit(&message);
}

static void messages_name_both_places_and_what_is_shared(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_small(&fixture);
    expect_message(&fixture, 0,
                   "exact: ./new/quay.md:1 is the same text as archive/2024/quay.md:1. Shared: "
                   "1,412 equal words in 4 passages: 83% of the new text, 76% of the other.");
    expect_message(&fixture, 1,
                   "near: new/port.jsonl:5 is an edited copy of archive/2024/quay.md:13. Shared: "
                   "1,412 equal words in 4 passages: 83% of the new text, 76% of the other: \"the "
                   "quay will be repaired before the rains\u2026\".");
    expect_message(&fixture, 3,
                   "translation: new/dermaga.md:3 is a translation of wire.jsonl:17 (wire/17). "
                   "Shared: probability 91%; 4 passages that correspond: \"the quay will be "
                   "repaired before the rains\u2026\" ~ \"The quay will be mended before the "
                   "rains\".");
    expect_message(&fixture, 4,
                   "related: /srv/new/other.md:1 is about the same event as "
                   "archive/2024/quay.md:1. Shared: likeness 91%.");
    expect_message(&fixture, 6,
                   "near: new/port.jsonl:5 is an edited copy of wire.jsonl:17 (wire/17). Shared: "
                   "1,412 equal words in 4 passages: 83% of the new text, 76% of the other: \"the "
                   "quay will be repaired before the rains\u2026\". Known: stands in the baseline "
                   "(.kembar-baseline.jsonl:1) until 2027-01-31: \"agreed by telephone\".");
    fixture_check_deinit(&fixture);
}

static void an_excerpt_says_which_is_in_which(void **state) {
    (void)state;
    kembar_finding finding = {
        .relation = KEMBAR_RELATION_EXCERPT, .coverage_subject = 500000, .coverage_other = 100000};
    assert_string_equal(kembar_check_tie(&finding), "an excerpt of");
    finding.coverage_subject = 499999;
    assert_string_equal(kembar_check_tie(&finding), "partly taken from");
    finding.relation = KEMBAR_RELATION_NEAR;
    assert_string_equal(kembar_check_tie(&finding), "an edited copy of");
    finding.facts_differ = 1;
    assert_string_equal(kembar_check_tie(&finding), "an edited copy, with other facts, of");
}

static void places_name_ids_that_tell_something(void **state) {
    (void)state;
    static const struct {
        const char *path, *id;
        uint64_t position;
        const char *expected;
    } cases[] = {{"a/b.md", "b.md", 0, "a/b.md:1"},
                 {"a/b.jsonl", "story", 12, "a/b.jsonl:12 (story)"},
                 {"a/b.jsonl", "b.jsonl#12", 12, "a/b.jsonl:12"},
                 {"a/b.jsonl", "b.jsonl#112", 12, "a/b.jsonl:12 (b.jsonl#112)"},
                 {"a/b.jsonl", "12", 12, "a/b.jsonl:12 (12)"},
                 {"stdin", "stdin#7", 7, "stdin:7"},
                 {"a/b.jsonl", "", 12, "a/b.jsonl:12"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_finding finding = {.subject = {.path = view(cases[i].path),
                                              .id = view(cases[i].id),
                                              .position = cases[i].position}};
        kembar_buffer place = {0};
        kembar_check_append_place(&place, &finding, 0);
        kembar_buffer_append_char(&place, '\0');
        assert_false(place.failed);
        assert_string_equal(place.data, cases[i].expected);
        kembar_buffer_deinit(&place);
    }
}

static void tools_get_paths_without_a_dot(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"./a/b", "a/b"}, {"././/a", "a"}, {"../a", "../a"},
                                           {"/a", "/a"},     {"./", "./"},    {".//", "/"},
                                           {".a", ".a"},     {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kembar_view path = kembar_check_tool_path(view(cases[i][0]));
        assert_int_equal(path.size, strlen(cases[i][1]));
        assert_memory_equal(path.data, cases[i][1], path.size);
    }
}

/* --- groups --- */

static void findings_come_by_their_document(void **state) {
    (void)state;
    fixture_check fixture;
    kembar_check_groups groups;
    fixture_check_small(&fixture);
    assert_int_equal(kembar_check_groups_init(&groups, &fixture.check), KEMBAR_OK);
    static const size_t order[] = {0, 2, 1, 6, 3, 4, 5, 7};
    assert_int_equal(groups.n_groups, 6);
    assert_memory_equal(groups.order, order, sizeof order);
    assert_int_equal(groups.groups[1].begin, 2);
    assert_int_equal(groups.groups[1].end, 4);
    assert_int_equal(groups.groups[1].n_state[KEMBAR_FINDING_NEW], 1);
    assert_int_equal(groups.groups[1].n_state[KEMBAR_FINDING_KNOWN], 1);
    kembar_check_groups_deinit(&groups);
    fixture_check_deinit(&fixture);
}

/* --- forms --- */

static void uris_are_encoded(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_small(&fixture);
    fixture.check.findings[0].subject.path = view("./a b/c:d?#%\xc3\xaf.md");
    kembar_answer sarif = answer_of(&fixture, KEMBAR_CHECK_SARIF);
    expect_part(&sarif, "\"uri\":\"a%20b/c%3Ad%3F%23%25%C3%AF.md\"");
    expect_part(&sarif, "\"uri\":\"file:///srv/new/other.md\"");
    expect_part(&sarif, "\"uri\":\"archive/2024/quay.md\"");
    kembar_answer_deinit(&sarif);
    fixture_check_deinit(&fixture);
}

static void commands_escape_what_is_syntax(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_small(&fixture);
    fixture.check.findings[0].subject.path = view("a,b:c%.md");
    kembar_answer github = answer_of(&fixture, KEMBAR_CHECK_GITHUB);
    expect_part(&github, "::error file=a%2Cb%3Ac%25.md,line=1,endLine=1,title=exact%3A the same "
                         "text as archive/2024/quay.md%3A1::exact: a,b:c%25.md:1 is the same");
    expect_part(&github, "83%25 of the new text");
    kembar_answer_deinit(&github);
    fixture_check_deinit(&fixture);
}

static void copies_have_fingerprints_of_their_own(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_many(&fixture, 3);
    memcpy(fixture.check.findings[0].fingerprint, fixture.check.findings[1].fingerprint, 33);
    kembar_answer gitlab = answer_of(&fixture, KEMBAR_CHECK_GITLAB);
    expect_part(&gitlab, "abd\"");
    expect_part(&gitlab, "abd-2\"");
    expect_part(&gitlab, "abd-3\"");
    kembar_answer_deinit(&gitlab);
    fixture_check_deinit(&fixture);
}

static void the_cut_is_told(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_many(&fixture, KEMBAR_CHECK_MAX_RESULTS);
    kembar_answer gitlab = answer_of(&fixture, KEMBAR_CHECK_GITLAB);
    kembar_answer sarif = answer_of(&fixture, KEMBAR_CHECK_SARIF);
    assert_null(strstr(gitlab.data, "kembar-cut"));
    assert_null(strstr(sarif.data, "only the first"));
    kembar_answer_deinit(&gitlab);
    kembar_answer_deinit(&sarif);
    fixture_check_deinit(&fixture);
    fixture_check_many(&fixture, KEMBAR_CHECK_MAX_RESULTS + 1);
    gitlab = answer_of(&fixture, KEMBAR_CHECK_GITLAB);
    sarif = answer_of(&fixture, KEMBAR_CHECK_SARIF);
    expect_part(&gitlab, "5,001 findings; only the first 5,000 are listed here");
    expect_part(&sarif, "5,001 findings; only the first 5,000 are listed here");
    expect_part(&sarif, "\"findings\":5001,");
    expect_part(&sarif, "\"listed\":5000}");
    kembar_answer_deinit(&gitlab);
    kembar_answer_deinit(&sarif);
    fixture_check_deinit(&fixture);
}

static void the_limit_is_told(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_small(&fixture);
    kembar_answer text = answer_of(&fixture, KEMBAR_CHECK_TEXT);
    expect_part(&text, "The gate trips: 5 new findings, 1 noted, 2 known (none may be new)\n");
    kembar_answer_deinit(&text);
    fixture.check.options.max_findings = 5;
    fixture.check.is_tripped = 0;
    text = answer_of(&fixture, KEMBAR_CHECK_TEXT);
    expect_part(&text, "The gate does not trip: 5 new findings, 1 noted, 2 known (up to 5 new may "
                       "pass)\n");
    kembar_answer_deinit(&text);
    fixture_check_deinit(&fixture);
}

static void colour_is_for_the_terminal_alone(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_small(&fixture);
    for (int i = 0; i < N_FORMS; i++) {
        fixture.checked.style.color = 0;
        kembar_answer plain = answer_of(&fixture, (kembar_check_format)i);
        fixture.checked.style.color = 1;
        kembar_answer colored = answer_of(&fixture, (kembar_check_format)i);
        assert_null(strchr(plain.data, '\x1b'));
        if (i == KEMBAR_CHECK_TEXT)
            assert_non_null(strchr(colored.data, '\x1b'));
        else
            assert_string_equal(plain.data, colored.data);
        kembar_answer_deinit(&plain);
        kembar_answer_deinit(&colored);
    }
    fixture_check_deinit(&fixture);
}

static void long_lists_are_cut_in_a_summary(void **state) {
    (void)state;
    enum { MANY = 4000 };
    fixture_check fixture;
    fixture_check_small(&fixture);
    kembar_rejection *many = calloc(MANY, sizeof *many);
    assert_non_null(many);
    for (size_t i = 0; i < MANY; i++)
        many[i] = fixture.check.rejections[0];
    free(fixture.check.rejections);
    fixture.check.rejections = many;
    fixture.check.n_rejections = MANY;
    kembar_answer text = answer_of(&fixture, KEMBAR_CHECK_TEXT);
    expect_part(&text, "\n    and 3980 more\n");
    kembar_answer markdown = answer_of(&fixture, KEMBAR_CHECK_MARKDOWN);
    expect_part(&markdown, "\n- and ");
    assert_true(markdown.size < 40 << 10);
    kembar_answer_deinit(&text);
    kembar_answer_deinit(&markdown);
    fixture_check_deinit(&fixture);
}

/* Of a baseline of which nothing is needed any more. */
static void long_lists_of_stale_entries_are_cut(void **state) {
    (void)state;
    enum { MANY = 6000 };
    fixture_check fixture;
    fixture_check_small(&fixture);
    kembar_baseline_entry *many = calloc(MANY, sizeof *many);
    uint8_t *states = malloc(MANY);
    assert_non_null(many);
    assert_non_null(states);
    memset(states, KEMBAR_ENTRY_UNUSED, MANY);
    for (size_t i = 0; i < MANY; i++)
        many[i] = fixture.entries[0];
    free(fixture.entries);
    free(fixture.check.entry_states);
    fixture.entries = many;
    fixture.checked.entries = many;
    fixture.check.entry_states = states;
    fixture.check.n_entries = fixture.checked.n_entries = MANY;
    fixture.check.findings[7].entry = 3;
    many[3].note = view("by letter");
    many[3].expires = view("2027-02-28");
    kembar_answer text = answer_of(&fixture, KEMBAR_CHECK_TEXT);
    expect_part(&text, "Covers nothing any more: near of quay.md and wire/17");
    expect_part(&text, "\n    and 5980 more\n");
    kembar_answer junit = answer_of(&fixture, KEMBAR_CHECK_JUNIT);
    expect_part(&junit, " until 2027-02-28: &quot;by letter&quot;");
    kembar_answer sarif = answer_of(&fixture, KEMBAR_CHECK_SARIF);
    expect_part(&sarif, "entries of the baseline");
    expect_part(&sarif, "6,000 entries of the baseline");
    kembar_answer_deinit(&text);
    kembar_answer_deinit(&junit);
    kembar_answer_deinit(&sarif);
    fixture_check_deinit(&fixture);
}

#define ENTRY(key, id, note)                                                             \
    "{\"a\":\"" key                                                                      \
    "\",\"b\":\"0000000000000009ffffffffffffffff\",\"relation\":\"near\",\"ids\":[\"" id \
    "\",\"wire/17\"],\"expires\":null,\"note\":" note "}\n"

/* As a caller of the library does it, with a baseline from a file. */
static void the_baseline_is_named(void **state) {
    (void)state;
    fixture_check fixture;
    kembar_baseline *baseline = NULL;
    kembar_answer answer;
    kembar_error error = {0};
    temp_write_text("known.jsonl",
                    ENTRY("00000000000000010000000000000002", "agreed.md", "\"by letter\"")
                        ENTRY("00000000000000020000000000000002", "gone.md", "null"));
    assert_int_equal(kembar_baseline_open(&baseline, "known.jsonl", &error), KEMBAR_OK);
    fixture_check_small(&fixture);
    fixture.check.n_entries = 2;
    fixture.check.entry_states[1] = KEMBAR_ENTRY_UNUSED;
    kembar_check_style style = {.baseline_path = "known.jsonl"};
    assert_int_equal(
        kembar_answer_check(&answer, &fixture.check, baseline, KEMBAR_CHECK_GITHUB, &style, &error),
        KEMBAR_OK);
    expect_part(&answer, "::warning file=known.jsonl,line=2,title=baseline entry::Covers nothing "
                         "any more: near of gone.md and wire/17\n");
    kembar_answer_deinit(&answer);
    assert_int_equal(
        kembar_answer_check(&answer, &fixture.check, baseline, KEMBAR_CHECK_JUNIT, &style, &error),
        KEMBAR_OK);
    expect_part(&answer, "Known: stands in the baseline (known.jsonl:1): &quot;by letter&quot;.\n");
    expect_part(&answer, "2 entries of known.jsonl: 1 used, 0 unseen, 1 unused, 0 expired\n");
    kembar_answer_deinit(&answer);
    kembar_baseline_free(baseline);
    fixture_check_deinit(&fixture);
}

static void without_a_baseline_none_is_named(void **state) {
    (void)state;
    fixture_check fixture;
    kembar_answer answer;
    fixture_check_empty(&fixture);
    for (int i = 0; i < N_FORMS; i++) {
        assert_int_equal(
            kembar_answer_check(&answer, &fixture.check, NULL, (kembar_check_format)i, NULL, NULL),
            KEMBAR_OK);
        assert_null(strstr(answer.data, "entries"));
        kembar_answer_deinit(&answer);
    }
    fixture_check_deinit(&fixture);
}

/* --- faults --- */

static void each_allocation_may_fail(void **state) {
    (void)state;
    fixture_check fixture;
    fixture_check_hostile(&fixture);
    for (int format = 0; format < N_FORMS; format++) {
        kembar_status status = KEMBAR_ERROR_MEMORY;
        for (size_t k = 0; status != KEMBAR_OK; k++) {
            char stale = 'x';
            kembar_answer answer = {&stale, 1};
            kembar_error error = {0};
            scarce_memory(k);
            status =
                kembar_check_answer(&answer, &fixture.checked, (kembar_check_format)format, &error);
            plenty_of_memory();
            if (status != KEMBAR_OK) {
                assert_int_equal(status, KEMBAR_ERROR_MEMORY);
                assert_null(answer.data);
                assert_int_equal(error.code, KEMBAR_ERROR_MEMORY);
            }
            kembar_answer_deinit(&answer);
        }
    }
    fixture_check_deinit(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_back),
        cmocka_unit_test(messages_name_both_places_and_what_is_shared),
        cmocka_unit_test(an_excerpt_says_which_is_in_which),
        cmocka_unit_test(places_name_ids_that_tell_something),
        cmocka_unit_test(tools_get_paths_without_a_dot),
        cmocka_unit_test(findings_come_by_their_document),
        cmocka_unit_test(uris_are_encoded),
        cmocka_unit_test(commands_escape_what_is_syntax),
        cmocka_unit_test(copies_have_fingerprints_of_their_own),
        cmocka_unit_test(the_cut_is_told),
        cmocka_unit_test(the_limit_is_told),
        cmocka_unit_test(colour_is_for_the_terminal_alone),
        cmocka_unit_test(long_lists_are_cut_in_a_summary),
        cmocka_unit_test(long_lists_of_stale_entries_are_cut),
        cmocka_unit_test(the_baseline_is_named),
        cmocka_unit_test(without_a_baseline_none_is_named),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, temp_folder_enter, temp_folder_leave);
}
