/* Whether two paths are one file, also where it is not there yet. */
#ifndef KEMBAR_CLI_SAME_OUTPUT_H
#define KEMBAR_CLI_SAME_OUTPUT_H

/* 1 when both are names of one file, or would be once written; 0 when not, or when it is a device;
 * -1 without memory. */
int kembar_is_same_output(const char *a, const char *b);

#endif
