#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "document/document.h"
#include "scarce_memory.h"

#define ENGLISH                                                                                    \
    "The ministry said on Monday that it would train two hundred workers in the port city before " \
    "the end of the year, and that half of the places would go to women who had lost their jobs."
#define INDONESIAN                                                                              \
    "Kementerian mengatakan pada hari Senin bahwa pihaknya akan melatih dua ratus pekerja di "  \
    "kota "                                                                                     \
    "pelabuhan itu sebelum akhir tahun, dan separuh tempatnya untuk perempuan yang kehilangan " \
    "kerja."

static kembar_view view_of(const char *text) {
    return text ? (kembar_view){text, strlen(text)} : (kembar_view){0};
}

/* A valid document, to be freed. */
static kembar_document *make(const char *title, const char *text, const char *date) {
    kembar_record record = {.id = view_of("id-1"),
                            .title = view_of(title),
                            .text = view_of(text),
                            .date = view_of(date),
                            .position = 7};
    kembar_document *document = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_document_new(&document, &record, &error), KEMBAR_OK);
    if (kembar_document_validate(document, &error) != KEMBAR_OK)
        fail_msg("%s", error.message);
    return document;
}

static void assert_view(kembar_view view, const char *expected) {
    if (!expected) {
        assert_null(view.data);
        return;
    }
    assert_non_null(view.data);
    assert_int_equal(view.size, strlen(expected));
    assert_memory_equal(view.data, expected, view.size);
}

static void title_and_body_are_joined(void **state) {
    (void)state;
    kembar_document *document = make("A title", "A title\nAnd more.", NULL);
    assert_view(kembar_document_text(document), "A title\nA title\nAnd more.");
    assert_view(kembar_document_title(document), "A title");
    assert_int_equal(document->n_blocks, 3);
    assert_int_equal(document->blocks[0].kind, KEMBAR_BLOCK_HEADING);
    assert_int_equal(document->blocks[0].hash, document->blocks[1].hash);
    assert_int_not_equal(document->blocks[0].hash, document->blocks[2].hash);
    assert_int_equal(kembar_document_token_count(document), 6);
    assert_int_equal(kembar_document_position(document), 7);
    kembar_document_free(document);
}

static void a_title_never_runs_on_into_the_body(void **state) {
    (void)state;
    kembar_document *document =
        make("A long title that looks like the first line of some wrapped text",
             "of which this is not the second line at all", NULL);
    assert_int_equal(document->n_blocks, 2);
    kembar_document_free(document);
}

static void either_part_may_be_missing(void **state) {
    (void)state;
    kembar_document *document = make("Only a title.", NULL, NULL);
    assert_view(kembar_document_text(document), "Only a title.\n");
    assert_int_equal(document->n_blocks, 1);
    assert_int_equal(document->blocks[0].kind, KEMBAR_BLOCK_HEADING);
    kembar_document_free(document);
    document = make(" \t", "Only a body.", NULL);
    assert_view(kembar_document_text(document), "Only a body.");
    assert_view(kembar_document_title(document), NULL);
    kembar_document_free(document);
    document = make(NULL, "", NULL);
    assert_view(kembar_document_text(document), "");
    assert_int_equal(kembar_document_language(document), KEMBAR_LANGUAGE_OTHER);
    assert_int_equal(kembar_document_language_share(document, KEMBAR_LANGUAGE_OTHER), 0);
    kembar_document_free(document);
}

static void fields_are_repaired_and_counted(void **state) {
    (void)state;
    kembar_record record = {.id = {"a\0b", 3},
                            .title = view_of("caf\xe9"),
                            .text = view_of("\xef\xbb\xbf"
                                            "body \xff\xfe"),
                            .source = view_of("\xc0"),
                            .url = {"", 0},
                            .input = view_of("in.txt")};
    kembar_document *document = NULL;
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_OK);
    assert_int_equal(kembar_document_validate(document, NULL), KEMBAR_OK);
    assert_view(kembar_document_id(document), "a\xef\xbf\xbd"
                                              "b");
    assert_view(kembar_document_text(document), "caf\xef\xbf\xbd\nbody \xef\xbf\xbd\xef\xbf\xbd");
    assert_view(kembar_document_source(document), "\xef\xbf\xbd");
    assert_view(kembar_document_url(document), "");
    assert_view(kembar_document_input(document), "in.txt");
    assert_view(kembar_document_date(document), NULL);
    assert_int_equal(kembar_document_repair_count(document), 5);
    kembar_document_free(document);
}

