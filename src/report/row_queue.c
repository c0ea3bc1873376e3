#include "report/row_queue.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/error.h"

enum { MOST_KEPT_BYTES = 2 * 1024 * 1024 };

kembar_status kembar_row_queue_init(kembar_row_queue *queue, int n_threads) {
    queue->n_texts = (size_t)n_threads + KEMBAR_TURNS_LEFT;
    queue->turns = kembar_turns_new();
    queue->lock = kembar_lock_new();
    queue->texts = kembar_alloc_zeroed(queue->n_texts, sizeof *queue->texts);
    queue->free = kembar_alloc(queue->n_texts, sizeof *queue->free);
    if (!queue->turns || !queue->lock || !queue->texts || !queue->free)
        return KEMBAR_ERROR_MEMORY;
    while (queue->n_free < queue->n_texts) {
        queue->free[queue->n_free] = &queue->texts[queue->n_free];
        queue->n_free++;
    }
    return KEMBAR_OK;
}

void kembar_row_queue_deinit(kembar_row_queue *queue) {
    for (size_t i = 0; queue->texts && i < queue->n_texts; i++)
        kembar_buffer_deinit(&queue->texts[i]);
    kembar_free(queue->texts);
    kembar_free(queue->free);
    kembar_lock_free(queue->lock);
    kembar_turns_free(queue->turns);
    *queue = (kembar_row_queue){0};
}

/* What a giant row needed is not kept. */
static void release(kembar_row_queue *queue, kembar_buffer *text) {
    if (text->capacity > MOST_KEPT_BYTES)
        kembar_buffer_deinit(text);
    kembar_buffer_clear(text);
    kembar_lock_take(queue->lock);
    queue->free[queue->n_free++] = text;
    kembar_lock_give(queue->lock);
}

static kembar_status write_text(const kembar_row_queue *queue, const kembar_buffer *text,
                                kembar_error *error) {
    if (queue->file)
        return kembar_file_writer_write(queue->file, text->data, text->size, error);
    if (text->size > 0 && fwrite(text->data, 1, text->size, queue->stream) != text->size)
        return kembar_error_errno(error, NULL, errno, "cannot write the kept records");
    return KEMBAR_OK;
}

/* There is always one: each thread has one, and those that are left have the rest. */
void kembar_row_slice_begin(kembar_row_slice *slice, kembar_row_queue *queue, size_t number) {
    *slice = (kembar_row_slice){.number = number};
    kembar_lock_take(queue->lock);
    slice->text = queue->free[--queue->n_free];
    kembar_lock_give(queue->lock);
}

static int take_turn(kembar_row_slice *slice, kembar_row_queue *queue) {
    if (!slice->has_turn)
        slice->has_turn = kembar_turns_take(queue->turns, slice->number);
    slice->is_over = !slice->has_turn;
    return slice->has_turn;
}

kembar_status kembar_row_slice_flush(kembar_row_slice *slice, kembar_row_queue *queue,
                                     kembar_error *error) {
    kembar_status status = kembar_buffer_status(slice->text);
    if (status)
        return kembar_error_memory(error);
    if (take_turn(slice, queue))
        status = write_text(queue, slice->text, error);
    kembar_buffer_clear(slice->text);
    return status;
}

/* The slice's text, and those that others leave meanwhile. */
static kembar_status write_on(kembar_row_slice *slice, kembar_row_queue *queue,
                              kembar_error *error) {
    kembar_status status = KEMBAR_OK;
    for (kembar_buffer *text = slice->text; text && !status;) {
        status = write_text(queue, text, error);
        release(queue, text);
        text = status ? NULL : kembar_turns_give(queue->turns);
    }
    return status;
}

static kembar_status leave_or_write(kembar_row_slice *slice, kembar_row_queue *queue,
                                    kembar_status status, kembar_error *error) {
    if (!status && kembar_buffer_status(slice->text))
        status = kembar_error_memory(error);
    if (!status && !slice->has_turn && !slice->is_over &&
        kembar_turns_leave(queue->turns, slice->number, slice->text))
        return KEMBAR_OK;
    if (!status && !slice->is_over && take_turn(slice, queue))
        status = write_on(slice, queue, error);
    else
        release(queue, slice->text);
    if (status)
        kembar_turns_refuse(queue->turns, slice->number);
    return status;
}

/* Storing is begun by who does not write just now. */
kembar_status kembar_row_slice_end(kembar_row_slice *slice, kembar_row_queue *queue,
                                   kembar_status status, kembar_error *error) {
    status = leave_or_write(slice, queue, status, error);
    if (!status && queue->file)
        kembar_file_writer_store(queue->file);
    return status;
}
