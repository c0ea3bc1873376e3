#include "report/check_formats.h"

#include "base/views.h"
#include "report/answers.h"

#include <string.h>

typedef struct check_form {
    const char *name;
    void (*put)(kembar_buffer *out, const kembar_checked *checked);
} check_form;

static const check_form forms[] = {
    [KEMBAR_CHECK_TEXT] = {"text", kembar_check_put_text},
    [KEMBAR_CHECK_JSON] = {"json", kembar_check_put_json},
    [KEMBAR_CHECK_SARIF] = {"sarif", kembar_check_put_sarif},
    [KEMBAR_CHECK_GITHUB] = {"github", kembar_check_put_github},
    [KEMBAR_CHECK_GITLAB] = {"gitlab", kembar_check_put_gitlab},
    [KEMBAR_CHECK_JUNIT] = {"junit", kembar_check_put_junit},
    [KEMBAR_CHECK_MARKDOWN] = {"markdown", kembar_check_put_markdown},
    [KEMBAR_CHECK_CSV] = {"csv", kembar_check_put_csv},
};

enum { N_FORMS = sizeof forms / sizeof *forms };

const char *kembar_check_format_name(kembar_check_format format) {
    return (size_t)format < N_FORMS ? forms[format].name : forms[KEMBAR_CHECK_TEXT].name;
}

int kembar_check_format_parse(kembar_view name) {
    for (int i = 0; i < N_FORMS; i++)
        if (kembar_view_equal(name, (kembar_view){forms[i].name, strlen(forms[i].name)}))
            return i;
    return -1;
}

kembar_status kembar_check_answer(kembar_answer *out, const kembar_checked *checked,
                                  kembar_check_format format, kembar_error *error) {
    kembar_buffer text = {0};
    forms[(size_t)format < N_FORMS ? format : KEMBAR_CHECK_TEXT].put(&text, checked);
    return kembar_answer_take(out, &text, error);
}