static void an_id_is_required(void **state) {
    (void)state;
    kembar_record record = {.text = view_of("text"), .position = 3};
    kembar_document *document = (kembar_document *)&record;
    kembar_error error = {0};
    assert_int_equal(kembar_document_new(&document, &record, &error), KEMBAR_ERROR_ARGUMENT);
    assert_null(document);
    assert_int_equal(error.code, KEMBAR_ERROR_ARGUMENT);
    assert_int_equal(error.position, 3);
    record.id = (kembar_view){"", 0};
    assert_int_equal(kembar_document_new(&document, &record, NULL), KEMBAR_ERROR_ARGUMENT);
}

static void a_text_beyond_two_gib_is_refused(void **state) {
    (void)state;
    /* The size is refused before a byte is read. */
    kembar_record record = {.id = view_of("big"), .text = {"x", ((size_t)1 << 31) + 1}};
    kembar_document *document = NULL;
    kembar_error error = {0};
    assert_int_equal(kembar_document_new(&document, &record, &error), KEMBAR_ERROR_LIMIT);
    assert_null(document);
}

static uint32_t share(const kembar_document *document, kembar_language language) {
    return kembar_document_language_share(document, language);
}

static void assert_shares_sum_up(const kembar_document *document) {
    assert_int_equal(share(document, KEMBAR_LANGUAGE_EN) + share(document, KEMBAR_LANGUAGE_ID) +
                         share(document, KEMBAR_LANGUAGE_OTHER),
                     1000000);
}

static void languages_are_found_by_block(void **state) {
    (void)state;
    kembar_document *document = make(NULL, ENGLISH, NULL);
    assert_int_equal(kembar_document_language(document), KEMBAR_LANGUAGE_EN);
    assert_int_equal(share(document, KEMBAR_LANGUAGE_EN), 1000000);
    kembar_document_free(document);
    document = make(NULL, INDONESIAN "\n\n" ENGLISH "\n\n" INDONESIAN, NULL);
    assert_int_equal(kembar_document_language(document), KEMBAR_LANGUAGE_ID);
    assert_int_equal(document->blocks[0].language, KEMBAR_LANGUAGE_ID);
    assert_int_equal(document->blocks[1].language, KEMBAR_LANGUAGE_EN);
    assert_true(share(document, KEMBAR_LANGUAGE_EN) > 150000);
    assert_shares_sum_up(document);
    kembar_document_free(document);
}

static void short_blocks_go_with_their_neighbours(void **state) {
    (void)state;
    kembar_document *document =
        make("Breaking", INDONESIAN "\n\nUpdate\n\n2023\n\n" INDONESIAN "\n\n* * *", NULL);
    for (size_t i = 0; i < document->n_blocks; i++)
        assert_int_equal(document->blocks[i].language, KEMBAR_LANGUAGE_ID);
    assert_int_equal(share(document, KEMBAR_LANGUAGE_ID), 1000000);
    kembar_document_free(document);
}

static void other_languages_are_other(void **state) {
    (void)state;
    kembar_document *document =
        make(NULL,
             "\xe5\x8a\xb3\xe5\x8a\xa8\xe9\x83\xa8\xe5\x91\xa8\xe4\xb8\x80\xe8\xa1\xa8\xe7\xa4\xba",
             NULL);
    assert_int_equal(kembar_document_language(document), KEMBAR_LANGUAGE_OTHER);
    assert_int_equal(share(document, KEMBAR_LANGUAGE_OTHER), 1000000);
    kembar_document_free(document);
}

static void language_names(void **state) {
    (void)state;
    assert_string_equal(kembar_language_name(KEMBAR_LANGUAGE_EN), "en");
    assert_string_equal(kembar_language_name(KEMBAR_LANGUAGE_ID), "id");
    assert_string_equal(kembar_language_name(KEMBAR_LANGUAGE_OTHER), "other");
}

static void values_lie_within_blocks(void **state) {
    (void)state;
    kembar_document *document = make(NULL, INDONESIAN " Biayanya Rp 2.500.000.", NULL);
    assert_true(document->n_values > 0);
    assert_string_equal(document->values[document->n_values - 1].text, "money:IDR:2500000");
    kembar_document_free(document);
}

