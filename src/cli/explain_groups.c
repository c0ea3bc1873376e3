#include <stdio.h>

#include "escape.h"
#include "explain.h"
#include "print_pair.h"

static const char *relation_of(const kembar_result_pair *pair) {
    return kembar_relation_name((kembar_relation)pair->relation);
}

static void print_named(const char *name, kembar_view id) {
    printf("%s (", name);
    kembar_escape_print(stdout, id);
    fputs(")", stdout);
}

/* A pair that shows that a document may not join a cluster: the same form, another fact. */
static const kembar_result_pair *find_refusal(const kembar_results *results, kembar_view id,
                                              const kembar_result_cluster *cluster) {
    for (size_t i = 0; i < cluster->n_members; i++) {
        const kembar_result_pair *pair = kembar_results_pair(results, id, cluster->members[i].id);
        if (pair && pair->facts_differ == 1)
            return pair;
    }
    return NULL;
}

static int is_copy(const kembar_result_pair *pair) {
    return pair && (pair->relation == KEMBAR_RELATION_EXACT ||
                    (pair->relation == KEMBAR_RELATION_NEAR && pair->facts_differ != 1));
}

static void print_own(const kembar_results *results, const char *name,
                      const kembar_result_document *document) {
    if (kembar_explain_same_id(document->id, document->representative)) {
        printf("  %s %s.\n", name,
               document->group.data ? "stands for its group" : "is in no group");
        return;
    }
    const kembar_result_pair *own =
        kembar_results_pair(results, document->id, document->representative);
    printf("  %s stands with ", name);
    kembar_escape_print(stdout, document->representative);
    if (own) {
        fputs(": ", stdout);
        kembar_explain_print_score(own);
    }
    fputs(".\n", stdout);
}

/* Why `document` is not with the representative of the other's group. */
static void print_towards(const kembar_results *results, const char *name,
                          const kembar_result_document *document,
                          const kembar_result_document *other) {
    const kembar_result_pair *pair =
        kembar_results_pair(results, document->id, other->representative);
    const kembar_result_cluster *group =
        other->group.data ? kembar_results_cluster(results, other->group) : NULL;
    const kembar_result_pair *refusal = group ? find_refusal(results, document->id, group) : NULL;
    if (kembar_explain_same_id(document->id, other->representative))
        return;
    fputs("  ", stdout);
    print_named(name, other->representative);
    fputs(": ", stdout);
    if (!pair)
        fputs("no pair with it, and a member must have one with the one that stands for the group",
              stdout);
    else if (!is_copy(pair) && pair->facts_differ == 1)
        fputs("the same form, but other names, numbers or dates", stdout);
    else if (!is_copy(pair))
        printf("%s, and only exact and near copies join", relation_of(pair));
    else
        kembar_explain_print_score(pair);
    if (refusal && is_copy(pair)) {
        fputs("; but other names, numbers or dates than its member ", stdout);
        kembar_escape_print(stdout, kembar_explain_same_id(refusal->a, document->id) ? refusal->b
                                                                                     : refusal->a);
    }
    fputs(".\n", stdout);
}

void kembar_explain_groups(const kembar_results *results, const kembar_result_document *a,
                           const kembar_result_document *b) {
    const kembar_result_pair *pair = kembar_results_pair(results, a->id, b->id);
    if (!pair || kembar_explain_same_id(a->representative, b->representative))
        return;
    if (pair->relation < KEMBAR_RELATION_NEAR) {
        fputs("\nOnly exact and near copies make a group; what is related otherwise may share a "
              "story.\n",
              stdout);
        return;
    }
    fputs("\nWhy they are not in one group: a document joins the one that stands for a group, the\n"
          "likest where there are several, and never through another.\n",
          stdout);
    print_own(results, "A", a);
    print_own(results, "B", b);
    print_towards(results, "A and the one of B's group", a, b);
    print_towards(results, "B and the one of A's group", b, a);
}
