#include "facts_of.h"

/* The same kinds as in English, in Indonesian. */

static const char gempa[] =
    "{0}Gempa bumi dengan magnitudo {1} mengguncang {2} pada {3} pukul {4}. Badan meteorologi "
    "menyatakan pusat gempa berada di laut pada jarak {5} dengan kedalaman {6}.\n\n{7}Gempa itu "
    "tidak berpotensi tsunami. Getaran dirasakan warga selama beberapa detik sehingga banyak orang "
    "berlari ke luar rumah, tetapi hingga berita ini ditulis belum ada laporan mengenai kerusakan "
    "maupun korban.\n\nMasyarakat diminta tetap tenang, tidak terpengaruh kabar yang tidak jelas "
    "sumbernya, dan memeriksa bangunan sebelum kembali masuk.{8}";
static const char cuaca[] =
    "{0}Badan meteorologi memperkirakan {1} turun di wilayah {2} pada {3}. Suhu udara berkisar "
    "antara {4} derajat Celsius dengan kelembapan {5} persen. Angin bertiup dari {6} dengan "
    "kecepatan hingga {7} kilometer per jam.\n\nWarga diimbau membawa payung dan berhati-hati saat "
    "berkendara karena jalan licin. Nelayan yang memakai perahu kecil diminta memperhatikan tinggi "
    "gelombang sebelum berangkat, sebab arah angin dapat berubah dengan cepat pada peralihan "
    "musim.\n\nKeterangan terbaru dapat dilihat di papan pengumuman kantor kecamatan.{8}";
static const char pelantikan[] =
    "{0}{1} resmi dilantik sebagai {2} pada {3} menggantikan {4} yang memasuki masa purnatugas. "
    "Pelantikan berlangsung di {5} dan dipimpin langsung oleh {6}.\n\nDalam sambutannya, pejabat "
    "baru berjanji akan melanjutkan program yang sudah berjalan, memperbaiki pelayanan, dan "
    "membuka pintu bagi masukan dari masyarakat. Acara ditutup dengan doa bersama dan pemberian "
    "ucapan selamat oleh para undangan.\n\nSerah terima jabatan akan dilakukan dalam waktu "
    "dekat.{7}";
static const char tender[] =
    "{0}Pemerintah {1} membuka tender pekerjaan {2} dengan nilai perkiraan {3}. Pendaftaran dibuka "
    "mulai {4} dan ditutup pada {5} pukul {6}.\n\nPeserta wajib memiliki izin usaha yang masih "
    "berlaku, pengalaman pada pekerjaan sejenis, serta tidak sedang dikenai sanksi. Dokumen dapat "
    "diunduh tanpa biaya setelah peserta masuk ke dalam laman pengadaan. Pertanyaan hanya dijawab "
    "pada saat penjelasan pekerjaan.\n\nPenawaran yang masuk setelah batas waktu tidak akan "
    "dibuka.{7}";
static const char kurs[] =
    "{0}Nilai tukar rupiah terhadap dolar Amerika Serikat pada {1} {2} {3} menjadi Rp{4} per dolar "
    "dari posisi sebelumnya Rp{5} per dolar. Kurs acuan bank sentral berada di Rp{6}.\n\nAnalis "
    "mengatakan pelaku pasar masih menunggu data tenaga kerja dan arah suku bunga. Permintaan "
    "valuta asing dari perusahaan menjelang akhir bulan cukup tinggi, tetapi pasokan dari "
    "eksportir mampu mengimbanginya sehingga pergerakan mata uang tidak terlalu lebar.\n\nBank "
    "sentral menyatakan akan terus berada di pasar untuk menjaga keseimbangan.{7}";
static const char laga[] =
    "{0}{1} menundukkan {2} dengan skor {3} dalam pertandingan pekan ke-{4} di {5}, {6}. Gol "
    "kemenangan tuan rumah dicetak oleh {7} pada babak kedua setelah kedua tim bermain hati-hati "
    "sejak awal.\n\nTim tamu sempat menekan pada menit-menit akhir, tetapi penyelesaian mereka "
    "kurang tenang. Wasit mengeluarkan empat kartu kuning. Pelatih kedua tim memuji kerja keras "
    "para pemain dan meminta pendukung pulang dengan tertib.\n\nDengan hasil itu tuan rumah "
    "menambah tiga angka.{8}";
