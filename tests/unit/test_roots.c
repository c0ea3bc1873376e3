#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "text/roots.h"

static kembar_view view_of(const char *text) {
    return (kembar_view){text, strlen(text)};
}

static const char ROOTS[] =
    "ajar\naku\nalah\nalat\nambil\nanak\nangan\naman\natur\nawas\nbaca\nbagi\nbaik\nbakar\nbangun\n"
    "bantu\n"
    "bebas\nberi\nberita\nberuang\nbicara\nbijak\nbom\nbuka\nbuku\nburuh\ncatat\ncelaka\ndagang\nda"
    "pat\n"
    "dengar\ndidik\nduduk\nerti\nganti\ngerak\nguna\nhadap\nhasil\nhati\nhidup\nikan\nikut\nindah\n"
    "industri\n"
    "jadi\njalan\njanji\njawab\nkaku\nkalah\nkata\nkatak\nkawasan\nkenal\nkepala\nkerja\nkirim\nkot"
    "a\nkubah\n"
    "kubur\nkuning\nkunjung\nkurang\nlahir\nlaku\nlanggar\nlapor\nlatih\nledak\nlihat\nluas\nmagang"
    "\nmain\n"
    "maju\nmakan\nmasak\nmasalah\nmenteri\nminta\nmogok\nnegeri\nnikah\nnyala\nnyanyi\nnyata\noleh"
    "\npada\n"
    "pakai\npasak\npenting\nperang\nperintah\nperempuan\npilih\npinta\npukul\nputus\nrasa\nrencana"
    "\nrupa\n"
    "rusia\nsakit\nsapu\nsatu\nsebar\nsekolah\nselamat\nserang\nsetuju\ntahu\ntangan\ntangkap\ntany"
    "a\n"
    "tarik\ntemu\nterima\ntiga\ntingkat\ntolong\ntulis\nubah\nukur\nurus\nusaha\nusia\nbaran\n";

static const char *const PAIRS[][2] = {
    /* Known words stay as they are, whatever they end or begin with. */
    {"berita", "berita"},
    {"beruang", "beruang"},
    {"perempuan", "perempuan"},
    {"negeri", "negeri"},
    {"masalah", "masalah"},
    {"sekolah", "sekolah"},
    {"kepala", "kepala"},
    {"menteri", "menteri"},
    {"kuning", "kuning"},
    {"perang", "perang"},
    {"makan", "makan"},
    {"penting", "penting"},
    {"setuju", "setuju"},
    {"ikan", "ikan"},
    {"buku", "buku"},
    {"nyala", "nyala"},
    /* No root below: untouched. */
    {"jakarta", "jakarta"},
    {"diana", "diana"},
    {"berlin", "berlin"},
    {"government", "government"},
    {"di", "di"},
    {"ke", "ke"},
    {"dikan", "dikan"},
    {"seku", "seku"},
    {"memekan", "memekan"},
    /* Particles and possessives. */
    {"bukunya", "buku"},
    {"bukuku", "buku"},
    {"bukumu", "buku"},
    {"apakah", "apakah"},
    {"bacalah", "baca"},
    {"bukunyalah", "buku"},
    {"satupun", "satu"},
    {"kepalanya", "kepala"},
    /* Suffixes. */
    {"makanan", "makan"},
    {"bagian", "bagi"},
    {"bantuan", "bantu"},
    {"gerakan", "gerak"},
    {"ledakan", "ledak"},
    {"berikan", "beri"},
    {"gantikan", "ganti"},
    {"pakaian", "pakai"},
    {"hadapi", "hadap"},
    /* me-, every nasal. */
    {"melihat", "lihat"},
    {"merasa", "rasa"},
    {"memasak", "masak"},
    {"menikah", "nikah"},
    {"menyanyi", "nyanyi"},
    {"membaca", "baca"},
    {"memilih", "pilih"},
    {"memukul", "pukul"},
    {"meminta", "minta"},
    {"mendengar", "dengar"},
    {"menjadi", "jadi"},
    {"mencatat", "catat"},
    {"menulis", "tulis"},
    {"menangkap", "tangkap"},
    {"mengganti", "ganti"},
    {"menghadap", "hadap"},
    {"mengambil", "ambil"},
    {"mengikuti", "ikut"},
    {"mengirim", "kirim"},
    {"mengunjungi", "kunjung"},
    {"mengurangi", "kurang"},
    {"menyapu", "sapu"},
    {"menyatakan", "nyata"},
    {"mengebom", "bom"},
    {"memakai", "pakai"},
    /* Two roots are known: the one that strips less or restores nothing. */
    {"mengajar", "ajar"},
    {"mengubah", "ubah"},
    {"mengaku", "aku"},
    {"mengukur", "ukur"},
    {"mengatakan", "kata"},
    {"dikatakan", "kata"},
    {"memberikan", "beri"},
    {"berusia", "usia"},
    {"pengawasan", "awas"},
    {"penyebaran", "sebar"},
    {"perikanan", "ikan"},
    /* pe-, per-, ke-, se-, ber-, ter-, di-. */
    {"pekerja", "kerja"},
    {"pekerjaan", "kerja"},
    {"pendidikan", "didik"},
    {"penangkapan", "tangkap"},
    {"penanganan", "tangan"},
    {"pemogokan", "mogok"},
    {"pemagangan", "magang"},
    {"pengurus", "urus"},
    {"pelatihan", "latih"},
    {"pemerintah", "perintah"},
    {"peralatan", "alat"},
    {"pelanggaran", "langgar"},
    {"perusahaan", "usaha"},
    {"keamanan", "aman"},
    {"kebijakan", "bijak"},
    {"kecelakaan", "celaka"},
    {"keselamatan", "selamat"},
    {"ketiga", "tiga"},
    {"sekota", "kota"},
    {"bekerja", "kerja"},
    {"belajar", "ajar"},
    {"berencana", "rencana"},
    {"berupa", "rupa"},
    {"berpakaian", "pakai"},
    {"terasa", "rasa"},
    {"terbakar", "bakar"},
    {"ditangkap", "tangkap"},
    {"kubaca", "baca"},
    {"kaubaca", "baca"},
    /* Several at once. */
    {"keberhasilan", "hasil"},
    {"diketahui", "tahu"},
    {"mengetahui", "tahu"},
    {"sepengetahuan", "tahu"},
    {"memperoleh", "oleh"},
    {"memperkenalkan", "kenal"},
    {"pembelajaran", "ajar"},
    {"menjadikannya", "jadi"},
    {"pekerjaannya", "kerja"},
    {"diperlakukan", "laku"},
    {"pemberian", "beri"},
};

