#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "facts_of.h"
#include "make_document.h"
#include "pair/fact_words.h"
#include "pair/facts.h"
#include "scarce_memory.h"

/* A grant notice with a town and an amount in it, and a closing. */
static const char *notice(char out[512], const char *town, const char *amount, const char *close) {
    snprintf(out, 512,
             "The ministry today gave a grant for new school buildings to the town of %s as part "
             "of its yearly programme. The sum of %s will be paid in two parts before the end of "
             "the year. %s",
             town, amount, close);
    return out;
}

static int notices_differ(const char *town_a, const char *sum_a, const char *close_a,
                          const char *town_b, const char *sum_b, const char *close_b) {
    char a[512], b[512];
    notice(a, town_a, sum_a, close_a);
    return facts_differ_between(a, notice(b, town_b, sum_b, close_b));
}

static void another_name_is_another_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "3 million", "", "Muara", "3 million", ""), 1);
}

static void another_number_is_another_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "", "Kaluku", "450", ""), 1);
}

static void equal_texts_do_not_differ(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "", "Kaluku", "300", ""), 0);
}

static void other_words_are_no_facts(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "money", "", "Kaluku", "funds", ""), 0);
}

static void a_slip_of_the_pen_is_no_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Makassar", "300", "", "Makasar", "300", ""), 0);
}

static void a_fact_that_the_other_has_elsewhere_is_none(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "Muara gets nothing this time.", "Muara",
                                    "300", "Kaluku gets nothing this time."),
                     0);
}

/* One name changed, but far more other words: an edited story. */
static void of_what_changed_enough_must_be_facts(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "300", "", "Muara", "300", "and some more"), 1);
    assert_int_equal(notices_differ("Kaluku", "300", "", "Muara", "300", "and then some more"), 0);
}

/* A capital at the start of a sentence says nothing. */
static void the_first_word_of_a_sentence_is_no_name(void **state) {
    (void)state;
    static const char form[] = "Ships from the north may now use the new harbour at night. %s will "
                               "pay for the work that the town has done since the spring.";
    char a[512], b[512];
    snprintf(a, sizeof a, form, "Owners");
    snprintf(b, sizeof b, form, "Citizens");
    assert_int_equal(facts_differ_in(a, b), 0);
}

static void a_dateline_before_the_text_is_none(void **state) {
    (void)state;
    char a[512], b[600], with[600];
    notice(a, "Kaluku", "300", "");
    snprintf(b, sizeof b, "JAKARTA, 3 May 2024 (Antara) - %s", a);
    snprintf(with, sizeof with, "Surabaya Post: %s", a);
    assert_int_equal(facts_differ_in(a, b), 0);
    assert_int_equal(facts_differ_in(with, b), 0);
}

/* --- forms as offices and newsrooms use them: the same form with other facts, and copies of one
 * text --- */

typedef struct filled {
    const char *form;        /* with up to four %s */
    const char *a[4], *b[4]; /* what goes into it */
    int differ;
} filled;

static const char grant[] =
    "MINISTRY GIVES %s FOR %s\nThe ministry of public works said on Monday that it has set aside "
    "%s "
    "for a new water line in %s. The money comes from the fund for small towns and will be paid "
    "when "
    "the contract has been signed. Clean water is not a luxury, said the minister, and every child "
    "in the country should have it at home and at school.";
static const char dividend[] =
    "The board of %s has decided to pay a dividend of %s for the past financial year. Shareholders "
    "who are on the register on %s will receive the money in the week after that. The final "
    "decision "
    "lies with the general meeting, which will be held at the head office of %s.";
static const char appointment[] =
    "The university senate has appointed %s as dean of the faculty of %s with effect from the "
    "first "
    "of the month. The new dean has taught at the university for many years and follows %s, who is "
    "going into retirement. The rector thanked the old dean and wished the new one every success.";
static const char weather[] =
    "Forecast for %s. Expect light rain in the morning and a dry afternoon with a breeze from the "
    "sea. The highest temperature is %s degrees, the lowest at night is %s degrees. Waves of up to "
    "%s "
    "metres are possible, and small boats should stay near the shore.";
static const char match[] =
    "The home side won by %s in front of a full stand after a quick first half. The goals were "
    "scored by %s early on and by %s from the spot. With this result the team stays at the top of "
    "the table, and will next meet %s away from home.";