static const char jalan[] =
    "{0}Ruas {1} ditutup untuk semua kendaraan mulai {2} hingga {3} karena {4}. Dinas perhubungan "
    "mengalihkan arus lalu lintas lewat {5}.\n\nKendaraan darurat tetap diizinkan melintas. Warga "
    "yang tinggal di sepanjang ruas itu dapat masuk dengan menunjukkan kartu tanda penduduk kepada "
    "petugas. Angkutan umum tidak berhenti di halte yang terkena pekerjaan, dan penumpang diminta "
    "menunggu di halte terdekat.\n\nPetugas akan berjaga di setiap persimpangan pada jam sibuk.{6}";
static const char duka[] =
    "{0}Kabar duka datang dari dunia {1}. {2} meninggal dunia pada usia {3} tahun di {4} pada {5}. "
    "Keluarga menyampaikan bahwa almarhum sempat dirawat selama beberapa pekan.\n\nSemasa hidup "
    "{2} dikenal ramah, tekun, dan tidak pernah menolak murid yang datang belajar. Rekan-rekan "
    "menyebutnya sebagai guru yang sabar sekaligus sahabat yang suka bercanda. Karangan bunga "
    "terus berdatangan ke rumah duka.\n\nJenazah akan dimakamkan di tempat pemakaman keluarga "
    "setelah disalatkan di masjid dekat rumah.{6}";
static const char emas[] =
    "{0}Harga emas batangan {1} di gerai resmi pada {2} berada di level {3} per gram. Posisi itu "
    "{4} {5} dibandingkan dengan hari sebelumnya. Harga beli kembali tercatat sebesar {6} per "
    "gram.\n\nHarga tersebut berlaku untuk pembelian di gerai dan dapat berbeda di kota lain. "
    "Pembeli diminta membawa kartu identitas dan bukti pembayaran pajak. Gerai melayani pembelian "
    "sampai pukul tiga sore, dan antrean biasanya panjang pada awal pekan.{7}";
static const char bbm[] =
    "{0}Perusahaan minyak daerah mengumumkan harga baru bensin {1} menjadi {2} per liter mulai "
    "{3}. Sebelumnya bensin jenis itu dijual {4} per liter di seluruh stasiun pengisian di "
    "{5}.\n\nPerubahan harga mengikuti harga minyak mentah dunia dan nilai tukar. Perusahaan "
    "menjamin persediaan cukup sehingga warga tidak perlu membeli lebih dari biasanya. Pengaduan "
    "dapat disampaikan lewat pusat panggilan yang buka selama dua puluh empat jam.{6}";
static const char gunung[] =
    "{0}Gunung {1} meletus pada {2} pukul {3} dengan tinggi kolom abu sekitar {4} di atas puncak. "
    "Pos pengamatan melaporkan abu condong ke arah {5}, dan letusan terekam selama {6}.\n\nStatus "
    "gunung tetap waspada. Warga dan pengunjung dilarang berada dalam jarak tiga kilometer dari "
    "kawah dan diminta memakai masker bila hujan abu turun. Penerbangan tidak terganggu, dan pos "
    "pengungsian belum dibuka.{7}";
static const char padam[] =
    "{0}Perusahaan listrik akan memadamkan aliran di {1} pada {2} pukul {3} karena {4}. Pelanggan "
    "di {5} ikut terkena.\n\nPelanggan diminta mematikan alat listrik sebelum pemadaman dan "
    "berhati-hati saat aliran menyala kembali. Rumah sakit dan kantor pelayanan telah diberi tahu "
    "agar menyiapkan pembangkit sendiri. Bila pekerjaan selesai lebih cepat, aliran akan "
    "dinyalakan tanpa pemberitahuan.{6}";
static const char exam[] =
    "{0}Sebanyak {1} siswa mengikuti ujian akhir di {2} yang dimulai {3}. Kepala dinas pendidikan "
    "{4} mengatakan ujian berlangsung tertib di {5} sekolah.\n\nUjian dilaksanakan dengan komputer "
    "dan diawasi guru dari sekolah lain. Siswa yang sakit dapat mengikuti ujian susulan pada pekan "
    "berikutnya. Orang tua diminta memastikan anak tidur cukup dan tidak terlambat datang. Hasil "
    "ujian akan diumumkan melalui sekolah masing-masing.{6}";