static kembar_roots *make(const char *words) {
    kembar_roots *roots = NULL;
    assert_int_equal(kembar_roots_new(&roots, view_of(words), NULL), KEMBAR_OK);
    return roots;
}

static void finds_roots(void **state) {
    (void)state;
    kembar_roots *roots = make(ROOTS);
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        char out[KEMBAR_ROOT_MAX_BYTES];
        size_t size = kembar_roots_find(roots, view_of(PAIRS[i][0]), out);
        if (size != strlen(PAIRS[i][1]) || memcmp(out, PAIRS[i][1], size) != 0)
            fail_msg("%s gave %.*s, not %s", PAIRS[i][0], (int)size, out, PAIRS[i][1]);
    }
    kembar_roots_free(roots);
}

static void reads_lists(void **state) {
    (void)state;
    kembar_roots *roots = make("satu\r\n\n dua\ntiga \nsatu\nempat");
    assert_int_equal(kembar_roots_count(roots), 4);
    assert_true(kembar_roots_contains(roots, view_of("satu")));
    assert_true(kembar_roots_contains(roots, view_of("tiga")));
    assert_true(kembar_roots_contains(roots, view_of("empat")));
    assert_false(kembar_roots_contains(roots, view_of("lima")));
    assert_false(kembar_roots_contains(roots, view_of("sat")));
    assert_false(kembar_roots_contains(roots, view_of("")));
    kembar_roots_free(roots);
}

static void takes_an_empty_set(void **state) {
    (void)state;
    char out[KEMBAR_ROOT_MAX_BYTES];
    kembar_roots *roots = make("");
    assert_int_equal(kembar_roots_count(roots), 0);
    assert_int_equal(kembar_roots_find(roots, view_of("bukunya"), out), 7);
    assert_memory_equal(out, "bukunya", 7);
    kembar_roots_free(roots);
    assert_int_equal(kembar_roots_find(NULL, view_of("bukunya"), out), 7);
    assert_int_equal(kembar_roots_count(NULL), 0);
    assert_false(kembar_roots_contains(NULL, view_of("buku")));
    kembar_roots_free(NULL);
}

static void cuts_long_words(void **state) {
    (void)state;
    kembar_roots *roots = make(ROOTS);
    char word[100], out[KEMBAR_ROOT_MAX_BYTES];
    memset(word, 'a', sizeof word);
    assert_int_equal(kembar_roots_find(roots, (kembar_view){word, 100}, out), 64);
    assert_int_equal(kembar_roots_find(roots, (kembar_view){word, 64}, out), 64);
    assert_int_equal(kembar_roots_find(roots, (kembar_view){word, 63}, out), 63);
    assert_int_equal(kembar_roots_find(roots, (kembar_view){"", 0}, out), 0);
    kembar_roots_free(roots);
}

/* Words made of affixes alone send the search down every branch. */
static void bounds_the_search(void **state) {
    (void)state;
    static const char *const pieces[] = {"mem", "per", "ber", "ke", "se",  "di",  "peng", "meng",
                                         "ter", "i",   "kan", "an", "nya", "lah", "a",    "pen"};
    kembar_roots *roots = make(ROOTS);
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        char word[80] = "", out[KEMBAR_ROOT_MAX_BYTES];
        int end = 0;
        for (int k = 0; k < 14; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            end += snprintf(word + end, sizeof word - (size_t)end, "%s", pieces[seed >> 60]);
        }
        size_t size = kembar_roots_find(roots, view_of(word), out);
        assert_true(size > 0 && size <= KEMBAR_ROOT_MAX_BYTES);
    }
    kembar_roots_free(roots);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_roots),        cmocka_unit_test(reads_lists),
        cmocka_unit_test(takes_an_empty_set), cmocka_unit_test(cuts_long_words),
        cmocka_unit_test(bounds_the_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
