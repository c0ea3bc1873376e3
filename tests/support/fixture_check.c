#include "fixture_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VIEW(text) \
    { text, sizeof(text) - 1 }

enum { SMALL_FINDINGS = 8, SMALL_ENTRIES = 4, SMALL_REJECTIONS = 2, LONG_BYTES = 4096 };

static void *take(size_t n, size_t size) {
    void *memory = calloc(n ? n : 1, size);
    if (!memory)
        abort();
    return memory;
}

static kembar_place place_of(const char *path, const char *id, uint64_t position, int is_new) {
    return (kembar_place){.id = {id, strlen(id)},
                          .path = {path, strlen(path)},
                          .position = position,
                          .title = VIEW("Quay to be mended"),
                          .source = VIEW("Harbour Post"),
                          .date = VIEW("2024-05-14"),
                          .key = {0x0123456789abcdefu, (uint64_t)strlen(path)},
                          .is_new = (uint8_t)is_new};
}

/* A record lies in one line. */
static kembar_shown_passage passage_of(const kembar_place *subject, const kembar_place *other,
                                       uint64_t line) {
    kembar_shown_passage out = {.span = {10, 60, 20, 70},
                                .words_a = VIEW("the quay will be repaired before the rains"),
                                .words_b = VIEW("The quay will be mended before the rains"),
                                .is_cut_a = 1,
                                .begin_line_a = line,
                                .end_line_a = line + 2,
                                .begin_line_b = line + 10,
                                .end_line_b = line + 11};
    if (subject->position)
        out.begin_line_a = out.end_line_a = subject->position;
    if (other->position)
        out.begin_line_b = out.end_line_b = other->position;
    return out;
}

static kembar_finding finding_of(kembar_relation relation, kembar_finding_state state,
                                 kembar_place subject, kembar_place other) {
    kembar_finding out = {.subject = subject,
                          .other = other,
                          .relation = (uint8_t)relation,
                          .state = (uint8_t)state,
                          .facts_differ = relation == KEMBAR_RELATION_NEAR ? 0 : -1,
                          .score = 912345,
                          .jaccard = 712345,
                          .coverage_subject = 834567,
                          .coverage_other = 765432,
                          .link = -1,
                          .equal_tokens = 1412,
                          .n_passages = 4,
                          .n_shown = 2,
                          .entry = SIZE_MAX};
    for (uint64_t i = 0; i < out.n_shown; i++)
        out.passages[i] = passage_of(&subject, &other, 3 + 37 * i);
    return out;
}

static void name_fingerprints(kembar_check *check) {
    for (size_t i = 0; i < check->n_findings; i++)
        (void)snprintf(check->findings[i].fingerprint, sizeof check->findings[i].fingerprint,
                       "%032zx", i + 0xabc);
}

static void count_states(kembar_check *check) {
    check->n_new = check->n_noted = check->n_known = 0;
    for (size_t i = 0; i < check->n_findings; i++) {
        uint8_t state = check->findings[i].state;
        check->n_new += state == KEMBAR_FINDING_NEW;
        check->n_noted += state == KEMBAR_FINDING_NOTED;
        check->n_known += state == KEMBAR_FINDING_KNOWN;
    }
    check->is_tripped = check->n_new > check->options.max_findings;
}

static void begin(fixture_check *out, size_t n_findings) {
    *out = (fixture_check){0};
    out->check.options.fail_on = KEMBAR_RELATION_RELATED;
    out->check.options.run = kembar_options_default();
    out->check.n_documents = 1203;
    out->check.n_new_documents = 7;
    out->check.findings = take(n_findings, sizeof *out->check.findings);
    out->check.n_findings = n_findings;
}

static void end(fixture_check *out) {
    count_states(&out->check);
    out->checked.check = &out->check;
    out->checked.entries = out->entries;
    out->checked.n_entries = out->check.n_entries;
}

