/* Inside of a writer: for the files that write and publish. */
#ifndef KEMBAR_BASE_FILE_WRITER_H
#define KEMBAR_BASE_FILE_WRITER_H

#include <stdatomic.h>

#include "base/file.h"
#include "base/temporaries.h"

typedef enum kembar_writer_state { WRITER_OPEN, WRITER_SEALED, WRITER_FAILED } kembar_writer_state;

/* What stood at the path before the new file was published. */
typedef enum kembar_writer_former {
    FORMER_UNKNOWN = 0,
    FORMER_ABSENT,
    FORMER_KEPT,  /* under `backup` */
    FORMER_TAKEN, /* likewise, and no longer at the path */
    FORMER_LOST   /* there was one, but the file system keeps no second name for it */
} kembar_writer_former;

struct kembar_file_writer {
    char *path;                      /* owned */
    char *temporary;                 /* owned */
    char *backup;                    /* owned; a name for the former file while publishing */
    char *folder;                    /* owned; of `path` */
    kembar_temporaries *temporaries; /* borrowed; may be NULL */
    kembar_temporary entry;
    kembar_hash_stream *digest; /* owned; NULL: nobody asks for it */
    char *buffer;               /* owned */
    size_t n_buffered;
    uint64_t size;
    atomic_ullong n_written, n_begun; /* handed to the system; which it was asked to store too */
    int fd;                           /* -1 when closed */
    int former_fd;                    /* of what stands at the path; -1: none is open */
    int stores_apart;
    int is_direct; /* the target is a device, pipe or open stream: there is no temporary file */
    kembar_writer_state state;
    kembar_writer_former former;
};

/* Closes and frees; a temporary file stays, but in no list. */
void kembar_file_writer_free(kembar_file_writer *writer);

/* Opens what stands at the path, where it can be read, so that kembar_file_writer_store lets go of
 * its pages as well: removing a large file that is in memory takes long, and nothing else could be
 * done meanwhile. The file itself stays until the new one is published. */
void kembar_file_former_open(kembar_file_writer *writer);
/* Lets go of what is left of it, and closes it; nothing where none is open. */
void kembar_file_former_leave(kembar_file_writer *writer);

/* 0, or -1 and errno. Some file systems have no fsync; then there is nothing more to be done. */
int kembar_file_sync(int fd);

/* Whether a path is to be written to where it is: a device, a pipe, a stream that is open already
 * (/dev/stdout, /dev/fd/3). With takes_streams 0 these are refused; folders and terminals always
 * are. Errors: IO. */
kembar_status kembar_file_look(const char *path, int takes_streams, int *is_direct,
                               kembar_error *error) KEMBAR_MUST_CHECK;
/* Opens such a path; a pipe waits for its reader. -1 in *fd on failure. */
kembar_status kembar_file_open_direct(const char *path, int *fd,
                                      kembar_error *error) KEMBAR_MUST_CHECK;

#endif
