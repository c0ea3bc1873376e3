#include <stdio.h>

#include "escape.h"
#include "explain.h"
#include "print_pair.h"

/* Larger classes of exact copies list only the pairs of their representative. */
enum { CLASS_LISTED = 64 };

typedef struct exact_pairs {
    size_t n_pairs;
    kembar_view other; /* of the last one */
} exact_pairs;

static exact_pairs find_exact(const kembar_results *results, kembar_view id) {
    size_t n_all;
    const kembar_result_pair *all = kembar_results_pairs(results, &n_all);
    exact_pairs found = {0};
    for (size_t i = 0; i < n_all; i++) {
        int is_a = kembar_explain_same_id(all[i].a, id);
        if (all[i].relation != KEMBAR_RELATION_EXACT ||
            (!is_a && !kembar_explain_same_id(all[i].b, id)))
            continue;
        found.n_pairs++;
        found.other = is_a ? all[i].b : all[i].a;
    }
    return found;
}

/* The representative of the large class that a document is of; data NULL when it is of none. */
static kembar_view find_head(const kembar_results *results, kembar_view id) {
    exact_pairs own = find_exact(results, id);
    if (own.n_pairs >= CLASS_LISTED)
        return id;
    if (own.n_pairs == 1 && find_exact(results, own.other).n_pairs >= CLASS_LISTED)
        return own.other;
    return (kembar_view){NULL, 0};
}

static void print_head(const char *of, kembar_view head) {
    printf("%s one of more than %d documents with the same words. Of so many only the pairs\n"
           "with the one that stands for them are listed: ",
           of, CLASS_LISTED);
    kembar_escape_print(stdout, head);
    fputc('\n', stdout);
}

/* The pair of the representatives, where a document that is of no large class stands for itself. */
static void print_heads_pair(const kembar_result_pair *pair, int is_swapped) {
    kembar_pair measures = kembar_explain_pair_of(pair);
    if (is_swapped)
        kembar_explain_swap(&measures);
    fputs("\nThat pair is listed:\n", stdout);
    kembar_print_pair_words(stdout, &measures, "A", "B");
}

int kembar_explain_large_class(const kembar_results *results, kembar_view a, kembar_view b) {
    kembar_view head_a = find_head(results, a), head_b = find_head(results, b);
    if (!head_a.data && !head_b.data)
        return 0;
    if (head_a.data && head_b.data && kembar_explain_same_id(head_a, head_b)) {
        print_head("Each is", head_a);
        return 1;
    }
    kembar_view shown_a = head_a.data ? head_a : a, shown_b = head_b.data ? head_b : b;
    const kembar_result_pair *pair = kembar_results_pair(results, shown_a, shown_b);
    if (!pair)
        return 0;
    if (head_a.data)
        print_head("A is", head_a);
    if (head_b.data)
        print_head("B is", head_b);
    print_heads_pair(pair, !kembar_explain_same_id(pair->a, shown_a));
    return 1;
}
