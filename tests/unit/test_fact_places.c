#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "facts_of.h"
#include "make_document.h"
#include "pair/fact_places.h"

/* --- forms whose slots hold other facts, though most of what differs is prose --- */

static const char host_en[] =
    "Governor Hadi held the open table for members of the island council this week. %s The open "
    "table is held in the first week of each month, and each time one of the members brings food "
    "from the district that he speaks for, so that the others learn what is grown and made there.";
static const char host_id[] =
    "Gubernur menggelar jamuan bulanan untuk para anggota dewan pulau pada pekan ini. %s Jamuan "
    "itu digelar pada pekan pertama setiap bulan, dan setiap kali salah seorang anggota membawa "
    "makanan dari daerah yang ia wakili agar yang lain tahu apa yang ditanam dan dibuat di sana.";
static const char total_en[] =
    "The ministry of justice said today that it has given money to offices in the province that "
    "keep the peace, in three grants totalling %s We are glad to see such support for their work. "
    "The money is shared out by the ministry as set down in the law on public safety, and the "
    "offices will report on its use at the end of the year.";
static const char total_id[] =
    "Kementerian dalam negeri hari ini menyatakan telah menyalurkan dana kepada kantor ketertiban "
    "di provinsi dalam tiga hibah sebesar %s Kami senang melihat dukungan seperti ini bagi "
    "pekerjaan mereka. Dana itu dibagi oleh kementerian menurut undang-undang keamanan umum, dan "
    "setiap kantor akan melaporkan penggunaannya pada akhir tahun.";
static const char award[] =
    "MAYOR IS THANKED FOR ROAD SAFETY LAW\nMayor Hill was thanked today by officers of the %s He "
    "has worked on the law since he came to the town hall, and brought it through the council "
    "against the votes of those who feared what it would cost. Under the law lorries may no longer "
    "pass schools in the morning, and all new streets must have a path for those who go on foot. "
    "The law has been copied by many other towns in the country since then.";

typedef struct two_fillings {
    const char *form, *a, *b;
} two_fillings;

static const two_fillings other_slots[] = {
    {host_en,
     "The dishes were coconut rolls given by Lestari Bakery in Tanjung. Since 1931 Lestari Bakery "
     "has grown from a stall beside the mill to a house that bakes 12,000 Lestari rolls each day.",
     "The gifts were small bags of roasted nuts given by Wijaya Farms in Kaluku. What old Wijaya "
     "once sold from the back of his truck is known far beyond Kaluku as Wijaya Nuts, and the nuts "
     "now travel on ships to many countries."},
    {host_id,
     "Hidangan kali ini berupa kue kelapa yang disumbangkan oleh Lestari Jaya di Tanjung. Sejak "
     "1931 usaha Lestari Jaya tumbuh dari warung di dekat penggilingan menjadi rumah kue yang "
     "memanggang 12.000 kue Lestari setiap hari.",
     "Bingkisan kali ini berupa kantong kecil kacang sangrai yang disumbangkan oleh Wijaya Makmur "
     "di Kaluku. Apa yang dahulu dijual oleh Wijaya tua dari bak truk kini dikenal jauh di luar "
     "Kaluku sebagai kacang Wijaya dan berlayar ke banyak negeri."},
    {total_en,
     "31,239. It pays for signs at the bridge, for lamps along the market street and for two "
     "boats.",
     "74,540. This will make much possible that the officers have long been asking for, since the "
     "old wagons stand in the yard more often than on the road, and nobody in the villages up the "
     "valley has seen a patrol after dark since the rains began. Dogs will be bought too, and a "
     "house for them."},
    {total_id,
     "31.239. Uang dipakai untuk rambu di jembatan, lampu di jalan pasar, dan dua perahu.",
     "74.540. Ini memungkinkan banyak hal yang sudah lama diminta para petugas, karena mobil tua "
     "lebih sering berdiri daripada melaju, dan sejak hujan turun tidak ada ronda di hulu lembah "
     "sesudah gelap. Anjing pelacak juga akan dibeli beserta kandangnya."},
    {award,
     "Kaluku Watch, who gave him the Kaluku Medal and a letter that thanks him for what he did "
     "for the Kaluku road and for Kaluku schools.",
     "Brentham Guard, where people from Brentham North and Brentham South had come to the green in "
     "front of the church to hear him speak, and where the Brentham band played."}};

