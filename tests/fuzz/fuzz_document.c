/* A document of any bytes keeps every invariant of its type, and made again of its own fields it is
 * the same. Input: text, title, date, source, url, divided by separators. */
#include "document/document.h"
#include "fuzz.h"
#include "kembar/answers.h"

static kembar_document *make(kembar_view text, kembar_view title, kembar_view date,
                             kembar_view source, kembar_view url) {
    kembar_document *document = NULL;
    kembar_record record = {.id = {"id", 2},
                            .text = text,
                            .title = title.size > 0 ? title : (kembar_view){NULL, 0},
                            .date = date.size > 0 ? date : (kembar_view){NULL, 0},
                            .source = source.size > 0 ? source : (kembar_view){NULL, 0},
                            .url = url.size > 0 ? url : (kembar_view){NULL, 0},
                            .input = {"input", 5}};
    kembar_error error = {0};
    FUZZ_CHECK(kembar_document_new(&document, &record, &error) == KEMBAR_OK);
    FUZZ_CHECK(kembar_document_validate(document, &error) == KEMBAR_OK);
    return document;
}

static void check_shares(const kembar_document *document) {
    uint64_t sum = 0;
    for (int i = 0; i < KEMBAR_N_LANGUAGES; i++)
        sum += kembar_document_language_share(document, (kembar_language)i);
    FUZZ_CHECK(sum == (kembar_document_token_count(document) > 0 ? 1000000 : 0));
}

static void check_values(const kembar_document *document) {
    static const char *const starts[] = {"num:", "pct:", "money:", "date:"};
    for (size_t i = 0; i < document->n_values; i++) {
        const kembar_value *value = &document->values[i];
        const char *start = starts[value->kind];
        FUZZ_CHECK(strncmp(value->text, start, strlen(start)) == 0);
        FUZZ_CHECK(strlen(value->text) > strlen(start));
        fuzz_check_shown((kembar_view){value->text, strlen(value->text)}, 0);
    }
}

static int begins_with_mark(kembar_view text) {
    return text.data && text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0;
}

/* Nothing is left to repair, and the parts give the same text again. */
static void check_again(const kembar_document *d) {
    kembar_view body = d->text;
    if (d->title.data) {
        body.data += d->title.size + 1;
        body.size -= d->title.size + 1;
    }
    if (begins_with_mark(body) || begins_with_mark(d->title))
        return; /* a second mark, which would now be the first */
    kembar_document *again = make(body, d->title, d->date, d->source, d->url);
    FUZZ_CHECK(kembar_view_equal(again->text, d->text));
    FUZZ_CHECK(kembar_view_equal(again->date, d->date));
    FUZZ_CHECK(again->n_blocks == d->n_blocks && again->n_values == d->n_values);
    FUZZ_CHECK(again->tokens.n_items == d->tokens.n_items);
    FUZZ_CHECK(again->language == d->language);
    for (size_t i = 0; i < d->n_values; i++)
        FUZZ_CHECK(strcmp(again->values[i].text, d->values[i].text) == 0);
    kembar_document_free(again);
}

static void check_answer(const kembar_document *document) {
    kembar_answer answer = {0};
    FUZZ_CHECK(kembar_answer_document(&answer, document, 1, NULL) == KEMBAR_OK);
    fuzz_check_json((kembar_view){answer.data, answer.size});
    kembar_answer_deinit(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size), parts[4];
    for (int i = 0; i < 4; i++)
        parts[i] = fuzz_take_part(&rest);
    kembar_document *document = make(parts[0], parts[1], parts[2], parts[3], rest);
    check_shares(document);
    check_values(document);
    check_again(document);
    check_answer(document);
    kembar_document_free(document);
    return 0;
}