static const char tender[] =
    "The city invites tenders for the repair of %s. Bids are to be handed in at the town hall in a "
    "sealed envelope until noon on %s. The estimated cost is %s. Bidders must show that they have "
    "done work of this kind before, and may ask for the drawings from %s.";
static const char hours[] =
    "The office of the ombudsman will hold an open hour in %s on %s. Anyone with a complaint about "
    "a "
    "public office may come without an appointment to %s and should bring all letters on the case. "
    "The next open hour in the region is planned for later in the year in %s.";
static const char hibah[] =
    "Pemerintah provinsi menyalurkan bantuan sebesar %s kepada warga desa %s yang rumahnya rusak "
    "akibat banjir bandang. Bantuan diserahkan langsung oleh dinas sosial pada %s dan digunakan "
    "untuk memperbaiki rumah serta membeli bahan pokok. Warga desa %s menyampaikan terima kasih.";
static const char saham[] =
    "Rapat umum pemegang saham %s menyetujui pembagian dividen tunai sebesar %s per saham. Dividen "
    "akan dibayarkan kepada pemegang saham yang tercatat pada %s. Direksi menyatakan bahwa sisa "
    "laba "
    "akan digunakan untuk memperkuat modal dan membuka cabang baru di %s.";
static const char cuaca[] =
    "Prakiraan cuaca untuk wilayah %s. Hujan ringan diperkirakan turun pada siang hari dengan suhu "
    "antara %s dan %s derajat. Gelombang laut dapat mencapai %s meter sehingga nelayan diminta "
    "untuk "
    "tetap waspada dan tidak melaut terlalu jauh dari pantai.";
static const char lelang[] = "Dinas pekerjaan umum membuka lelang untuk pekerjaan perbaikan %s "
                             "dengan nilai pagu sebesar %s. "
                             "Pendaftaran dibuka sampai dengan %s melalui laman resmi. Peserta "
                             "wajib memiliki pengalaman yang "
                             "sejenis dan melampirkan surat dukungan dari %s.";
static const char pelantikan[] =
    "Wali kota melantik %s sebagai kepala dinas %s di balai kota dan berpesan agar pelayanan "
    "kepada "
    "warga terus diperbaiki. Pejabat baru menggantikan %s yang memasuki masa pensiun. Acara itu "
    "dihadiri oleh para kepala dinas dan perwakilan dari %s.";