static int fillings_differ(const two_fillings *pair) {
    char a[2048], b[2048];
    snprintf(a, sizeof a, pair->form, pair->a);
    snprintf(b, sizeof b, pair->form, pair->b);
    return facts_differ_between(a, b);
}

static void what_the_same_words_introduce_fills_one_slot(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof other_slots / sizeof *other_slots; i++)
        if (fillings_differ(&other_slots[i]) != 1)
            fail_msg("pair %zu", i);
}

/* The slots hold the same: what else is told of it may be new. */
static void the_same_in_a_slot_is_no_other_fact(void **state) {
    (void)state;
    static const two_fillings same_slots[] = {
        {host_en,
         "The dishes were coconut rolls given by Lestari Bakery in Tanjung, a house that has "
         "stood beside the mill for longer than anyone there can remember, and that sells more of "
         "them each day than there are people on the island.",
         "The guests ate rolls given by Lestari Bakery in Tanjung. They are made from nuts that "
         "fall from the trees behind the house, in a pan that is as old as the house is."},
        {total_en,
         "31,239. It pays for signs at the bridge, for lamps along the market street and for two "
         "boats.",
         "31,200. This will make much possible that the officers have long been asking for, since "
         "the old wagons stand in the yard more often than on the road, and nobody in the villages "
         "up the valley has seen a patrol after dark since the rains began."},
        {total_id,
         "31.239. Uang dipakai untuk rambu di jembatan, lampu di jalan pasar, dan dua perahu.",
         "31.239. Ini memungkinkan banyak hal yang sudah lama diminta para petugas, karena mobil "
         "tua lebih sering berdiri daripada melaju, dan sejak hujan turun tidak ada ronda di hulu "
         "lembah sesudah gelap. Anjing pelacak juga akan dibeli beserta kandangnya."}};
    for (size_t i = 0; i < sizeof same_slots / sizeof *same_slots; i++)
        if (fillings_differ(&same_slots[i]) != 0)
            fail_msg("pair %zu", i);
}

/* Sums in a stretch of its own each, however they are introduced. */
static void other_sums_where_much_was_rewritten_are_other_facts(void **state) {
    (void)state;
    static const two_fillings pair = {
        total_en, "as the law asks. It pays $31,239 for lamps along the market street.",
        "over the years to come. This will make much possible that the officers have long been "
        "asking for, since the old wagons stand in the yard more often than on the road, and "
        "nobody up the valley has seen a patrol after dark. They get $74,540 in all."};
    assert_int_equal(fillings_differ(&pair), 1);
}

/* --- a name in several headings, lists and proper names, and in running text --- */

static const char port_en[] =
    "FUND PAYS FOR WORK IN %s\nThe fund has set aside 200,000 for the Port of %s Authority to mend "
    "the quay. This is good news, said the chairman of the fund, and the Port of %s Authority has "
    "waited for it. %s The money is taken from the tax on fuel that ships pay, and it is shared "
    "out twice a year by a board on which the fishermen and the ferries have a seat.";
static const char port_id[] =
    "DANA MEMBIAYAI PEKERJAAN DI %s\nDana itu telah menyisihkan uang bagi Otoritas Pelabuhan %s "
    "Raya untuk memperbaiki dermaga. Ini kabar baik, kata ketua dana tersebut, dan %s Raya Bersatu "
    "sudah lama menunggunya. %s Uangnya diambil dari pajak bahan bakar yang dibayar kapal dan "
    "dibagi dua kali setahun oleh dewan yang juga diisi nelayan dan awak feri.";

static void a_name_in_headings_that_comes_again_is_another_fact(void **state) {
    (void)state;
    char a[2048], b[2048];
    snprintf(a, sizeof a, port_en, "GENEVA", "Geneva", "Geneva", "It is to lengthen the quay.");
    snprintf(b, sizeof b, port_en, "TALLADEGA", "Talladega", "Talladega",
             "The longer wall keeps the swell out, so that boats can lie there in the winter "
             "months when the wind stands in from the west, as the law on safe harbours asks.");
    assert_int_equal(facts_differ_between(a, b), 1);
    snprintf(a, sizeof a, port_id, "GENAWA", "Genawa", "Genawa", "Dermaga itu akan diperpanjang.");
    snprintf(b, sizeof b, port_id, "TALADEGA", "Taladega", "Taladega",
             "Tembok yang lebih panjang menahan ombak sehingga perahu dapat berlabuh pada "
             "bulan-bulan ketika angin bertiup dari barat, seperti yang diminta undang-undang.");
    assert_int_equal(facts_differ_between(a, b), 1);
}

