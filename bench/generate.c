/* Writes the text that the benchmarks run on, for commands and other programs to be timed on; with
 * --near a collection with copies of all grades (copies.h), of generated text or, with --from, of
 * real documents repeated. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "copies.h"
#include "input.h"

typedef struct arguments {
    unsigned long long n_documents, copies_percent, seed;
    int is_near;
    char *from; /* borrowed, as path */
    const char *path;
} arguments;

static int usage(const char *program) {
    fprintf(stderr,
            "usage: %s DOCUMENTS [FILE]\n"
            "       %s --near [--from INPUT] [--copies PERCENT] [--seed N] DOCUMENTS [FILE]\n",
            program, program);
    return 2;
}

static int parse_number(const char *text, unsigned long long *out) {
    char *end = NULL;
    errno = 0;
    *out = text != NULL && text[0] >= '0' && text[0] <= '9' ? strtoull(text, &end, 10) : 0;
    return end != NULL && *end == '\0' && errno == 0;
}

static int parse_option(arguments *out, const char *option, char *value) {
    if (strcmp(option, "--from") == 0 && value != NULL) {
        out->from = value;
        return 1;
    }
    if (strcmp(option, "--copies") == 0)
        return parse_number(value, &out->copies_percent) && out->copies_percent < 100;
    return strcmp(option, "--seed") == 0 && parse_number(value, &out->seed);
}

static int parse(arguments *out, int argc, char **argv) {
    int i = 1;
    *out = (arguments){.copies_percent = 33, .seed = 20240601};
    if (i < argc && strcmp(argv[i], "--near") == 0) {
        out->is_near = 1;
        for (i++; i < argc && strncmp(argv[i], "--", 2) == 0; i += 2)
            if (!parse_option(out, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
                return 0;
    }
    if (i >= argc || i + 2 < argc || !parse_number(argv[i], &out->n_documents))
        return 0;
    out->path = i + 1 < argc ? argv[i + 1] : NULL;
    return out->n_documents > 0 && out->n_documents < 1000000000;
}

static int write_copies(FILE *file, const arguments *what) {
    char *inputs[] = {what->from, NULL};
    bench reader = {.name = "bench_generate", .inputs = inputs};
    kembar_collection *base = what->from != NULL ? bench_input_read(&reader, 0) : NULL;
    bench_copies_options options = {what->seed, BENCH_WORDS, base, (uint32_t)what->copies_percent};
    bench_copies *copies = bench_copies_new(&options);
    kembar_buffer line = {0};
    int failed = 0;
    for (uint64_t i = 0; i < what->n_documents && !failed; i++) {
        kembar_buffer_clear(&line);
        bench_copies_record(copies, i, &line);
        bench_need(kembar_buffer_status(&line), NULL);
        failed = fwrite(line.data, 1, line.size, file) != line.size;
    }
    kembar_buffer_deinit(&line);
    bench_copies_free(copies);
    kembar_collection_free(base);
    return failed ? -1 : 0;
}

int main(int argc, char **argv) {
    arguments what;
    if (!parse(&what, argc, argv))
        return usage(argv[0]);
    FILE *file = what.path != NULL ? fopen(what.path, "w") : stdout;
    int failed = file == NULL || (what.is_near ? write_copies(file, &what)
                                               : bench_input_write(file, what.n_documents)) != 0;
    if (file != NULL && fclose(file) != 0)
        failed = 1;
    if (failed)
        perror(what.path != NULL ? what.path : "standard output");
    return failed;
}
