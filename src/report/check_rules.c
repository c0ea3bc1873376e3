#include "report/check_rules.h"

#define WHAT_TO_DO                                                                                \
    " Leave the new document out, or refer to the other one. If both are meant to stand, accept " \
    "the pair: run kembar check again with --update-baseline and --note, and commit the baseline."

static const kembar_check_rule rules[KEMBAR_CHECK_RULES] = {
    {KEMBAR_RELATION_EXACT, "ExactCopy", "The same text is already there.",
     "Both documents have the same words in the same order, once page furniture is left "
     "out." WHAT_TO_DO},
    {KEMBAR_RELATION_NEAR, "EditedCopy", "An edited copy of the text is already there.",
     "At least half of each text lies in passages that both share. Where names, numbers or dates "
     "are all that differs, the finding is a note and does not count." WHAT_TO_DO},
    {KEMBAR_RELATION_EXCERPT, "Excerpt", "Part of the text is already there.",
     "At least half of one text, or one long passage, stands in the other." WHAT_TO_DO},
    {KEMBAR_RELATION_TRANSLATION, "Translation", "The text is already there in another language.",
     "One text is the other one in another language, whole or in part." WHAT_TO_DO},
    {KEMBAR_RELATION_RELATED, "SameEvent", "A text about the same event is already there.",
     "Both texts tell of one event, each in words of its own." WHAT_TO_DO},
};

const kembar_check_rule *kembar_check_rules(void) {
    return rules;
}
