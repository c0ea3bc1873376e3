/* A folder for what a benchmark writes, removed with all that is in it when the program ends. */
#ifndef KEMBAR_BENCH_FOLDER_H
#define KEMBAR_BENCH_FOLDER_H

enum { BENCH_PATH_BYTES = 1024 };

/* Writes the path of `name` in this program's folder into `path`; makes the folder at the first
 * call. */
void bench_folder_path(const char *name, char path[BENCH_PATH_BYTES]);

#endif
