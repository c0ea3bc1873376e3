#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/language.h"
#include "text/language_table.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static kembar_language detect(const char *text) {
    return kembar_language_decide(kembar_language_measure(view_of(text)));
}

typedef struct sample {
    const char *language, *text;
} sample;

static void check(const sample *samples, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *found = kembar_language_name(detect(samples[i].text));
        if (strcmp(found, samples[i].language) != 0)
            fail_msg("\"%s\" is %s, not %s", samples[i].text, found, samples[i].language);
    }
}

static void knows_english_and_indonesian(void **state) {
    (void)state;
    static const sample samples[] = {
        {"en", "The ministry said on Tuesday that the new rules protect workers abroad."},
        {"en", "Four dead as smelter furnace explodes"},
        {"en", "Read more"},
        {"en",
         "Migrant workers from Indonesia are trained in Surabaya before they leave for Japan."},
        {"en", "THE COURT WILL HEAR THE CASE NEXT MONTH"},
        {"id", "Kementerian menyatakan aturan baru itu melindungi pekerja di luar negeri."},
        {"id", "Empat orang tewas setelah tungku smelter meledak"},
        {"id", "BERITA TERKAIT"},
        {"id", "Baca juga: serikat buruh menuntut upah layak"},
        {"id", "Pelatihan magang di Jepang diikuti 250 peserta dari sembilan provinsi."},
        {"id", "Menurut polisi, Boeing dan Airbus akan mengirim ahli ke lokasi kecelakaan."},
    };
    check(samples, sizeof samples / sizeof samples[0]);
}

static void calls_the_rest_other(void **state) {
    (void)state;
    static const sample samples[] = {
        {"other", ""},
        {"other", "12 345 6.789 2023 -- ..."},
        {"other", "Die Regierung hat am Mittwoch neue Regeln zum Schutz der Arbeiter beschlossen."},
        {"other",
         "De regering heeft woensdag nieuwe regels aangekondigd om arbeiders te beschermen."},
        {"other",
         "Le gouvernement a annonc\xC3\xA9 mercredi de nouvelles r\xC3\xA8gles pour les ouvriers."},
        {"other",
         "El gobierno anunci\xC3\xB3 el mi\xC3\xA9rcoles nuevas normas para los trabajadores."},
        {"other",
         "O governo anunciou na quarta-feira novas regras para os trabalhadores das minas."},
        {"other",
         "Il governo ha annunciato nuove regole per proteggere i lavoratori delle miniere."},
        {"other", "Regeringen meddelade i onsdags nya regler som ska skydda arbetarna i gruvorna."},
        {"other", "Sinabi ng pangulo na ang pamahalaan ay magbibigay ng tulong sa mga manggagawa."},
        {"other", "Wong-wong padha teka ing pasar saben esuk kanggo tuku sayuran lan beras."},
        {"other", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor "
                  "incididunt ut labore et dolore magna aliqua."},
        {"other", "\xE5\x8D\xB0\xE5\xB0\xBC\xE6\x94\xBF\xE5\xBA\x9C\xE5\x91\xA8\xE4\xB8\x89"},
        {"other", "\xD8\xA3\xD8\xB9\xD9\x84\xD9\x86\xD8\xAA \xD8\xA7\xD9\x84\xD8\xAD\xD9\x83"},
        {"other", "\xD0\x9F\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82\xD0\xB5\xD0\xBB\xD1\x8C"},
        {"other", "aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQgZW5jb2RlZCB0ZXh0IHF4enl2"},
    };
    check(samples, sizeof samples / sizeof samples[0]);
}

