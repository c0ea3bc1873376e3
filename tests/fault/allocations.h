/* Allocations that fail on demand; the linker's --wrap leads all calls of the test's program here.
 */
#ifndef KEMBAR_TESTS_FAULT_ALLOCATIONS_H
#define KEMBAR_TESTS_FAULT_ALLOCATIONS_H

/* From now on the kth allocation (0 is the next) fails; with and_later all that follow do too. */
void allocations_fail_at(long k, int and_later);
/* No more fail. Returns whether one has failed; *n_seen (may be NULL) is how many there were. */
int allocations_stop_failing(long *n_seen);

#endif
