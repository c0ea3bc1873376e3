/* Writes checks made by hand in every form: FOLDER/CHECK.FORM. For test_check.py. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture_check.h"

enum { N_FORMS = KEMBAR_CHECK_CSV + 1, MANY = KEMBAR_CHECK_MAX_RESULTS + 1234 };

static int write_form(const char *folder, const char *name, const fixture_check *fixture,
                      kembar_check_format format) {
    char path[4096];
    kembar_answer answer = {0};
    if (kembar_check_answer(&answer, &fixture->checked, format, NULL) != KEMBAR_OK)
        return 0;
    (void)snprintf(path, sizeof path, "%s/%s.%s", folder, name, kembar_check_format_name(format));
    FILE *file = fopen(path, "wb");
    int is_written = file && fwrite(answer.data, 1, answer.size, file) == answer.size;
    if (file && fclose(file) != 0)
        is_written = 0;
    kembar_answer_deinit(&answer);
    return is_written;
}

static int write_all(const char *folder, const char *name, fixture_check *fixture) {
    int is_written = 1;
    for (int format = 0; format < N_FORMS; format++)
        is_written &= write_form(folder, name, fixture, (kembar_check_format)format);
    fixture_check_deinit(fixture);
    return is_written;
}

int main(int n_arguments, char **arguments) {
    fixture_check fixture;
    int is_written = n_arguments == 2;
    if (!is_written)
        return EXIT_FAILURE;
    fixture_check_small(&fixture);
    is_written &= write_all(arguments[1], "small", &fixture);
    fixture_check_empty(&fixture);
    is_written &= write_all(arguments[1], "empty", &fixture);
    fixture_check_hostile(&fixture);
    is_written &= write_all(arguments[1], "hostile", &fixture);
    fixture_check_many(&fixture, MANY);
    is_written &= write_all(arguments[1], "many", &fixture);
    fixture_check_cut(&fixture, MANY);
    is_written &= write_all(arguments[1], "cut", &fixture);
    return is_written ? EXIT_SUCCESS : EXIT_FAILURE;
}