static void counts_trigrams_by_word(void **state) {
    (void)state;
    assert_int_equal(kembar_language_measure(view_of("")).n_trigrams, 0);
    assert_int_equal(kembar_language_measure(view_of("a")).n_trigrams, 1);
    assert_int_equal(kembar_language_measure(view_of("The")).n_trigrams, 3);
    assert_int_equal(kembar_language_measure(view_of("the2the")).n_trigrams, 6);
    assert_int_equal(kembar_language_measure(view_of(" a, 1b_c ")).n_trigrams, 3);
    assert_int_equal(kembar_language_measure(view_of("the")).n_known, 3);
    assert_int_equal(kembar_language_measure(view_of("xqzj")).n_known, 0);
    /* Letters beyond a-z count and are not known; a dash in UTF-8 parts words. */
    kembar_language_score accent = kembar_language_measure(view_of("th\xC3\xA9"));
    assert_int_equal(accent.n_trigrams, 3);
    assert_int_equal(accent.n_known, 1);
    assert_int_equal(kembar_language_measure(view_of("a\xE2\x80\x94"
                                                     "a"))
                         .n_trigrams,
                     2);
}

static void ignores_case_within_words(void **state) {
    (void)state;
    kembar_language_score title = kembar_language_measure(view_of("Pekerja Migran Workers"));
    kembar_language_score upper = kembar_language_measure(view_of("PEKERJA MigRan WoRKERS"));
    assert_memory_equal(&title, &upper, sizeof title);
}

/* A name says less than the same letters in a common word, and never turns round what they say. */
static void weighs_words_with_a_capital_less(void **state) {
    (void)state;
    static const char *const words[][2] = {
        {"the", "The"}, {"yang", "Yang"}, {"kabupaten", "KABUPATEN"}, {"wrightson", "Wrightson"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        int64_t lower = kembar_language_measure(view_of(words[i][0])).balance;
        int64_t upper = kembar_language_measure(view_of(words[i][1])).balance;
        assert_true(lower > 0 ? upper > 0 && upper <= 1024 : upper < 0 && upper >= -1024);
        assert_true(lower > 0 ? upper <= lower : upper >= lower);
    }
}

/* Eight words among names, quotations and terms of the other language. */
static void holds_against_names(void **state) {
    (void)state;
    static const sample samples[] = {
        {"id", "kepala Federation of British Shipping setelah pertemuan itu"},
        {"id", "pasangannya di Lord of the Rings telah menikah"},
        {"id", "menurut dokter dari Royal Westminster Hospital and Clinic"},
        {"id", "David Harrison, John Miller, dan Robert Wright adalah"},
        {"id", "gue nggak tau kenapa dia marah banget kemarin"},
        {"en", "the villages of Kabupaten Bandung Selatan and Kecamatan Cimahi"},
        {"en", "members of Badan Perencanaan Pembangunan Daerah said the"},
        {"en", "Joko Susilo and Siti Rahayu were at the"},
        {"en", "made by Petrobras in S\xC3\xA3o Paulo, which it"},
    };
    check(samples, sizeof samples / sizeof samples[0]);
}

/* Words of more than twelve letters have no row of their own, and runs beyond 64 are cut. */
static void measures_long_runs_of_letters(void **state) {
    (void)state;
    char run[1000];
    memset(run, 'e', sizeof run);
    static const size_t sizes[] = {12, 13, 63, 64, 65, 128, 129, sizeof run};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        kembar_language_score score = kembar_language_measure((kembar_view){run, sizes[i]});
        assert_int_equal(score.n_trigrams, sizes[i]);
    }
    /* The pieces of a long run have the capital of its beginning. */
    char upper[sizeof run];
    memset(upper, 'E', sizeof upper);
    kembar_language_score lower = kembar_language_measure((kembar_view){run, sizeof run});
    upper[0] = 'e';
    kembar_language_score mixed = kembar_language_measure((kembar_view){upper, sizeof upper});
    assert_memory_equal(&lower, &mixed, sizeof lower);
    assert_int_equal(
        kembar_language_decide(kembar_language_measure(
            view_of("ketidakbertanggungjawabannya mempertanggungjawabkan pengadministrasian"))),
        KEMBAR_LANGUAGE_ID);
}