static void set_findings(kembar_finding *f) {
    kembar_place old = place_of("archive/2024/quay.md", "2024/quay.md", 0, 0);
    kembar_place record = place_of("wire.jsonl", "wire/17", 17, 0);
    f[0] = finding_of(KEMBAR_RELATION_EXACT, KEMBAR_FINDING_NEW,
                      place_of("./new/quay.md", "quay.md", 0, 1), old);
    f[0].n_shown = 0;
    f[1] = finding_of(KEMBAR_RELATION_NEAR, KEMBAR_FINDING_NEW,
                      place_of("new/port.jsonl", "new/port.jsonl#5", 5, 1), old);
    f[2] = finding_of(KEMBAR_RELATION_EXCERPT, KEMBAR_FINDING_NEW,
                      place_of("./new/quay.md", "quay.md", 0, 1), record);
    f[3] = finding_of(KEMBAR_RELATION_TRANSLATION, KEMBAR_FINDING_NEW,
                      place_of("new/dermaga.md", "dermaga.md", 0, 1), record);
    f[3].link = 912345;
    f[3].equal_tokens = 0;
    f[3].coverage_subject = f[3].coverage_other = -1;
    f[4] = finding_of(KEMBAR_RELATION_RELATED, KEMBAR_FINDING_NEW,
                      place_of("/srv/new/other.md", "other.md", 0, 1), old);
    f[4].n_shown = f[4].n_passages = f[4].equal_tokens = 0;
    f[5] = finding_of(KEMBAR_RELATION_NEAR, KEMBAR_FINDING_NOTED,
                      place_of("new/grant.md", "grant.md", 0, 1), old);
    f[5].facts_differ = 1;
    f[6] = finding_of(KEMBAR_RELATION_NEAR, KEMBAR_FINDING_KNOWN,
                      place_of("new/port.jsonl", "new/port.jsonl#5", 5, 1), record);
    f[6].entry = 0;
    f[7] = finding_of(KEMBAR_RELATION_EXCERPT, KEMBAR_FINDING_KNOWN,
                      place_of("new/agreed.md", "agreed.md", 0, 1), record);
    f[7].coverage_subject = 250000;
}

static void set_entries(fixture_check *out) {
    static const uint8_t states[SMALL_ENTRIES] = {KEMBAR_ENTRY_USED, KEMBAR_ENTRY_UNSEEN,
                                                  KEMBAR_ENTRY_UNUSED, KEMBAR_ENTRY_EXPIRED};
    out->entries = take(SMALL_ENTRIES, sizeof *out->entries);
    out->check.entry_states = take(SMALL_ENTRIES, 1);
    memcpy(out->check.entry_states, states, sizeof states);
    out->check.n_entries = SMALL_ENTRIES;
    for (size_t i = 0; i < SMALL_ENTRIES; i++)
        out->entries[i] = (kembar_baseline_entry){.a = {1, i},
                                                  .b = {2, i},
                                                  .id_a = VIEW("quay.md"),
                                                  .id_b = VIEW("wire/17"),
                                                  .relation = KEMBAR_RELATION_NEAR,
                                                  .line = i + 1};
    out->entries[0].note = (kembar_view)VIEW("agreed by telephone");
    out->entries[0].expires = (kembar_view)VIEW("2027-01-31");
    out->entries[3].expires = (kembar_view)VIEW("2024-01-31");
    out->checked.style.baseline_path = ".kembar-baseline.jsonl";
}

static void set_rejections(kembar_check *check) {
    check->rejections = take(SMALL_REJECTIONS, sizeof *check->rejections);
    check->n_rejections = SMALL_REJECTIONS;
    check->rejections[0] =
        (kembar_rejection){VIEW("new/broken.jsonl"), 3, VIEW("story-9"), "no text"};
    check->rejections[1] = (kembar_rejection){VIEW("new/lost.md"), 0, {NULL, 0}, "no such file"};
}

void fixture_check_small(fixture_check *out) {
    begin(out, SMALL_FINDINGS);
    set_findings(out->check.findings);
    name_fingerprints(&out->check);
    set_entries(out);
    set_rejections(&out->check);
    end(out);
}

void fixture_check_empty(fixture_check *out) {
    begin(out, 0);
    out->check.options.fail_on = KEMBAR_RELATION_EXACT;
    end(out);
}

void fixture_check_many(fixture_check *out, size_t n) {
    begin(out, n);
    for (size_t i = 0; i < n; i++)
        out->check.findings[i] = finding_of(KEMBAR_RELATION_EXACT, KEMBAR_FINDING_NEW,
                                            place_of("new/a.jsonl", "x", i + 1, 1),
                                            place_of("archive/2024/quay.md", "2024/quay.md", 0, 0));
    name_fingerprints(&out->check);
    for (size_t i = 2; i < n; i += 3)
        memcpy(out->check.findings[i].fingerprint, out->check.findings[i - 1].fingerprint,
               sizeof out->check.findings[i].fingerprint);
    end(out);
}

void fixture_check_cut(fixture_check *out, size_t n) {
    fixture_check_small(out);
    out->check.n_unshown = n;
    out->check.n_new += n;
}

/* --- strings that mean harm --- */

