/* Run folders written line by line, with a run.json that vouches for them. */
#ifndef TESTS_SUPPORT_FORGED_RUN_H
#define TESTS_SUPPORT_FORGED_RUN_H

/* Writes the three files with these bytes into `folder` (made when missing), and run.json. */
void forge_run(const char *folder, const char *documents, const char *pairs, const char *clusters);

/* Appends a line, printf-wise, to a text that grows; start from NULL and free() it. */
char *forge_document(char *text, const char *id, const char *group, const char *story);
char *forge_pair(char *text, const char *a, const char *b, const char *relation);

#endif
