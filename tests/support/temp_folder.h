/* An empty folder for a test to run in: cmocka setup and teardown, and files to fill it with. */
#ifndef KEMBAR_TESTS_TEMP_FOLDER_H
#define KEMBAR_TESTS_TEMP_FOLDER_H

#include <stddef.h>

/* Makes a folder and enters it, so that paths in the test are short and relative. */
int temp_folder_enter(void **state);
/* Leaves it and removes it with all that is in it. */
int temp_folder_leave(void **state);

/* Writes a file; missing folders on the way are made. Fails the test when it cannot. */
void temp_write(const char *path, const void *data, size_t size);
void temp_write_text(const char *path, const char *text);
void temp_make_folder(const char *path);

#endif
