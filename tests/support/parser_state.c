#include "parser_state.h"

#include "read/json.h"

int make_parser(void **state) {
    kembar_json_parser *parser = NULL;
    int fault = kembar_json_parser_new(&parser) != KEMBAR_OK;
    *state = parser;
    return fault;
}

int free_parser(void **state) {
    kembar_json_parser_free(*state);
    return 0;
}
