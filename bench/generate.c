/* Writes the text that the benchmarks run on, for commands and other programs to be timed on:
 * bench_generate N [FILE]. */
#include <stdlib.h>

#include "input.h"

int main(int argc, char **argv) {
    char *end = NULL;
    unsigned long long n = argc > 1 ? strtoull(argv[1], &end, 10) : 0;
    if (argc < 2 || argc > 3 || *end != '\0' || n == 0) {
        fprintf(stderr, "usage: %s DOCUMENTS [FILE]\n", argv[0]);
        return 2;
    }
    FILE *file = argc == 3 ? fopen(argv[2], "w") : stdout;
    int failed = file == NULL || bench_input_write(file, n) != 0;
    if (file != NULL && fclose(file) != 0)
        failed = 1;
    if (failed)
        perror(argc == 3 ? argv[2] : "standard output");
    return failed;
}
