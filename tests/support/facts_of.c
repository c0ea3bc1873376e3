#include "facts_of.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "make_document.h"
#include "pair/facts.h"

int facts_differ_in(const char *text_a, const char *text_b) {
    made a = make_prepared(text_a), b = make_prepared(text_b);
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    int result = -2;
    assert_int_equal(kembar_aligner_new(&aligner, NULL), KEMBAR_OK);
    assert_int_equal(kembar_aligner_set(aligner, &a.prepared), KEMBAR_OK);
    assert_int_equal(kembar_aligner_run(aligner, &b.prepared, &alignment), KEMBAR_OK);
    assert_true(alignment.n_passages > 0);
    assert_int_equal(kembar_facts_differ(&a.prepared, &b.prepared, &alignment, &result), KEMBAR_OK);
    kembar_aligner_free(aligner);
    free_made(&a);
    free_made(&b);
    return result;
}

int facts_differ_between(const char *text_a, const char *text_b) {
    int there = facts_differ_in(text_a, text_b);
    assert_int_equal(there, facts_differ_in(text_b, text_a));
    return there;
}