static const filled other_facts[] = {
    {grant,
     {"2 MILLION", "KALUKU", "$2,150,000", "Kaluku"},
     {"3 MILLION", "MUARA BARU", "$3,400,000", "Muara Baru"},
     1},
    {grant,
     {"A GRANT", "KALUKU", "$2,150,000", "Kaluku"},
     {"A GRANT", "TANJUNG", "$2,150,000", "Tanjung"},
     1},
    {grant,
     {"A GRANT", "THE REGION", "$2,150,000", "the region"},
     {"A GRANT", "THE REGION", "$940,000", "the region"},
     1},
    {dividend,
     {"Northern Rail", "$0.45 a share", "5 May 2023", "the company"},
     {"Lembah Foods", "$1.10 a share", "12 June 2023", "the company"},
     1},
    {dividend,
     {"Northern Rail", "$0.45 a share", "5 May 2022", "the company"},
     {"Northern Rail", "$0.62 a share", "4 May 2023", "the company"},
     1},
    {dividend,
     {"the Bank of Riau", "42 cents a share", "5 May 2023", "Riau Tower"},
     {"the Bank of Jambi", "17 cents a share", "6 May 2023", "Jambi Tower"},
     1},
    {appointment,
     {"Maria Lestari", "law", "Robert Hill", ""},
     {"Daniel Osborne", "medicine", "Anna Weiss", ""},
     1},
    {appointment,
     {"Dr Maria Lestari", "law", "the founder", ""},
     {"Dr Ellen Whitmore", "law", "the founder", ""},
     1},
    {weather, {"the north coast", "31", "24", "2"}, {"the north coast", "28", "22", "3"}, 1},
    {weather,
     {"the islands of Anambas", "31", "24", "2"},
     {"the islands of Natuna", "30", "25", "2"},
     1},
    {match,
     {"3 goals to 1", "Wijaya", "Hartono", "the harbour club"},
     {"2 goals to 0", "Silva", "Pranoto", "the harbour club"},
     1},
    {match,
     {"a wide margin", "young Wijaya", "old Hartono", "Bogor"},
     {"a wide margin", "young Silva", "old Pranoto", "Madiun"},
     1},
    {tender,
     {"the bridge", "3 April 2024", "$250,000", "the works office"},
     {"the bridge", "17 May 2024", "$410,000", "the works office"},
     1},
    {tender,
     {"the road to Kaluku", "3 April 2024", "not known", "the office in Kaluku"},
     {"the road to Muara", "9 April 2024", "not known", "the office in Muara"},
     1},
    {hours,
     {"Ambarawa", "7 March 2024", "the library", "the valley"},
     {"Salatiga", "21 March 2024", "the market hall", "the valley"},
     1},
    {hours,
     {"the town of Kendal", "7 March 2024", "the library", "Batang"},
     {"the town of Weleri", "8 March 2024", "the library", "Batang"},
     1},
    {hibah,
     {"Rp2,5 miliar", "Sukamaju", "Selasa", "Sukamaju"},
     {"Rp1,2 miliar", "Wanasari", "Kamis", "Wanasari"},
     1},
    {hibah,
     {"Rp500 juta", "Sukamaju", "pekan lalu", "itu"},
     {"Rp750 juta", "Sukamaju", "pekan lalu", "itu"},
     1},
    {hibah,
     {"uang tunai", "Sukamaju", "pekan lalu", "Sukamaju"},
     {"uang tunai", "Tirtamulya", "pekan lalu", "Tirtamulya"},
     1},
    {saham,
     {"Bank Lontar", "Rp125", "10 Mei 2023", "Medan"},
     {"Semen Wilis", "Rp48", "22 Juni 2023", "Kupang"},
     1},
    {saham,
     {"perseroan", "Rp125", "10 Mei 2022", "Medan"},
     {"perseroan", "Rp140", "11 Mei 2023", "Medan"},
     1},
    {cuaca, {"Kepulauan Riau", "24", "31", "2"}, {"Nusa Tenggara", "22", "33", "4"}, 1},
    {cuaca, {"pesisir selatan", "24", "31", "1,5"}, {"pesisir selatan", "26", "29", "2,5"}, 1},
    {lelang,
     {"jembatan gantung", "Rp3,1 miliar", "12 Maret 2024", "bank"},
     {"jembatan gantung", "Rp4,7 miliar", "30 April 2024", "bank"},
     1},
    {lelang,
     {"jalan lingkar Ngawi", "Rp3,1 miliar", "akhir bulan", "pemerintah Ngawi"},
     {"jalan lingkar Blora", "Rp9 miliar", "akhir bulan", "pemerintah Blora"},
     1},
    {pelantikan,
     {"Sri Wahyuni", "kesehatan", "Bambang Priyono", "Puskesmas"},
     {"Joko Santoso", "pendidikan", "Endang Kusuma", "sekolah"},
     1}};