typedef struct date_case {
    const char *written;
    const char *normal; /* NULL: not understood */
    int32_t day;
} date_case;

/* Days from (datetime.date(y, m, d) - datetime.date(1970, 1, 1)).days in Python. */
static const date_case date_cases[] = {
    {"2023-11-02", "2023-11-02", 19663},
    {"1970-01-01", "1970-01-01", 0},
    {"1969-12-31", "1969-12-31", -1},
    {"2000-02-29", "2000-02-29", 11016},
    {"0001-01-01", "0001-01-01", -719162},
    {"9999-12-31", "9999-12-31", 2932896},
    {"20231102", "2023-11-02", 19663},
    {"2023/11/2", "2023-11-02", 19663},
    {" 2023-11-02\n", "2023-11-02", 19663},
    {"2023-11-02T17:55", "2023-11-02T17:55:00", 19663},
    {"2023-11-02T17:55:09.250Z", "2023-11-02T17:55:09Z", 19663},
    {"2023-11-02 17:55:09+07:00", "2023-11-02T17:55:09+07:00", 19663},
    {"2023-11-02T17:55:09-0330", "2023-11-02T17:55:09-03:30", 19663},
    {"20231102T175509Z", "2023-11-02T17:55:09Z", 19663},
    {"3 November 2023", "2023-11-03", 19664},
    {"03 Nov. 2023", "2023-11-03", 19664},
    {"3rd of November, 2023", "2023-11-03", 19664},
    {"November 3, 2023", "2023-11-03", 19664},
    {"Nov 3rd 2023", "2023-11-03", 19664},
    {"3 Agustus 2023", "2023-08-03", 19572},
    {"17 Mei 2023", "2023-05-17", 19494},
    {"1-Okt-2023", "2023-10-01", 19631},
    {"Jum'at, 03 November 2023 | 17:55 WIB", "2023-11-03T17:55:00+07:00", 19664},
    {"Jum\xe2\x80\x99"
     "at, 3 November 2023 pukul 17.55 WITA",
     "2023-11-03T17:55:00+08:00", 19664},
    {"22-10-2024 16:14 IST", "2024-10-22T16:14:00", 20018},
    {"Thu, 02 Nov 2023 17:55:09 +0700", "2023-11-02T17:55:09+07:00", 19663},
    {"Thu, 2 Nov 2023 17:55 GMT (UTC)", "2023-11-02T17:55:00Z", 19663},
    {"2 Nov 2023 17:55:09 EST", "2023-11-02T17:55:09-05:00", 19663},
    {"November 3, 2023 at 5:55 pm", "2023-11-03T17:55:00", 19664},
    {"November 3, 2023, 12:05 AM", "2023-11-03T00:05:00", 19664},
    {"02/11/2023", "2023-02-11", 19399},
    {"13/11/2023", "2023-11-13", 19674},
    {"11/13/2023", "2023-11-13", 19674},
    {"3.11.2023", "2023-11-03", 19664},
    {"2023-02-29", NULL, INT32_MIN},
    {"1900-02-29", NULL, INT32_MIN},
    {"2023-13-01", NULL, INT32_MIN},
    {"2023-00-10", NULL, INT32_MIN},
    {"2023-04-31", NULL, INT32_MIN},
    {"0000-01-01", NULL, INT32_MIN},
    {"31/31/2023", NULL, INT32_MIN},
    {"30 February 2023", NULL, INT32_MIN},
    {"2023-11-02T24:30", NULL, INT32_MIN},
    {"2023-11-02T10:61", NULL, INT32_MIN},
    {"2023-11-02T10:00+99:00", NULL, INT32_MIN},
    {"2023-11", NULL, INT32_MIN},
    {"2023", NULL, INT32_MIN},
    {"02/11/23", NULL, INT32_MIN},
    {"yesterday", NULL, INT32_MIN},
    {"3 Foo 2023", NULL, INT32_MIN},
    {"2023-11-02 and later", NULL, INT32_MIN},
    {"99999999999999999999", NULL, INT32_MIN},
    {"", NULL, INT32_MIN},
    {"   ", NULL, INT32_MIN},
    {"(", NULL, INT32_MIN},
    {"2023-11-02 (", NULL, INT32_MIN},
};

