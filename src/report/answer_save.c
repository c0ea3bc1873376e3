#include "base/error.h"
#include "base/file.h"
#include "kembar/track_report.h"

kembar_status kembar_answer_save_try(const char *path, kembar_temporaries *temporaries,
                                     kembar_error *error) {
    kembar_file_options options = {.temporaries = temporaries, .takes_streams = 1};
    return kembar_file_writer_try(path, &options, error);
}

static kembar_status seal(kembar_file_writer **out, const kembar_answer_file *of,
                          kembar_temporaries *temporaries, kembar_error *error) {
    kembar_file_options options = {.temporaries = temporaries, .takes_streams = 1};
    kembar_file_remove_stale_of(of->path);
    kembar_status status = kembar_file_writer_open_with(out, of->path, &options, error);
    if (status == KEMBAR_OK)
        status = kembar_file_writer_write(*out, of->answer->data, of->answer->size, error);
    return status == KEMBAR_OK ? kembar_file_writer_seal(*out, error) : status;
}

kembar_status kembar_answers_save(const kembar_answer_file *files, size_t n_files,
                                  kembar_temporaries *temporaries, kembar_error *error) {
    kembar_file_writer *writers[KEMBAR_MAX_ANSWER_FILES] = {NULL};
    kembar_status status = KEMBAR_OK;
    if (n_files > KEMBAR_MAX_ANSWER_FILES)
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, NULL, 0, "more than %d outputs",
                                KEMBAR_MAX_ANSWER_FILES);
    for (size_t i = 0; i < n_files && status == KEMBAR_OK; i++)
        status = seal(&writers[i], &files[i], temporaries, error);
    if (status == KEMBAR_OK)
        return kembar_file_writers_publish(writers, n_files, 0, error);
    for (size_t i = 0; i < n_files; i++)
        kembar_file_writer_abandon(writers[i]);
    return status;
}

kembar_status kembar_answer_save(const kembar_answer *answer, const char *path,
                                 kembar_temporaries *temporaries, kembar_error *error) {
    kembar_answer_file file = {answer, path};
    return kembar_answers_save(&file, 1, temporaries, error);
}
