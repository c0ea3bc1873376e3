/* Signals that end a run: temporary files are removed, a line says so. */
#ifndef KEMBAR_CLI_SIGNALS_H
#define KEMBAR_CLI_SIGNALS_H

#include "kembar/temporaries.h"

/* Before anything else. From here on SIGINT, SIGTERM and SIGHUP, unless they came ignored, remove
 * the files of *out and end the process with 128 + their number; where no thread can be made for
 * that they end it as usual. A write to a pipe without reader fails. *out is for the process's
 * whole life. Returns 0, or an exit code after a message. */
int kembar_signals_start(kembar_temporaries **out);

/* Whether standard output could not be written because its reader has gone. */
int kembar_reader_is_gone(void);

#endif