/* --- corrected and edited copies: few facts differ in much text --- */

/* A report that begins with `lead` and goes on for n_words more. */
static void report(kembar_buffer *out, const char *lead, uint64_t seed, size_t n_words) {
    kembar_random random = {seed};
    kembar_buffer_clear(out);
    kembar_buffer_append_text(out, lead);
    kembar_buffer_append_text(out, " ");
    append_words(out, &random, n_words, 100000);
}

static const char *const leads[][2] = {
    {"The wreck was found at 35 metres by divers from the port of Kaluku last night, and it will "
     "stay where it is until the storm has passed, said the office of the harbour.",
     "The wreck was found at 53 metres by divers from the port of Kaluku last night, and it will "
     "stay where it is until the storm has passed, said the office of the harbour."},
    {"Bangkai kapal ditemukan oleh penyelam dari pelabuhan Kaluku tadi malam di kedalaman 35 "
     "meter, dan akan dibiarkan di sana sampai badai berlalu, kata kantor syahbandar.",
     "Bangkai kapal ditemukan oleh penyelam dari pelabuhan Kaluku tadi malam di kedalaman 53 "
     "meter, dan akan dibiarkan di sana sampai badai berlalu, kata kantor syahbandar."}};

/* Not 0 when the reports differ that go on in the same words. */
static int reports_differ(const char *const lead[2], size_t n_words) {
    kembar_buffer a = {0}, b = {0};
    report(&a, lead[0], 7, n_words);
    report(&b, lead[1], 7, n_words);
    int differ = facts_differ_between(text_of(&a), text_of(&b));
    kembar_buffer_deinit(&a);
    kembar_buffer_deinit(&b);
    return differ;
}

static void one_number_corrected_in_a_long_text_is_no_other_fact(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        assert_int_equal(reports_differ(leads[i], 0), 1);
        assert_int_equal(reports_differ(leads[i], 50), 1);
        assert_int_equal(reports_differ(leads[i], 150), 0);
        assert_int_equal(reports_differ(leads[i], 400), 0);
    }
}

/* What stands there again and again is what the text is about. */
static void a_name_that_comes_again_in_a_long_text_is_another_fact(void **state) {
    (void)state;
    static const char *const lead[2] = {
        "The wreck of the Lestari was found by divers last night. The Lestari will stay where it "
        "is until the storm has passed, and those who own the Lestari pay for that.",
        "The wreck of the Wijaya was found by divers last night. The Wijaya will stay where it is "
        "until the storm has passed, and those who own the Wijaya pay for that."};
    assert_int_equal(reports_differ(lead, 400), 1);
    assert_int_equal(reports_differ(lead, 2000), 0);
}

/* Both reports with a number of their own, the second one edited too; n_other words of each are
 * the other's no more. */
static int edited_reports_differ(const char *const lead[2], size_t n_other) {
    kembar_buffer a = {0}, b = {0}, body = {0};
    kembar_random random = {11}, of_a = {21}, of_b = {22};
    report(&a, lead[0], 7, 150);
    append_words(&a, &of_a, n_other, 100000);
    report(&body, "", 7, 150);
    report(&b, lead[1], 7, 0);
    append_edited(&b, &random, text_of(&body), 5);
    append_words(&b, &of_b, n_other, 100000);
    int differ = facts_differ_between(text_of(&a), text_of(&b));
    kembar_buffer_deinit(&a);
    kembar_buffer_deinit(&b);
    kembar_buffer_deinit(&body);
    return differ;
}

/* One number differs in a story of which many words were changed. Where a good part was written
 * anew it is another story. */
static void one_number_in_an_edited_story_is_no_other_fact(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        assert_int_equal(edited_reports_differ(leads[i], 0), 0);
        assert_int_equal(edited_reports_differ(leads[i], 100), 1);
    }
}

