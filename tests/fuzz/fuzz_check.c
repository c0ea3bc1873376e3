/* Foreign text in every form of a check: as id, path, title, words, note and reason. Input: any
 * bytes. */
#include "fixture_check.h"
#include "fuzz.h"

enum { N_CELLS = 27 };

static kembar_view form_of(const fixture_check *fixture, kembar_check_format format,
                           kembar_answer *answer) {
    FUZZ_CHECK(kembar_check_answer(answer, &fixture->checked, format, NULL) == KEMBAR_OK);
    return (kembar_view){answer->data, answer->size};
}

static void check_json(const fixture_check *fixture, kembar_check_format format) {
    kembar_answer answer;
    kembar_view json = form_of(fixture, format, &answer);
    FUZZ_CHECK(json.size > 0 && memchr(json.data, '\n', json.size) == json.data + json.size - 1);
    json.size--;
    fuzz_check_json(json);
    kembar_answer_deinit(&answer);
}

static void check_junit(const fixture_check *fixture) {
    static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const size_t size = sizeof head - 1;
    kembar_answer answer;
    kembar_view xml = form_of(fixture, KEMBAR_CHECK_JUNIT, &answer);
    FUZZ_CHECK(xml.size > size && memcmp(xml.data, head, size) == 0);
    fuzz_check_html((kembar_view){xml.data + size, xml.size - size});
    kembar_answer_deinit(&answer);
}

/* But for the last line each is a command of ours. */
static void check_github(const fixture_check *fixture) {
    kembar_answer answer;
    kembar_view log = form_of(fixture, KEMBAR_CHECK_GITHUB, &answer);
    fuzz_check_shown(log, 1);
    while (log.size > 0) {
        size_t size = (size_t)((const char *)memchr(log.data, '\n', log.size) - log.data) + 1;
        int is_command = memcmp(log.data, "::error file=", 13) == 0 ||
                         memcmp(log.data, "::notice file=", 14) == 0 ||
                         memcmp(log.data, "::warning file=", 15) == 0;
        FUZZ_CHECK(is_command == (size < log.size));
        log.data += size;
        log.size -= size;
    }
    kembar_answer_deinit(&answer);
}

/* What is not code in a summary is ours: no markup, links or mentions. */
static void check_markdown(const fixture_check *fixture) {
    kembar_answer answer;
    kembar_view text = form_of(fixture, KEMBAR_CHECK_MARKDOWN, &answer);
    size_t fence = 0;
    fuzz_check_shown(text, 1);
    for (size_t i = 0; i < text.size; i++) {
        size_t n_ticks = 0;
        while (i + n_ticks < text.size && text.data[i + n_ticks] == '`')
            n_ticks++;
        if (n_ticks == 0) {
            FUZZ_CHECK(fence > 0 || !memchr("[]@!\\&_~", text.data[i], 8));
            FUZZ_CHECK(fence == 0 || text.data[i] != '\n');
            continue;
        }
        fence = fence == 0 ? n_ticks : n_ticks == fence ? 0 : fence;
        i += n_ticks - 1;
    }
    FUZZ_CHECK(fence == 0);
    kembar_answer_deinit(&answer);
}

static void check_text(const fixture_check *fixture) {
    kembar_answer answer;
    kembar_view text = form_of(fixture, KEMBAR_CHECK_TEXT, &answer);
    fuzz_check_shown(text, 1);
    for (size_t i = 0; i + 2 < text.size; i++) {
        FUZZ_CHECK(memcmp(text.data + i, "##[", 3) != 0);
        if (text.data[i] != '\n')
            continue;
        size_t begin = i + 1;
        while (begin < text.size && text.data[begin] == ' ')
            begin++;
        FUZZ_CHECK(begin + 1 >= text.size || memcmp(text.data + begin, "::", 2) != 0);
    }
    kembar_answer_deinit(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_buffer repaired = {0};
    kembar_answer csv;
    fixture_check fixture;
    fuzz_repair(fuzz_view(data, size), &repaired);
    fixture_check_of(&fixture, kembar_buffer_view(&repaired));
    check_text(&fixture);
    check_json(&fixture, KEMBAR_CHECK_JSON);
    check_json(&fixture, KEMBAR_CHECK_SARIF);
    check_json(&fixture, KEMBAR_CHECK_GITLAB);
    check_github(&fixture);
    check_junit(&fixture);
    check_markdown(&fixture);
    fuzz_check_csv(form_of(&fixture, KEMBAR_CHECK_CSV, &csv), N_CELLS);
    kembar_answer_deinit(&csv);
    fixture_check_deinit(&fixture);
    kembar_buffer_deinit(&repaired);
    return 0;
}
