#include "base/file.h"
#include "kembar/track_report.h"

kembar_status kembar_answer_save_try(const char *path, kembar_temporaries *temporaries,
                                     kembar_error *error) {
    kembar_file_options options = {.temporaries = temporaries, .takes_streams = 1};
    return kembar_file_writer_try(path, &options, error);
}

kembar_status kembar_answer_save(const kembar_answer *answer, const char *path,
                                 kembar_temporaries *temporaries, kembar_error *error) {
    kembar_file_options options = {.temporaries = temporaries, .takes_streams = 1};
    kembar_file_writer *file = NULL;
    kembar_status status = kembar_file_writer_open_with(&file, path, &options, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writer_write(file, answer->data, answer->size, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writer_seal(file, error);
    if (status != KEMBAR_OK) {
        kembar_file_writer_abandon(file);
        return status;
    }
    return kembar_file_writer_publish(file, error);
}
