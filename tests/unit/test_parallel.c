#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "scarce_memory.h"

enum { MAX_ITEMS = 1000, MAX_WORKERS = 8 };

typedef struct call_record {
    size_t n_items;
    size_t grain;
    int n_threads;
    unsigned char times_done[MAX_ITEMS];
    atomic_int busy[MAX_WORKERS]; /* by worker_id */
    atomic_int n_faults;          /* a slice or worker that should not be */
    size_t fails_from;            /* items from here on fail */
    int gives_details;
} call_record;

static void begin_record(call_record *record, int n_threads, size_t n_items, size_t grain) {
    memset(record, 0, sizeof *record);
    record->n_items = n_items;
    record->grain = grain;
    record->n_threads = n_threads;
    record->fails_from = SIZE_MAX;
}

static int is_slice(const call_record *record, size_t begin, size_t end) {
    if (begin >= end || end > record->n_items || begin % record->grain != 0)
        return 0;
    return end - begin == record->grain || end == record->n_items;
}

static kembar_status do_slice(void *context, size_t begin, size_t end, int worker_id,
                              kembar_error *error) {
    call_record *record = context;
    if (!is_slice(record, begin, end) || worker_id < 0 || worker_id >= record->n_threads) {
        atomic_fetch_add(&record->n_faults, 1);
        return KEMBAR_ERROR_ARGUMENT;
    }
    if (atomic_exchange(&record->busy[worker_id], 1))
        atomic_fetch_add(&record->n_faults, 1); /* two at once under one id */
    for (size_t i = begin; i < end; i++)
        record->times_done[i]++;
    atomic_store(&record->busy[worker_id], 0);
    if (begin < record->fails_from)
        return KEMBAR_OK;
    if (!record->gives_details)
        return KEMBAR_ERROR_LIMIT;
    return kembar_error_set(error, KEMBAR_ERROR_FORMAT, "list.txt", begin, "bad item %zu", begin);
}

static void does_each_item_once(void **state) {
    (void)state;
    static const int threads[] = {1, 2, 7};
    static const size_t sizes[] = {0, 1, 2, 5, 999, MAX_ITEMS};
    static const size_t grains[] = {1, 3, 10, MAX_ITEMS, SIZE_MAX};
    for (size_t t = 0; t < 3; t++)
        for (size_t s = 0; s < 6; s++)
            for (size_t g = 0; g < 5; g++) {
                call_record record;
                begin_record(&record, threads[t], sizes[s], grains[g]);
                kembar_error error = {.code = KEMBAR_OK};
                assert_int_equal(
                    kembar_parallel_for(threads[t], sizes[s], grains[g], do_slice, &record, &error),
                    KEMBAR_OK);
                assert_int_equal(error.code, KEMBAR_OK);
                assert_int_equal(record.n_faults, 0);
                for (size_t i = 0; i < MAX_ITEMS; i++)
                    assert_int_equal(record.times_done[i], i < sizes[s]);
            }
}

static void returns_the_smallest_failure(void **state) {
    (void)state;
    for (int round = 0; round < 200; round++) {
        call_record record;
        begin_record(&record, 7, MAX_ITEMS, 2);
        record.fails_from = (size_t)round * 4;
        record.gives_details = 1;
        kembar_error error = {.code = KEMBAR_OK};
        assert_int_equal(kembar_parallel_for(7, MAX_ITEMS, 2, do_slice, &record, &error),
                         KEMBAR_ERROR_FORMAT);
        assert_int_equal(error.code, KEMBAR_ERROR_FORMAT);
        assert_int_equal(error.position, record.fails_from);
        assert_string_equal(error.file, "list.txt");
        for (size_t i = 0; i < record.fails_from; i++)
            assert_int_equal(record.times_done[i], 1);
    }
}

static void stops_after_a_failure(void **state) {
    (void)state;
    call_record record;
    begin_record(&record, 1, MAX_ITEMS, 10);
    record.fails_from = 30;
    assert_int_equal(kembar_parallel_for(1, MAX_ITEMS, 10, do_slice, &record, NULL),
                     KEMBAR_ERROR_LIMIT);
    assert_int_equal(record.times_done[39], 1);
    assert_int_equal(record.times_done[40], 0);
}

static void names_a_failure_without_details(void **state) {
    (void)state;
    call_record record;
    begin_record(&record, 2, 10, 1);
    record.fails_from = 0;
    kembar_error error = {.code = KEMBAR_OK};
    assert_int_equal(kembar_parallel_for(2, 10, 1, do_slice, &record, &error), KEMBAR_ERROR_LIMIT);
    assert_int_equal(error.code, KEMBAR_ERROR_LIMIT);
    assert_string_equal(error.message, "limit");
}

static void runs_alone_without_memory(void **state) {
    (void)state;
    call_record record;
    begin_record(&record, 1, MAX_ITEMS, 10); /* worker 0 alone */
    scarce_memory(0);
    kembar_status status = kembar_parallel_for(7, MAX_ITEMS, 10, do_slice, &record, NULL);
    plenty_of_memory();
    assert_int_equal(status, KEMBAR_OK);
    assert_int_equal(record.n_faults, 0);
    for (size_t i = 0; i < MAX_ITEMS; i++)
        assert_int_equal(record.times_done[i], 1);
}

static void takes_odd_arguments_as_one(void **state) {
    (void)state;
    call_record record;
    begin_record(&record, 1, 5, 1);
    assert_int_equal(kembar_parallel_for(-3, 5, 0, do_slice, &record, NULL), KEMBAR_OK);
    assert_int_equal(record.n_faults, 0);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(record.times_done[i], 1);
}

