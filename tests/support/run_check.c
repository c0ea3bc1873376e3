#include "run_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "run_dedup.h"

check_call check_call_of(const char *const *paths) {
    check_call call = {.options = kembar_check_options_default(), .paths = paths};
    call.options.run.n_threads = 2;
    return call;
}

kembar_check check_run(const check_call *call) {
    kembar_check out;
    kembar_error error = {0};
    kembar_run_context context = {0};
    kembar_baseline *baseline = NULL;
    kembar_changed_paths changed = {.paths = call->changed};
    kembar_source *source = source_of(call->paths);
    kembar_source *against = call->against ? source_of(call->against) : NULL;
    while (call->changed && call->changed[changed.n_paths])
        changed.n_paths++;
    if (call->baseline)
        assert_int_equal(kembar_baseline_open(&baseline, call->baseline, &error), KEMBAR_OK);
    kembar_status status =
        kembar_run_check(source, against, call->changed ? &changed : NULL, baseline, "2026-11-22",
                         &call->options, &context, &out, &error);
    if (status != KEMBAR_OK)
        fail_msg("check: %s", error.message);
    kembar_baseline_free(baseline);
    kembar_source_free(source);
    kembar_source_free(against);
    return out;
}

static void put_view(kembar_buffer *out, kembar_view view) {
    kembar_buffer_append_char(out, view.data ? '"' : '-');
    kembar_buffer_append_view(out, view);
    kembar_buffer_append_char(out, ' ');
}

static void put_place(kembar_buffer *out, const kembar_place *place) {
    const kembar_view views[] = {place->id, place->path, place->title, place->source, place->date};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        put_view(out, views[i]);
    kembar_buffer_append_u64(out, place->position);
    kembar_buffer_append_format(out, " %llx%llx %d; ", (unsigned long long)place->key.high,
                                (unsigned long long)place->key.low, place->is_new);
}

static void put_passage(kembar_buffer *out, const kembar_shown_passage *p) {
    kembar_buffer_append_format(
        out, "\n    %u-%u %u-%u cut %d %d lines %llu-%llu %llu-%llu ", p->span.a_begin,
        p->span.a_end, p->span.b_begin, p->span.b_end, p->is_cut_a, p->is_cut_b,
        (unsigned long long)p->begin_line_a, (unsigned long long)p->end_line_a,
        (unsigned long long)p->begin_line_b, (unsigned long long)p->end_line_b);
    put_view(out, p->words_a);
    put_view(out, p->words_b);
}

static void put_finding(kembar_buffer *out, const kembar_finding *f) {
    put_place(out, &f->subject);
    put_place(out, &f->other);
    kembar_buffer_append_format(out, "\n  %s state %d facts %d %d %d %d %d %d equal %u of %u %zd",
                                kembar_relation_name((kembar_relation)f->relation), f->state,
                                f->facts_differ, f->score, f->jaccard, f->coverage_subject,
                                f->coverage_other, f->link, f->equal_tokens, f->n_passages,
                                (ptrdiff_t)f->entry);
    kembar_buffer_append_text(out, f->fingerprint);
    for (size_t i = 0; i < f->n_shown; i++)
        put_passage(out, &f->passages[i]);
    kembar_buffer_append_char(out, '\n');
}

char *check_dump(const kembar_check *check) {
    kembar_buffer out = {0};
    kembar_buffer_append_format(&out, "%zu %zu %zu of %zu %zu tripped %d\n", check->n_new,
                                check->n_noted, check->n_known, check->n_documents,
                                check->n_new_documents, check->is_tripped);
    for (size_t i = 0; i < check->n_findings; i++)
        put_finding(&out, &check->findings[i]);
    for (size_t i = 0; i < check->n_entries; i++)
        kembar_buffer_append_format(&out, "entry %d\n", check->entry_states[i]);
    for (size_t i = 0; i < check->n_rejections; i++) {
        put_view(&out, check->rejections[i].path);
        kembar_buffer_append_text(&out, check->rejections[i].reason);
        kembar_buffer_append_char(&out, '\n');
    }
    kembar_buffer_append_char(&out, '\0');
    assert_int_equal(kembar_buffer_status(&out), KEMBAR_OK);
    return out.data;
}
