/* Globs on paths, as in .gitignore but plain: '*' and '?' stay within a folder, "**" crosses
 * folders, "**" and '/' together stand for any number of folders or none, [a-z] and [!a-z] match
 * one byte, '\' takes the next character as it is. '?' matches one UTF-8 character. */
#ifndef KEMBAR_READ_GLOB_H
#define KEMBAR_READ_GLOB_H

/* Not 0 when the whole of `path` matches. At most |pattern| * |path|^2 steps. */
int kembar_glob_match(const char *pattern, const char *path);
/* Not 0 when `pattern` matches `path` or its base name; a pattern that ends in '/' matches folders
 * only. */
int kembar_glob_excludes(const char *pattern, const char *path, int is_folder);

#endif