static const kembar_view nasty[] = {
    VIEW("<script>alert(1)</script><img src=x onerror=alert(1)>"),
    VIEW("x](javascript:alert(1)) [y](javascript:alert(2)) ![z](http://evil.example/z.png)"),
    VIEW("::error file=a,line=1::taken\n::add-mask::e\r\n##[add-mask]e ##vso[task.x]y"),
    VIEW("=HYPERLINK(\"http://evil.example\",\"x\"); =1+1, @SUM(1), +1, -1"),
    VIEW("\x1b]0;title\x07\x1b[31mred\x1b[2J\x1b[H\xc2\x9b"
         "31m\x08\x0d over"),
    VIEW("a\xe2\x80\xae"
         "txt.exe\xe2\x81\xa6 b \xe2\x80\x8b\xef\xbb\xbf c \xc2\x9b"
         "31m \xe2\x80\xa8 \xef\xbf\xbe"),
    VIEW("a | b \\| c ` d `` e ``` f @octocat #1 www.evil.example :smile: ~~s~~ **b** _i_"),
    VIEW("\"]]></failure></testcase><testcase name=\"ok\"/>&amp;&#0;&lt; ' <!-- --> <![CDATA["),
    VIEW("100% of {0} {{1}} %0A::error::x %25 a,b:c \\ / ? # & = ;"),
    VIEW("\n\n# heading\n\n| a | b |\n|---|---|\n\n```\ncode\n\t- list"),
    VIEW("../../etc/passwd"),
    VIEW("C:\\new dir\\na\xc3\xafve \xe6\x97\xa5\xe6\x9c\xac.md"),
};
enum { N_NASTY = sizeof nasty / sizeof *nasty };

const kembar_view *fixture_check_nasty(size_t *n_strings) {
    *n_strings = N_NASTY;
    return nasty;
}

/* Gives every view that is there the next of the strings. */
typedef struct nasty_feed {
    const kembar_view *strings;
    size_t n_strings, at;
    const char *reason; /* strings that must end in NUL */
} nasty_feed;

static void feed(nasty_feed *from, kembar_view *view) {
    if (view->data)
        *view = from->strings[from->at++ % from->n_strings];
}

static void feed_finding(nasty_feed *from, kembar_finding *finding) {
    kembar_place *places[] = {&finding->subject, &finding->other};
    for (int i = 0; i < 2; i++) {
        feed(from, &places[i]->id);
        feed(from, &places[i]->path);
        feed(from, &places[i]->title);
        feed(from, &places[i]->source);
        feed(from, &places[i]->date);
    }
    for (size_t i = 0; i < finding->n_shown; i++) {
        feed(from, &finding->passages[i].words_a);
        feed(from, &finding->passages[i].words_b);
    }
}

static void feed_all(fixture_check *out, nasty_feed *from) {
    kembar_check *check = &out->check;
    for (size_t i = 0; i < check->n_findings; i++) {
        feed_finding(from, &check->findings[i]);
        from->at += 5;
    }
    for (size_t i = 0; i < check->n_entries; i++) {
        feed(from, &out->entries[i].id_a);
        feed(from, &out->entries[i].id_b);
        feed(from, &out->entries[i].note);
        feed(from, &out->entries[i].expires);
    }
    for (size_t i = 0; i < check->n_rejections; i++) {
        feed(from, &check->rejections[i].path);
        feed(from, &check->rejections[i].id);
        check->rejections[i].reason = from->reason;
    }
    out->checked.style.baseline_path = from->reason;
}

void fixture_check_hostile(fixture_check *out) {
    fixture_check_small(out);
    /* All of them in one, as a name of 4 KB. */
    kembar_view strings[N_NASTY + 1];
    size_t size = 0;
    memcpy(strings, nasty, sizeof nasty);
    out->strings = take(1, 2 * LONG_BYTES);
    for (size_t i = 0; size < LONG_BYTES; i++) {
        memcpy(out->strings + size, nasty[i % N_NASTY].data, nasty[i % N_NASTY].size);
        size += nasty[i % N_NASTY].size;
    }
    strings[N_NASTY] = (kembar_view){out->strings, size};
    nasty_feed from = {strings, N_NASTY + 1, 0, nasty[2].data};
    feed_all(out, &from);
}

void fixture_check_of(fixture_check *out, kembar_view text) {
    fixture_check_small(out);
    out->strings = take(1, text.size + 1);
    if (text.size > 0)
        memcpy(out->strings, text.data, text.size);
    kembar_view copy = {out->strings, text.size};
    nasty_feed from = {&copy, 1, 0, out->strings};
    feed_all(out, &from);
}

void fixture_check_deinit(fixture_check *fixture) {
    free(fixture->check.findings);
    free(fixture->check.entry_states);
    free(fixture->check.rejections);
    free(fixture->entries);
    free(fixture->strings);
    *fixture = (fixture_check){0};
}