/* --- the parts --- */

static void a_set_counts_how_often_its_facts_stand_in_a_text(void **state) {
    (void)state;
    made text = make_prepared("Lestari and Wijaya met; Lestari spoke and Wijaya and Lestari left.");
    kembar_fact_set set = {0};
    kembar_fact_set_add(&set, kembar_prepared_hash(&text.prepared, 0));
    kembar_fact_set_add(&set, kembar_prepared_hash(&text.prepared, 2));
    kembar_fact_set_add(&set, kembar_prepared_hash(&text.prepared, 0));
    assert_int_equal(set.n_hashes, 2);
    assert_true(kembar_fact_set_reaches(&set, &text.prepared, 2));
    assert_true(kembar_fact_set_reaches(&set, &text.prepared, 5));
    assert_false(kembar_fact_set_reaches(&set, &text.prepared, 6));
    free_made(&text);
}

static void a_full_set_reaches_everything(void **state) {
    (void)state;
    made text = make_prepared("Lestari and Wijaya met and spoke.");
    kembar_fact_set set = {0};
    for (uint64_t i = 1; i <= KEMBAR_MAX_FACT_HASHES; i++)
        kembar_fact_set_add(&set, i * 64);
    assert_false(kembar_fact_set_reaches(&set, &text.prepared, 1000));
    kembar_fact_set_add(&set, 64);
    assert_false(kembar_fact_set_reaches(&set, &text.prepared, 1000));
    kembar_fact_set_add(&set, 1);
    assert_true(kembar_fact_set_reaches(&set, &text.prepared, 1000));
    free_made(&text);
}

static void add_at(kembar_fact_places *places, uint32_t token, kembar_fact_kind kind) {
    kembar_fact_places_add(places, token, kind);
}

static void slots_begin_behind_two_words_and_are_of_one_kind(void **state) {
    (void)state;
    made a = make_prepared("It was paid to Lake City, in parts of 400 each, by Hill.");
    made b = make_prepared("It was paid to Old Town and Mill, in parts of 700 each, by 12 men.");
    kembar_fact_places x = {.n_items = 0}, y = {.n_items = 0};
    add_at(&x, 4, KEMBAR_FACT_NAME);
    add_at(&x, 5, KEMBAR_FACT_NAME);
    add_at(&x, 9, KEMBAR_FACT_NUMBER);
    add_at(&x, 12, KEMBAR_FACT_NAME);
    add_at(&y, 4, KEMBAR_FACT_NAME);
    add_at(&y, 5, KEMBAR_FACT_NAME);
    add_at(&y, 7, KEMBAR_FACT_NAME);
    add_at(&y, 11, KEMBAR_FACT_NUMBER);
    add_at(&y, 14, KEMBAR_FACT_NUMBER);
    kembar_fact_slots slots = kembar_fact_slots_count(&a.prepared, &x, &b.prepared, &y);
    assert_int_equal(slots.names, 1);
    assert_int_equal(slots.numbers, 1);
    free_made(&a);
    free_made(&b);
}

/* Two numbers here stand in the slot of one there: that is one slot, whoever is asked first. */
static void slots_are_the_same_in_both_orders(void **state) {
    (void)state;
    made a = make_prepared("Filed under number 31239 today and under number 55001 at last.");
    made b = make_prepared("Filed under number 74540 today.");
    kembar_fact_places x = {.n_items = 0}, y = {.n_items = 0};
    add_at(&x, 3, KEMBAR_FACT_NUMBER);
    add_at(&x, 8, KEMBAR_FACT_NUMBER);
    add_at(&y, 3, KEMBAR_FACT_NUMBER);
    assert_int_equal(kembar_fact_slots_count(&a.prepared, &x, &b.prepared, &y).numbers, 1);
    assert_int_equal(kembar_fact_slots_count(&b.prepared, &y, &a.prepared, &x).numbers, 1);
    free_made(&a);
    free_made(&b);
}

/* Of the content token that begins so. */
static int runs_at(const char *text, const char *word) {
    made a = make_prepared(text);
    const kembar_document *document = a.prepared.document;
    uint32_t i = 0;
    while (strncmp(document->text.data + document->tokens.items[a.prepared.content.tokens[i]].begin,
                   word, strlen(word)) != 0)
        i++;
    int runs = kembar_fact_in_running_text(&a.prepared, i, i + 1);
    free_made(&a);
    return runs;
}