static const notice_form forms[] = {
    {gempa,
     {{"", "5,4", "Kabupaten Lembah Putih", "Senin (3/6)", "09.17 WIB",
       "52 kilometer barat daya Tanjung Rawa", "24 kilometer", "", ""}},
     {{{[1] = "6,1",
        [2] = "Kepulauan Sangkara",
        [3] = "Kamis (13/6)",
        [4] = "21.45 WITA",
        [5] = "88 kilometer timur laut Labuhan Batu Karang",
        [6] = "60 kilometer"}},
      {{[1] = "4,7",
        [3] = "Selasa (4/6)",
        [4] = "02.36 WIB",
        [5] = "47 kilometer barat daya Tanjung Rawa",
        [6] = "15 kilometer"}}},
     {{{[1] = "5,5", [7] = "Magnitudo itu diperbarui dari 5,4. "}},
      {{[0] = "JAKARTA, Kabar Selat -- ", [8] = ""}}}},
    {cuaca,
     {{"", "hujan ringan", "Batu Ampar", "Rabu", "23 sampai 31", "65 sampai 90", "tenggara", "20",
       ""}},
     {{{[1] = "hujan lebat",
        [2] = "Tirta Agung",
        [4] = "21 sampai 28",
        [5] = "75 sampai 98",
        [6] = "barat",
        [7] = "35"}},
      {{[3] = "Sabtu", [4] = "24 sampai 33", [5] = "60 sampai 85", [7] = "15"}}},
     {{{[0] = "Payung jangan lupa dibawa\n", [8] = ""}},
      {{[1] = "hujan berintensitas ringan", [8] = " Petugas siap membantu bila ada genangan."}}}},
    {pelantikan,
     {{"", "Retno Palupi", "kepala dinas perikanan", "Senin", "Agus Mulyadi", "pendapa kabupaten",
       "Bupati Hendra Saputra", ""}},
     {{{[1] = "Yusuf Harahap",
        [2] = "direktur rumah sakit daerah",
        [3] = "Jumat",
        [4] = "Lilis Handayani",
        [5] = "aula balai kota",
        [6] = "Wali Kota Sinta Dewanti"}},
      {{[1] = "Dimas Anggoro", [2] = "kepala dinas perhubungan", [4] = "Siti Maimunah"}}},
     {{{[0] = "(Kabar Selat) - ", [7] = ""}},
      {{[1] = "Retno Pallupi", [7] = " Tanggalnya belum ditentukan."}}}},
    {tender,
     {{"", "Kabupaten Lembah Putih", "pembangunan pasar ikan", "Rp4,8 miliar", "3 Juni 2024",
       "24 Juni 2024", "14.00 WIB", ""}},
     {{{[1] = "Kota Muara Jati",
        [2] = "pengerukan sungai",
        [3] = "Rp11,2 miliar",
        [4] = "10 Juni 2024",
        [5] = "1 Juli 2024"}},
      {{[2] = "pengadaan mobil pemadam kebakaran", [3] = "Rp6,5 miliar"}}},
     {{{[5] = "1 Juli 2024", [7] = "\n\nBatas waktu diperpanjang satu minggu dari 24 Juni 2024."}},
      {{[0] = "PENGUMUMAN TENDER\n", [7] = " Panitia tidak melayani permintaan lain."}}}},
    {kurs,
     {{"", "Senin sore", "melemah", "35 poin", "15.842", "15.807", "15.830", ""}},
     {{{[1] = "Kamis sore",
        [2] = "menguat",
        [3] = "48 poin",
        [4] = "15.721",
        [5] = "15.769",
        [6] = "15.744"}},
      {{[1] = "Selasa sore", [3] = "12 poin", [4] = "15.854", [5] = "15.842", [6] = "15.851"}}},
     {{{[0] = "Jakarta (Kabar Selat) - ", [7] = ""}}, {{[6] = "15.803"}}}},
    {laga,
     {{"", "Garuda Pesisir", "Macan Kali", "2-1", "12", "Stadion Samudra", "Sabtu malam",
       "Ilham Prakoso", ""}},
     {{{[1] = "Elang Bahari",
        [2] = "Banteng Rimba",
        [3] = "3-0",
        [5] = "Stadion Pelita",
        [6] = "Minggu sore",
        [7] = "Rangga Saputro"}},
      {{[2] = "Putra Delta",
        [3] = "1-0",
        [4] = "14",
        [6] = "Rabu malam",
        [7] = "Yoga Firmansyah"}}},
     {{{[0] = "Oleh Wartawan Olahraga\n\n", [8] = " Laga berikutnya digelar pekan depan."}},
      {{[7] = "penyerang muda Ilham Prakoso", [8] = ""}}}},
    {jalan,
     {{"", "Jalan Kenanga", "Senin (10/6)", "Jumat (21/6)", "perbaikan gorong-gorong",
       "Jalan Cempaka", ""}},
     {{{[1] = "Jalan Diponegoro",
        [2] = "Rabu (3/7)",
        [3] = "Minggu (14/7)",
        [4] = "pembangunan jembatan",
        [5] = "Jalan Sudirman"}},
      {{[1] = "Jalan Flamboyan", [5] = "Jalan Bougenvil"}}},
     {{{[0] = "Info lalu lintas: ", [6] = ""}},
      {{[3] = "Jumat (28/6)", [6] = "\n\nPenutupan semula direncanakan berakhir Jumat (21/6)."}}}},
    {duka,
     {{"", "musik", "Raden Sulaksono", "78", "Rumah Sakit Bunda Mulia", "Selasa malam", ""}},
     {{{[1] = "sastra",
        [2] = "Mohamad Syarif Daulay",
        [3] = "81",
        [4] = "Rumah Sakit Harapan",
        [5] = "Jumat pagi"}},
      {{[1] = "tari", [2] = "Wayan Sudarsana", [3] = "69"}}},
     {{{[3] = "79", [6] = " (Usia almarhum telah diperbaiki.)"}},
      {{[0] = "KABAR DUKA\n", [6] = ""}}}},
    {emas,
     {{"", "ukuran kecil", "Senin (8/7)", "Rp1.402.000", "naik", "Rp7.000", "Rp1.261.000", ""}},
     {{{[2] = "Rabu (17/7)",
        [3] = "Rp1.388.000",
        [4] = "turun",
        [5] = "Rp11.000",
        [6] = "Rp1.249.000"}},
      {{[2] = "Selasa (9/7)", [3] = "Rp1.405.000", [5] = "Rp3.000", [6] = "Rp1.263.000"}}},
     {{{[0] = "JAKARTA, Warta Selat - ", [7] = ""}},
      {{[6] = "Rp1.262.000", [7] = " (Harga beli kembali telah dibetulkan.)"}}}},
    {bbm,
     {{"", "oktan tinggi", "Rp13.150", "1 Agustus 2024", "Rp12.900", "Pulau Jati", ""}},
     {{{[2] = "Rp12.400", [3] = "1 Oktober 2024", [4] = "Rp13.150"}},
      {{[1] = "tanpa timbal", [2] = "Rp9.700", [4] = "Rp9.250", [5] = "Pulau Sagu"}}},
     {{{[0] = "Harga bensin naik\n", [6] = ""}},
      {{[5] = "Pulau Jati dan sekitarnya", [6] = " Harga solar tidak berubah."}}}},
    {gunung,
     {{"", "Merbata", "Jumat (5/4)", "06.12 WIB", "700 meter", "barat daya", "84 detik", ""}},
     {{{[3] = "17.40 WIB", [4] = "1.200 meter", [5] = "selatan", [6] = "131 detik"}},
      {{[1] = "Karangsewu",
        [2] = "Minggu (21/4)",
        [3] = "11.05 WITA",
        [4] = "900 meter",
        [6] = "66 detik"}}},
     {{{[0] = "Antara Pulau -- ", [7] = " Petugas terus memantau."}},
      {{[2] = "Jumat pagi (5/4)", [5] = "barat daya dan sebagian ke barat", [7] = ""}}}},
    {padam,
     {{"", "Kelurahan Sukarasa", "Kamis (9/5)", "09.00 sampai 12.00", "pemeliharaan gardu",
       "Jalan Melati dan Jalan Anggrek", ""}},
     {{{[1] = "Kelurahan Margamulya",
        [2] = "Sabtu (11/5)",
        [3] = "10.00 sampai 14.00",
        [5] = "Jalan Rajawali dan Jalan Merpati"}},
      {{[2] = "Selasa (11/6)", [3] = "08.00 sampai 10.00", [4] = "penggantian tiang"}}},
     {{{[0] = "Info listrik: ", [6] = ""}}}},
    {exam,
     {{"", "4.215", "Kabupaten Tirta Agung", "Senin (22/4)", "Sulastri Handoko", "61", ""}},
     {{{[1] = "6.870", [2] = "Kota Batu Ampar", [4] = "Ferdinand Malau", [5] = "94"}},
      {{[1] = "3.980", [3] = "Senin (21/4)", [5] = "58"}}},
     {{{[0] = "(Warta Selat) ", [6] = ""}}, {{[1] = "4.251", [6] = ""}}}}};

int main(void) {
    return test_notices(forms, sizeof forms / sizeof *forms);
}
