#include "read/conveyor.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "read/text.h"

/* A window that a giant line made so many times as large as usual is not kept by each thread. */
enum { MOST_KEPT = 8 };

void kembar_stretch_deinit(kembar_stretch *stretch) {
    kembar_window_deinit(&stretch->window);
    kembar_file_result_deinit(&stretch->made);
    *stretch = (kembar_stretch){0};
}

kembar_status kembar_conveyor_init(kembar_conveyor *conveyor, kembar_stream *stream,
                                   size_t target_bytes, size_t limit_bytes,
                                   kembar_file_result *result, kembar_error *error) {
    *conveyor = (kembar_conveyor){.stream = stream,
                                  .target_bytes = target_bytes,
                                  .limit_bytes = limit_bytes,
                                  .result = result,
                                  .lock = kembar_lock_new()};
    return conveyor->lock == NULL ? kembar_error_memory(error) : KEMBAR_OK;
}

/* Every stretch in front of one that was taken is done to its end, so that the first to fail does
 * not depend on who is faster. */
static void note_failure(kembar_conveyor *c, size_t number, kembar_status status,
                         const kembar_error *error) {
    if (c->status == KEMBAR_OK || number < c->failed) {
        c->failed = number;
        c->status = status;
        c->error = *error;
    }
}

/* --- giving back --- */

static kembar_status keep_part(kembar_conveyor *c, size_t number, kembar_file_result *made) {
    kembar_status status =
        kembar_array_reserve((void **)&c->parts, &c->capacity, c->n_parts + 1, sizeof *c->parts);
    if (status != KEMBAR_OK) {
        return status;
    }
    size_t i = c->n_parts++;
    for (; i > 0 && c->parts[i - 1].number > number; i--) {
        c->parts[i] = c->parts[i - 1];
    }
    c->parts[i] = (kembar_conveyor_part){number, *made};
    *made = (kembar_file_result){0};
    return KEMBAR_OK;
}

/* Joins the parts that have come to be next. */
static kembar_status join_parts(kembar_conveyor *c) {
    kembar_status status = KEMBAR_OK;
    size_t n = 0;
    for (; n < c->n_parts && c->parts[n].number == c->n_joined && status == KEMBAR_OK; n++) {
        status = kembar_file_result_join(c->result, &c->parts[n].made);
        c->n_joined++;
    }
    c->n_parts -= n;
    if (n > 0) {
        memmove(c->parts, c->parts + n, c->n_parts * sizeof *c->parts);
    }
    return status;
}

static kembar_status join(kembar_conveyor *c, kembar_stretch *stretch) {
    if (stretch->number != c->n_joined) {
        return keep_part(c, stretch->number, &stretch->made);
    }
    c->n_joined++;
    kembar_status status = kembar_file_result_join(c->result, &stretch->made);
    return status == KEMBAR_OK ? join_parts(c) : status;
}

static void give_back(kembar_conveyor *c, kembar_stretch *stretch) {
    kembar_status status = stretch->status;
    if (status == KEMBAR_OK && join(c, stretch) != KEMBAR_OK) {
        status = kembar_error_memory(&stretch->error);
    }
    if (status != KEMBAR_OK) {
        note_failure(c, stretch->number, status, &stretch->error);
    }
    kembar_file_result_clear(&stretch->made);
    if (stretch->window.capacity / MOST_KEPT > c->target_bytes) {
        kembar_window_deinit(&stretch->window);
    }
    stretch->is_held = 0;
}

/* --- taking --- */

static kembar_status check_encoding(const kembar_window *window, kembar_error *error) {
    if (!kembar_text_is_utf16((kembar_view){window->data, window->size})) {
        return KEMBAR_OK;
    }
    return kembar_error_set(error, KEMBAR_ERROR_FORMAT, NULL, 0,
                            "UTF-16: records must be in UTF-8");
}

static kembar_status cut_lines(kembar_conveyor *c, kembar_window *window, kembar_error *error) {
    kembar_status status = kembar_window_split(window, &c->n_lines);
    if (status == KEMBAR_OK && !window->at_end) {
        status = kembar_window_carry(window, &c->rest);
    }
    return status == KEMBAR_OK ? status : kembar_error_memory(error);
}

static kembar_status fill(kembar_conveyor *c, kembar_window *window, kembar_error *error) {
    if (kembar_window_carry(&c->rest, window) != KEMBAR_OK) {
        return kembar_error_memory(error);
    }
    kembar_status status =
        kembar_window_fill(window, c->stream, c->target_bytes, c->limit_bytes, error);
    if (status == KEMBAR_OK && c->n_taken == 0) {
        status = check_encoding(window, error);
    }
    return status == KEMBAR_OK ? cut_lines(c, window, error) : status;
}

static void take_next(kembar_conveyor *c, kembar_stretch *stretch) {
    stretch->error = (kembar_error){0};
    stretch->status = fill(c, &stretch->window, &stretch->error);
    stretch->number = c->n_taken++;
    stretch->raw_bytes = kembar_stream_raw_bytes(c->stream);
    stretch->is_held = stretch->status == KEMBAR_OK;
    c->at_end = stretch->window.at_end;
    if (!stretch->is_held) {
        note_failure(c, stretch->number, stretch->status, &stretch->error);
    }
}

int kembar_conveyor_next(kembar_conveyor *conveyor, kembar_stretch *stretch) {
    kembar_lock_take(conveyor->lock);
    if (stretch->is_held) {
        give_back(conveyor, stretch);
    }
    if (conveyor->status == KEMBAR_OK && !conveyor->at_end) {
        take_next(conveyor, stretch);
    }
    kembar_lock_give(conveyor->lock);
    return stretch->is_held;
}

kembar_status kembar_conveyor_end(kembar_conveyor *conveyor, kembar_error *error) {
    kembar_status status = conveyor->status;
    if (status != KEMBAR_OK && error != NULL) {
        *error = conveyor->error;
    }
    for (size_t i = 0; i < conveyor->n_parts; i++) {
        kembar_file_result_deinit(&conveyor->parts[i].made);
    }
    kembar_free(conveyor->parts);
    kembar_window_deinit(&conveyor->rest);
    kembar_lock_free(conveyor->lock);
    *conveyor = (kembar_conveyor){0};
    return status;
}