static void adds_up(void **state) {
    (void)state;
    kembar_language_score a = kembar_language_measure(view_of("the workers"));
    kembar_language_score b = kembar_language_measure(view_of("para pekerja na\xC3\xAFve"));
    kembar_language_score sum = kembar_language_add(a, b);
    kembar_language_score whole =
        kembar_language_measure(view_of("the workers para pekerja na\xC3\xAFve"));
    assert_memory_equal(&sum, &whole, sizeof sum);
    assert_true(a.balance > 0);
    assert_true(b.balance < 0);
}

/* A long text must not overflow what a short one keeps. */
static void stays_right_when_scores_are_large(void **state) {
    (void)state;
    kembar_language_score score =
        kembar_language_measure(view_of("De regering heeft nieuwe regels aangekondigd."));
    kembar_language_score english = kembar_language_measure(view_of("The rules protect workers."));
    for (int i = 0; i < 26; i++) {
        score = kembar_language_add(score, score);
        english = kembar_language_add(english, english);
    }
    assert_int_equal(kembar_language_decide(score), KEMBAR_LANGUAGE_OTHER);
    assert_int_equal(kembar_language_decide(english), KEMBAR_LANGUAGE_EN);
}

/* Every word is found from its own slot on, and no row lies outside what the sums are sized for. */
static void has_a_sound_table(void **state) {
    (void)state;
    size_t n_words = 0;
    for (uint64_t i = 0; i < KEMBAR_LANGUAGE_N_SLOTS; i++) {
        const kembar_language_word *word = &kembar_language_words[i];
        if (word->letters == 0)
            continue;
        n_words++;
        uint64_t slot =
            word->letters * UINT64_C(0x9E3779B97F4A7C15) >> (64 - KEMBAR_LANGUAGE_SLOT_BITS);
        for (; slot != i; slot = (slot + 1) % KEMBAR_LANGUAGE_N_SLOTS)
            assert_true(kembar_language_words[slot].letters != 0 &&
                        kembar_language_words[slot].letters != word->letters);
        int8_t best = INT8_MIN;
        for (int k = 0; k < KEMBAR_LANGUAGE_N_COLUMNS; k++)
            best = word->row[k] > best ? word->row[k] : best;
        assert_int_equal(best, 0);
    }
    assert_true(n_words > 0 && n_words * 2 < KEMBAR_LANGUAGE_N_SLOTS);
    for (size_t i = 0; i < KEMBAR_LANGUAGE_N_TRIGRAMS; i++) {
        uint16_t row = kembar_language_index[i];
        size_t other = KEMBAR_LANGUAGE_N_LETTERS - 1;
        int is_plain = i % 28 != other && i / 28 % 28 != other && i / 784 != other;
        assert_true(row < KEMBAR_LANGUAGE_N_ROWS);
        assert_true(row == 0 || (row < KEMBAR_LANGUAGE_N_PLAIN_ROWS) == is_plain);
    }
}

static void names_languages(void **state) {
    (void)state;
    assert_string_equal(kembar_language_name(KEMBAR_LANGUAGE_EN), "en");
    assert_string_equal(kembar_language_name(KEMBAR_LANGUAGE_ID), "id");
    assert_string_equal(kembar_language_name(KEMBAR_LANGUAGE_OTHER), "other");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_english_and_indonesian),
        cmocka_unit_test(calls_the_rest_other),
        cmocka_unit_test(counts_trigrams_by_word),
        cmocka_unit_test(ignores_case_within_words),
        cmocka_unit_test(weighs_words_with_a_capital_less),
        cmocka_unit_test(holds_against_names),
        cmocka_unit_test(measures_long_runs_of_letters),
        cmocka_unit_test(adds_up),
        cmocka_unit_test(stays_right_when_scores_are_large),
        cmocka_unit_test(has_a_sound_table),
        cmocka_unit_test(names_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