static kembar_status do_nested(void *context, size_t begin, size_t end, int worker_id,
                               kembar_error *error) {
    (void)end;
    (void)worker_id;
    call_record *records = context;
    return kembar_parallel_for(2, 100, 7, do_slice, &records[begin], error);
}

static void nests(void **state) {
    (void)state;
    static call_record records[6];
    for (size_t i = 0; i < 6; i++)
        begin_record(&records[i], 2, 100, 7);
    assert_int_equal(kembar_parallel_for(3, 6, 1, do_nested, records, NULL), KEMBAR_OK);
    for (size_t r = 0; r < 6; r++)
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(records[r].times_done[i], 1);
}

static sem_t over;
static pthread_key_t at_exit;

static void tell(void *value) {
    (void)value;
    assert_int_equal(sem_post(&over), 0);
}

static void set_value(void *context) {
    *(int *)context = 7;
    assert_int_equal(pthread_setspecific(at_exit, context), 0);
}

/* The key's destructor runs when the thread is over. */
static void a_task_of_its_own_may_end(void **state) {
    (void)state;
    int value = 0;
    assert_int_equal(sem_init(&over, 0, 0), 0);
    assert_int_equal(pthread_key_create(&at_exit, tell), 0);
    assert_int_equal(kembar_parallel_start(set_value, &value, NULL), KEMBAR_OK);
    while (sem_wait(&over) != 0)
        continue;
    assert_int_equal(value, 7);
    assert_int_equal(pthread_key_delete(at_exit), 0);
}

static void counts_processors(void **state) {
    (void)state;
    assert_in_range(kembar_parallel_default_threads(), 1, 65535);
}

enum { N_TURNS = 400, REFUSED = 123 };

typedef struct turn_record {
    kembar_turns *turns;
    size_t order[N_TURNS], numbers[N_TURNS];
    size_t n_done; /* by whoever has the turn: no lock */
    size_t refused;
    int leaves;
} turn_record;

static kembar_status take_turns(void *context, size_t begin, size_t end, int worker_id,
                                kembar_error *error) {
    turn_record *record = context;
    (void)end;
    (void)worker_id;
    (void)error;
    record->numbers[begin] = begin;
    if (begin == record->refused) {
        kembar_turns_refuse(record->turns, begin);
        return KEMBAR_ERROR_LIMIT;
    }
    if (record->leaves && kembar_turns_leave(record->turns, begin, &record->numbers[begin]))
        return KEMBAR_OK;
    size_t *number = &record->numbers[begin];
    if (!kembar_turns_take(record->turns, begin))
        number = NULL;
    for (; number; number = kembar_turns_give(record->turns))
        record->order[record->n_done++] = *number;
    return KEMBAR_OK;
}

static kembar_status run_turns(turn_record *record, int n_threads) {
    record->turns = kembar_turns_new();
    assert_non_null(record->turns);
    kembar_status status = kembar_parallel_for(n_threads, N_TURNS, 1, take_turns, record, NULL);
    kembar_turns_free(record->turns);
    for (size_t i = 0; i < record->n_done; i++)
        assert_int_equal(record->order[i], i);
    return status;
}

static void turns_come_in_order(void **state) {
    (void)state;
    for (int n_threads = 1; n_threads <= 7; n_threads += 3)
        for (int leaves = 0; leaves <= 1; leaves++) {
            turn_record record = {.refused = SIZE_MAX, .leaves = leaves};
            assert_int_equal(run_turns(&record, n_threads), KEMBAR_OK);
            assert_int_equal(record.n_done, N_TURNS);
        }
}

static void none_comes_after_one_refused(void **state) {
    (void)state;
    for (int n_threads = 1; n_threads <= 7; n_threads += 3)
        for (int leaves = 0; leaves <= 1; leaves++) {
            turn_record record = {.refused = REFUSED, .leaves = leaves};
            assert_int_equal(run_turns(&record, n_threads), KEMBAR_ERROR_LIMIT);
            assert_int_equal(record.n_done, REFUSED);
        }
}

static void some_turns_can_be_left(void **state) {
    (void)state;
    int works[KEMBAR_TURNS_LEFT + 1];
    kembar_turns *turns = kembar_turns_new();
    assert_non_null(turns);
    assert_false(kembar_turns_leave(turns, 0, &works[0]));
    assert_true(kembar_turns_take(turns, 0));
    for (size_t i = 1; i <= KEMBAR_TURNS_LEFT; i++)
        assert_true(kembar_turns_leave(turns, i, &works[i]));
    assert_false(kembar_turns_leave(turns, KEMBAR_TURNS_LEFT + 1, &works[0]));
    for (size_t i = 1; i <= KEMBAR_TURNS_LEFT; i++)
        assert_ptr_equal(kembar_turns_give(turns), &works[i]);
    assert_null(kembar_turns_give(turns));
    assert_false(kembar_turns_leave(turns, KEMBAR_TURNS_LEFT + 1, &works[0]));
    kembar_turns_free(turns);
    kembar_turns_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_each_item_once),
        cmocka_unit_test(returns_the_smallest_failure),
        cmocka_unit_test(stops_after_a_failure),
        cmocka_unit_test(names_a_failure_without_details),
        cmocka_unit_test(runs_alone_without_memory),
        cmocka_unit_test(takes_odd_arguments_as_one),
        cmocka_unit_test(nests),
        cmocka_unit_test(turns_come_in_order),
        cmocka_unit_test(none_comes_after_one_refused),
        cmocka_unit_test(some_turns_can_be_left),
        cmocka_unit_test(a_task_of_its_own_may_end),
        cmocka_unit_test(counts_processors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
