/* A JSON parser as the state of cmocka tests. */
#ifndef TESTS_SUPPORT_PARSER_STATE_H
#define TESTS_SUPPORT_PARSER_STATE_H

#define WITH_PARSER(test) cmocka_unit_test_setup_teardown(test, make_parser, free_parser)

int make_parser(void **state);
int free_parser(void **state);

#endif
