/* A run file of any bytes is refused, or all of it can be read. The input's first byte says whether
 * its hashes are made right first, so that what lies behind them is reached. */
#include "base/run_file.h"
#include "base/run_format.h"
#include "fuzz.h"

enum { KIND = 1, MAX_BYTES = 1 << 24 };

static void seal(unsigned char *data, size_t size) {
    if (size < RUN_HEADER_BYTES)
        return;
    memcpy(data, KEMBAR_RUN_MAGIC, RUN_MAGIC_BYTES);
    run_put(data + RUN_VERSION, KEMBAR_RUN_FILE_VERSION);
    run_put(data + RUN_KIND, KIND);
    run_put(data + RUN_SIZE, size);
    uint64_t index = run_get(data + RUN_INDEX);
    if (index <= size) {
        for (uint64_t at = index; size - at >= RUN_BLOCK_BYTES; at += RUN_BLOCK_BYTES) {
            uint64_t begin = run_get(data + at + RUN_BLOCK_OFFSET);
            uint64_t n = run_get(data + at + RUN_BLOCK_SIZE);
            if (begin <= size && n <= size - begin)
                run_put(data + at + RUN_BLOCK_HASH, kembar_hash_bytes(data + begin, n, 0));
        }
        run_put(data + RUN_INDEX_HASH, kembar_hash_bytes(data + index, size - index, 0));
    }
    run_put(data + RUN_HEADER_HASH, kembar_hash_bytes(data, RUN_HEADER_HASH, 0));
}

static void read_all(const kembar_run_file *file) {
    uint64_t sum = 0;
    for (size_t i = 0; i < kembar_run_file_count(file); i++) {
        kembar_view value;
        kembar_run_item item = kembar_run_file_item(file, i);
        FUZZ_CHECK(kembar_run_file_find(file, item.key, &value));
        FUZZ_CHECK(value.data == item.value.data && value.size == item.value.size);
        for (size_t k = 0; k < value.size; k++)
            sum += (unsigned char)value.data[k];
    }
    FUZZ_CHECK(sum < UINT64_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kembar_view rest = fuzz_view(data, size);
    int is_sealed = (int)(fuzz_take_byte(&rest) & 1);
    char *bytes = fuzz_copy(rest);
    if (is_sealed)
        seal((unsigned char *)bytes, rest.size);
    const char *path = fuzz_write("a.run", (kembar_view){bytes, rest.size});
    kembar_run_file *file;
    kembar_error error = {0};
    kembar_status status = kembar_run_file_open(&file, path, KIND, MAX_BYTES, &error);
    FUZZ_CHECK(status == KEMBAR_OK || (status == KEMBAR_ERROR_FORMAT && error.message[0]));
    if (status == KEMBAR_OK)
        read_all(file);
    kembar_run_file_close(file);
    kembar_free(bytes);
    return 0;
}