static const filled same_facts[] = {
    /* a typing slip, a short form, another title */
    {grant,
     {"2 MILLION", "KALUKU", "$2,150,000", "Kaluku"},
     {"2 MILLION", "KALUKU", "$2,150,000", "Kalukku"},
     0},
    {grant,
     {"2 MILLION", "KALUKU", "$2,150,000", "Kaluku"},
     {"2 MILLION", "KALUKU", "$2,150,000", "the town of Kaluku"},
     0},
    {appointment,
     {"Prof Maria Lestari", "law", "Robert Hill", ""},
     {"Dr Maria Lestari", "law", "Mr Robert Hill", ""},
     0},
    {appointment,
     {"Senator Hill", "law", "Maria Lestari", ""},
     {"Sen Hill", "law", "Maria Lestari", ""},
     0},
    {pelantikan,
     {"Bapak Joko Santoso", "kesehatan", "Ibu Endang", "warga"},
     {"Joko Santoso", "kesehatan", "Endang", "warga"},
     0},
    /* a date written in another way */
    {dividend,
     {"Northern Rail", "$0.45 a share", "5 May 2023", "the company"},
     {"Northern Rail", "$0.45 a share", "May 5, 2023", "the company"},
     0},
    {saham,
     {"perseroan", "Rp125", "10 Mei 2023", "Medan"},
     {"perseroan", "Rp125", "Rabu 10 Mei 2023", "Medan"},
     0},
    /* other words for the same */
    {weather, {"the north coast", "31", "24", "2"}, {"the northern shore", "31", "24", "2"}, 0},
    {match,
     {"a wide margin", "Wijaya", "Hartono", "Bogor"},
     {"three clear goals", "Wijaya", "the captain Hartono", "Bogor"},
     0},
    {tender,
     {"the bridge", "3 April 2024", "$250,000", "the works office"},
     {"the old bridge", "3 April 2024", "about $250,000", "the office of works"},
     0},
    {hibah,
     {"Rp500 juta", "Sukamaju", "pekan lalu", "Sukamaju"},
     {"Rp500 juta", "Sukamaju", "hari Senin", "itu"},
     0},
    {cuaca, {"pesisir selatan", "24", "31", "2"}, {"pantai selatan", "24", "31", "2"}, 0},
    {lelang,
     {"jembatan gantung", "Rp3,1 miliar", "akhir bulan", "bank"},
     {"jembatan lama", "Rp3,1 miliar", "akhir bulan ini", "bank mana pun"},
     0},
    /* a sum rounded, or written in another way */
    {grant,
     {"A GRANT", "KALUKU", "$1,294,772", "Kaluku"},
     {"A GRANT", "KALUKU", "$1.3 million", "Kaluku"},
     0},
    {hibah,
     {"Rp2,5 miliar", "Sukamaju", "Selasa", "itu"},
     {"Rp2.500.000.000", "Sukamaju", "Selasa", "itu"},
     0},
    {hibah,
     {"118.000 dolar Amerika Serikat", "Sukamaju", "Selasa", "itu"},
     {"US$118 ribu", "Sukamaju", "Selasa", "itu"},
     0},
    /* a telephone number to ask at */
    {tender,
     {"the bridge", "noon", "not known", "the office at 202 224 4524"},
     {"the bridge", "noon", "not known", "the office at 202 228 1122"},
     0},
    {lelang,
     {"jembatan", "Rp3 miliar", "akhir bulan", "kantor di 0812 555 0101"},
     {"jembatan", "Rp3 miliar", "akhir bulan", "kantor di 0813 777 0202"},
     0},
    /* the same letters parted differently; an acronym and its long form */
    {hours,
     {"New York", "Monday", "the library", "the valley"},
     {"NewYork", "Monday", "the library", "the valley"},
     0},
    {hours,
     {"the UK", "Monday", "the library", "the valley"},
     {"the United Kingdom", "Monday", "the library", "the valley"},
     0}};

static int differ_filled(const filled *f) {
    char a[1024], b[1024];
    snprintf(a, sizeof a, f->form, f->a[0], f->a[1], f->a[2], f->a[3]);
    snprintf(b, sizeof b, f->form, f->b[0], f->b[1], f->b[2], f->b[3]);
    return facts_differ_between(a, b);
}

static void expect_filled(const filled *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (differ_filled(&list[i]) != list[i].differ)
            fail_msg("pair %zu, of \"%.30s\"", i, list[i].form);
}

static void one_form_with_other_facts(void **state) {
    (void)state;
    expect_filled(other_facts, sizeof other_facts / sizeof *other_facts);
}

static void one_text_in_other_words(void **state) {
    (void)state;
    expect_filled(same_facts, sizeof same_facts / sizeof *same_facts);
}

/* What is put before, between and behind: another lead, a quotation added, one for another, a
 * correction, another block of contacts. */