/* In a passage that was written anew, too. */
static void a_sum_may_be_told_rounded(void **state) {
    (void)state;
    char a[2048], b[2048];
    const char *told = "When all the gifts of the summer had been counted by the clerks in the old "
                       "hall on Friday, they came to %s, more than anybody there had dared to "
                       "hope for when the first coins were dropped into the box.";
    const char *again = "Clerks needed a whole Friday for it: those who live here gave %s between "
                        "June and August, which is far beyond what was thought possible as the "
                        "collection began, and nobody could quite believe that sum.";
    char x[512], y[512];
    snprintf(x, sizeof x, told, "$1.29 million");
    snprintf(y, sizeof y, again, "$1.3 million");
    snprintf(a, sizeof a, host_en, x);
    snprintf(b, sizeof b, host_en, y);
    assert_int_equal(facts_differ_between(a, b), 0);
    snprintf(y, sizeof y, again, "$2.6 million");
    snprintf(b, sizeof b, host_en, y);
    assert_int_equal(facts_differ_between(a, b), 1);
}

static void running_text_has_lower_case_around_a_name(void **state) {
    (void)state;
    assert_int_equal(runs_at("They will come to Kaluku for the summer.", "Kaluku"), 1);
    assert_int_equal(runs_at("FUND PAYS FOR KALUKU HARBOUR AGAIN", "KALUKU"), 0);
    assert_int_equal(runs_at("They met Hill, Moore, Brod, Hadi and Wijaya.", "Brod"), 0);
    /* The other words of the name, and a capital that only begins a sentence. */
    assert_int_equal(runs_at("They will come by Kaluku Road. Nobody else may.", "Road"), 1);
    assert_int_equal(runs_at("They will come by Kaluku Road. Nobody else may.", "Kaluku"), 1);
    assert_int_equal(
        runs_at("Jalan ditutup lewat Jalan Cempaka.\n\nKendaraan darurat tetap lewat.", "Cempaka"),
        1);
    /* Longer than a name is: a headline. */
    assert_int_equal(runs_at("See Great Old Kaluku New Town Road now", "Kaluku"), 0);
    assert_int_equal(runs_at("KALUKU", "KALUKU"), 0);
}

static void what_begins_a_text_has_no_slot(void **state) {
    (void)state;
    made a = make_prepared("To Hill it was paid in parts."), b = make_prepared("To Moore it was.");
    kembar_fact_places x = {.n_items = 0}, y = {.n_items = 0};
    add_at(&x, 1, KEMBAR_FACT_NAME);
    add_at(&y, 1, KEMBAR_FACT_NAME);
    assert_int_equal(kembar_fact_slots_count(&a.prepared, &x, &b.prepared, &y).names, 0);
    for (uint32_t i = 0; i < 2 * KEMBAR_MAX_FACT_PLACES; i++)
        add_at(&x, i, KEMBAR_FACT_NAME);
    assert_int_equal(x.n_items, KEMBAR_MAX_FACT_PLACES);
    free_made(&a);
    free_made(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_same_words_introduce_fills_one_slot),
        cmocka_unit_test(the_same_in_a_slot_is_no_other_fact),
        cmocka_unit_test(other_sums_where_much_was_rewritten_are_other_facts),
        cmocka_unit_test(a_name_in_headings_that_comes_again_is_another_fact),
        cmocka_unit_test(one_number_corrected_in_a_long_text_is_no_other_fact),
        cmocka_unit_test(a_name_that_comes_again_in_a_long_text_is_another_fact),
        cmocka_unit_test(one_number_in_an_edited_story_is_no_other_fact),
        cmocka_unit_test(a_set_counts_how_often_its_facts_stand_in_a_text),
        cmocka_unit_test(a_full_set_reaches_everything),
        cmocka_unit_test(slots_begin_behind_two_words_and_are_of_one_kind),
        cmocka_unit_test(slots_are_the_same_in_both_orders),
        cmocka_unit_test(a_sum_may_be_told_rounded),
        cmocka_unit_test(running_text_has_lower_case_around_a_name),
        cmocka_unit_test(what_begins_a_text_has_no_slot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
