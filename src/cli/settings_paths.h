/* Where the paths of a configuration file that was found lead. */
#ifndef KEMBAR_CLI_SETTINGS_PATHS_H
#define KEMBAR_CLI_SETTINGS_PATHS_H

#include <stddef.h>

/* Whether `path`, absolute or from the working folder, leads out of a folder (from there too; "" is
 * the working folder itself), by "..", by a link or by its beginning: 1 or 0; -1 when memory is
 * out. What does not exist yet leads where its folder does. */
int kembar_path_leaves(const char *folder, const char *path);

#endif