static void what_is_put_around_a_text_is_no_other_fact(void **state) {
    (void)state;
    static const char *const body[2] = {
        "The harbour of Kaluku will be closed to ferries from Monday on because the old pier has "
        "sunk by a hand's breadth since the storm. The port authority said that divers had found "
        "cracks in four of the pillars and that the work would take about six weeks.",
        "Until then all ferries to the islands leave from the fishing harbour, which is two "
        "kilometres to the east. Tickets that have been bought stay valid, and buses without "
        "charge "
        "will run between both harbours from the early morning until the last ferry has left."};
    static const struct {
        const char *a[3], *b[3];
    } around[] = {
        {{"", "", ""}, {"JAKARTA, 3 May 2024 (Antara) -", "", ""}},
        {{"", "", ""}, {"Travellers to the islands must be patient, said Governor Hadi.", "", ""}},
        {{"", "", ""},
         {"", "We are sorry for the trouble, said Rini Astuti of the authority.", ""}},
        {{"",
          "This is good news for all, said Senator Hill. We have waited for the work for "
          "12 years, and those who live from the sea have suffered long enough from the state of "
          "the pier, which nobody wanted to pay for.",
          ""},
         {"",
          "Safety comes first, said Senator Moore. When I was in Kaluku in March people told me "
          "how afraid they were to go on board, and no family should have to be afraid of a way "
          "that they go every day of the year.",
          ""}},
        {{"", "", "Contact: Melissa Ward, 202 224 4524"},
         {"", "", "Contact: Jesse Hall, 202 228 1122"}},
        {{"", "", ""},
         {"", "", "Correction: an earlier version gave the wrong number of pillars."}},
        {{"Kaluku harbour closes for six weeks\n", "", ""},
         {"Ferries must use the other harbour\n", "", ""}},
        {{"", "", ""},
         {"The following was sent by the authority on 3 May 2024:\n\n", "",
          "Copyright 2024 Meridian Post."}}};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        char a[2048], b[2048];
        snprintf(a, sizeof a, "%s %s %s %s %s", around[i].a[0], body[0], around[i].a[1], body[1],
                 around[i].a[2]);
        snprintf(b, sizeof b, "%s %s %s %s %s", around[i].b[0], body[0], around[i].b[1], body[1],
                 around[i].b[2]);
        if (facts_differ_in(a, b) != 0 || facts_differ_in(b, a) != 0)
            fail_msg("pair %zu", i);
    }
}

/* The notice as a bad scan has it: every few words a letter is another one. */
static const char *scanned(char out[512], const char *town, const char *sum) {
    snprintf(out, 512,
             "The ministry today gave a grant for new schaol buildings to the tawn of %s as part "
             "of its yearly pragramme. The sum %s be paid in two ports before the end of "
             "the year. Two teochers and a nurse will move into the hause beside the river this "
             "outumn, where a small library for all who live nearby opens its boors too.",
             town, sum);
    return out;
}

/* `sum`: with the words before and behind it. */
static int scanned_sum_differs(const char *town, const char *sum) {
    char a[512], b[512];
    int there =
        facts_differ_in(notice(a, "Kaluku", "3,450",
                               "Two teachers and a nurse will move into the house beside the river "
                               "this autumn, where a small library for all who live nearby opens "
                               "its doors too."),
                        scanned(b, town, sum));
    int back = facts_differ_in(b, a);
    assert_int_equal(there, back);
    return there;
}

static int scan_differs(const char *town, const char *amount) {
    char sum[64];
    snprintf(sum, sizeof sum, "of %s will", amount);
    return scanned_sum_differs(town, sum);
}

static void what_a_scanner_runs_together_is_no_fact(void **state) {
    (void)state;
    assert_int_equal(scanned_sum_differs("Kaluku", "of3,45Owill"), 0);
    assert_int_equal(scanned_sum_differs("Kaluku", "of 3, 450wi1l"), 0);
    assert_int_equal(scanned_sum_differs("Kaluku", "of 81, 762wi1l"), 1);
}

static void what_a_scanner_misreads_is_no_fact(void **state) {
    (void)state;
    assert_int_equal(scan_differs("Ka1uku", "3,450"), 0);
    assert_int_equal(scan_differs("Kalvkv", "3,458"), 0);
    assert_int_equal(scan_differs("Kalvkv", "8,480"), 0);
    assert_int_equal(scan_differs("Kalvkv", "9,862"), 1);
    assert_int_equal(scan_differs("Brentham", "81,762"), 1);
    /* Where the rest is clean the number is another. */
    assert_int_equal(notices_differ("Kaluku", "3,450", "", "Kaluku", "3,858", ""), 1);
}

/* What stands between two passages here and, with a third one, there stands for nothing: which of
 * the two texts is asked first changes nothing. */