static void dates_are_normalised(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof date_cases / sizeof *date_cases; i++) {
        kembar_document *document = make(NULL, ENGLISH, date_cases[i].written);
        assert_view(kembar_document_date(document), date_cases[i].normal);
        assert_int_equal(kembar_document_day(document), date_cases[i].day);
        kembar_document_free(document);
    }
}

static void the_day_comes_first_in_indonesian(void **state) {
    (void)state;
    kembar_document *document = make(NULL, INDONESIAN, "02/11/2023");
    assert_view(kembar_document_date(document), "2023-11-02");
    kembar_document_free(document);
    document = make(NULL, INDONESIAN, "11/13/2023");
    assert_view(kembar_document_date(document), "2023-11-13");
    kembar_document_free(document);
}

static void validate_names_what_is_broken(void **state) {
    (void)state;
    kembar_error error = {0};
    kembar_document *document =
        make("Title", ENGLISH "\n\n" INDONESIAN " 12 Mei 2023.", "2023-11-02");
    document->tokens.items[3].hash ^= 1;
    assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
    document->tokens.items[3].hash ^= 1;
    document->tokens.flags[3] ^= KEMBAR_TOKEN_DIGIT;
    assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
    assert_string_equal(error.message, "a token's flags are not those of the text");
    document->tokens.flags[3] ^= KEMBAR_TOKEN_DIGIT;
    document->blocks[1].hash ^= 1;
    assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
    assert_string_equal(error.message, "a block's hash is not that of its tokens");
    document->blocks[1].hash ^= 1;
    document->blocks[1].begin--;
    assert_int_equal(kembar_document_validate(document, &error),
                     KEMBAR_OK); /* the newline before it */
    document->blocks[1].begin = document->blocks[0].end - 1;
    assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
    document->blocks[1].begin = document->blocks[0].end + 1;
    document->language_share[KEMBAR_LANGUAGE_EN]++;
    assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
    assert_string_equal(error.message, "the languages are not those of the blocks");
    document->language_share[KEMBAR_LANGUAGE_EN]--;
    document->values[0].n_tokens = 0;
    assert_int_equal(kembar_document_validate(document, &error), KEMBAR_ERROR_FORMAT);
    kembar_document_free(document);
}

static void failed_allocations_leave_nothing(void **state) {
    (void)state;
    kembar_record record = {.id = view_of("x"),
                            .title = view_of("Caf\xc3\xa9 2023"),
                            .text = view_of(ENGLISH "\n\n" INDONESIAN " Rp 2.500.000"),
                            .date = view_of("2023-11-02"),
                            .url = view_of("https://example.org")};
    kembar_status status = KEMBAR_ERROR_MEMORY;
    for (size_t n_allowed = 0; status != KEMBAR_OK; n_allowed++) {
        kembar_document *document = NULL;
        kembar_error error = {0};
        scarce_memory(n_allowed);
        status = kembar_document_new(&document, &record, &error);
        plenty_of_memory();
        assert_true(status == KEMBAR_OK || status == KEMBAR_ERROR_MEMORY);
        assert_int_equal(error.code, status);
        assert_int_equal(document != NULL, status == KEMBAR_OK);
        if (document)
            assert_int_equal(kembar_document_validate(document, NULL), KEMBAR_OK);
        kembar_document_free(document);
        assert_in_range(n_allowed, 0, 200);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(title_and_body_are_joined),
        cmocka_unit_test(a_title_never_runs_on_into_the_body),
        cmocka_unit_test(either_part_may_be_missing),
        cmocka_unit_test(fields_are_repaired_and_counted),
        cmocka_unit_test(an_id_is_required),
        cmocka_unit_test(a_text_beyond_two_gib_is_refused),
        cmocka_unit_test(languages_are_found_by_block),
        cmocka_unit_test(short_blocks_go_with_their_neighbours),
        cmocka_unit_test(other_languages_are_other),
        cmocka_unit_test(language_names),
        cmocka_unit_test(values_lie_within_blocks),
        cmocka_unit_test(dates_are_normalised),
        cmocka_unit_test(the_day_comes_first_in_indonesian),
        cmocka_unit_test(validate_names_what_is_broken),
        cmocka_unit_test(failed_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