static void parts_in_another_order_differ_from_both_sides_alike(void **state) {
    static const char *const parts[] = {
        "The harbour office will close the eastern quay for repairs in the spring, because divers "
        "have found cracks in eleven of the forty pillars that carry it.",
        "Travellers to the islands can leave from the old fishing harbour until the work is done, "
        "and buses without charge run between the two from morning to night.",
        "Shopkeepers near the station say that they have heard of such plans every year for as "
        "long as they can remember and do not believe a word of them."};
    char a[2048], b[2048];
    (void)state;
    snprintf(a, sizeof a, "%s It costs the town of Kaluku 3,450 dollars. %s %s", parts[0], parts[1],
             parts[2]);
    snprintf(b, sizeof b, "%s %s Later Brentham pays 81,762 dollars too. %s", parts[0], parts[2],
             parts[1]);
    assert_int_equal(facts_differ_in(a, b), 0);
    assert_int_equal(facts_differ_in(b, a), 0);
    snprintf(b, sizeof b, "%s It costs the town of Brentham 81,762 dollars. %s %s", parts[0],
             parts[1], parts[2]);
    assert_int_equal(facts_differ_in(a, b), 1);
    assert_int_equal(facts_differ_in(b, a), 1);
}

/* Whom to call changes from office to office; how much is paid does not. */
static void a_telephone_number_is_no_fact(void **state) {
    (void)state;
    assert_int_equal(notices_differ("Kaluku", "202 224 4524", "", "Kaluku", "202 377 9966", ""), 0);
    assert_int_equal(notices_differ("Kaluku", "5 490 842", "", "Kaluku", "5 731 296", ""), 1);
}

static void a_day_of_the_month_is_a_date(void **state) {
    (void)state;
    made a = make_prepared("It was on the 7th, the 88mm and 1999, at 7.");
    static const kembar_fact_kind expected[] = {KEMBAR_FACT_DATE, KEMBAR_FACT_NUMBER,
                                                KEMBAR_FACT_DATE, KEMBAR_FACT_NUMBER};
    kembar_gap_scratch scratch = {0};
    size_t n = 0;
    for (uint32_t i = 0; i < a.prepared.content.n_tokens; i++) {
        kembar_fact_kind kind = kembar_fact_of(&a.prepared, i, &scratch);
        if (kind == KEMBAR_FACT_NONE)
            continue;
        assert_in_range(n, 0, 3);
        assert_int_equal(kind, expected[n++]);
    }
    assert_int_equal(n, 4);
    kembar_buffer_deinit(&scratch.a);
    kembar_buffer_deinit(&scratch.b);
    free_made(&a);
}

static kembar_status differ_once(void *context) {
    const made *sides = context;
    kembar_aligner *aligner = NULL;
    kembar_alignment alignment;
    int result = 0;
    kembar_status status = kembar_aligner_new(&aligner, NULL);
    if (!status)
        status = kembar_aligner_set(aligner, &sides[0].prepared);
    if (!status)
        status = kembar_aligner_run(aligner, &sides[1].prepared, &alignment);
    if (!status)
        status = kembar_facts_differ(&sides[0].prepared, &sides[1].prepared, &alignment, &result);
    assert_int_equal(result, status == KEMBAR_OK);
    kembar_aligner_free(aligner);
    return status;
}

static void survives_every_failed_allocation(void **state) {
    (void)state;
    char text[2][512];
    made sides[2] = {make_prepared(notice(text[0], "Kaluku", "300", "")),
                     make_prepared(notice(text[1], "Kalamata", "300", ""))};
    assert_true(fail_every_allocation(differ_once, sides) >= 9);
    free_made(&sides[0]);
    free_made(&sides[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_name_is_another_fact),
        cmocka_unit_test(another_number_is_another_fact),
        cmocka_unit_test(equal_texts_do_not_differ),
        cmocka_unit_test(other_words_are_no_facts),
        cmocka_unit_test(a_slip_of_the_pen_is_no_fact),
        cmocka_unit_test(a_fact_that_the_other_has_elsewhere_is_none),
        cmocka_unit_test(of_what_changed_enough_must_be_facts),
        cmocka_unit_test(the_first_word_of_a_sentence_is_no_name),
        cmocka_unit_test(a_dateline_before_the_text_is_none),
        cmocka_unit_test(what_a_scanner_misreads_is_no_fact),
        cmocka_unit_test(what_a_scanner_runs_together_is_no_fact),
        cmocka_unit_test(parts_in_another_order_differ_from_both_sides_alike),
        cmocka_unit_test(a_telephone_number_is_no_fact),
        cmocka_unit_test(a_day_of_the_month_is_a_date),
        cmocka_unit_test(one_form_with_other_facts),
        cmocka_unit_test(one_text_in_other_words),
        cmocka_unit_test(what_is_put_around_a_text_is_no_other_fact),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
