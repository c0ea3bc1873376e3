#include "read/json.h"

#include <atomic>
#include <charconv>
#include <cmath>
#include <cstring>
#include <mutex>
#include <new>
#include <string_view>
#include <type_traits>

#include <simdjson.h>

#include "read/surrogates.h"

extern "C" {
#include "base/alloc.h"
#include "base/error.h"
#include "read/json_numbers.h"
}

namespace dom = simdjson::dom;

struct kembar_json_parser {
    dom::parser parser;
    char *text = nullptr; /* owned: a copy with the padding that simdjson wants */
    size_t capacity = 0;
};

namespace {

constexpr size_t max_depth = 64;
constexpr size_t min_capacity = 4096;

/* At its first use simdjson looks which processor it runs on, and allocates a few names inside of
 * functions that must not throw: without memory the process would end. So a reserve is made first,
 * and given back when one of these allocations fails. */
constexpr size_t reserve_bytes = size_t{16} * 1024;
std::atomic<void *> names_reserve;
std::once_flag processor_known;

void give_reserve_back() {
    void *memory = names_reserve.exchange(nullptr);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    kembar_free(memory);
}

void look_at_processor() {
    names_reserve = kembar_alloc(1, reserve_bytes);
    if (names_reserve == nullptr) {
        throw std::bad_alloc();
    }
    std::new_handler former = std::set_new_handler(give_reserve_back);
    dom::parser probe;
    simdjson::error_code code = probe.allocate(min_capacity, max_depth);
    std::set_new_handler(former);
    kembar_free(names_reserve.exchange(nullptr));
    if (code != simdjson::SUCCESS) {
        throw std::bad_alloc();
    }
}

bool is_processor_known() {
    try {
        std::call_once(processor_known, look_at_processor);
        return true;
    } catch (const std::bad_alloc &) {
        return false; /* the next call tries again */
    }
}

struct place {
    const void *document;
    uint64_t index;
};
static_assert(sizeof(dom::element) == sizeof(place), "an element is a document and an index");
static_assert(std::is_trivially_copyable<dom::element>::value, "an element is plain data");

dom::element to_element(kembar_json_value value) {
    place at = {value.document, value.index};
    dom::element element;
    std::memcpy(static_cast<void *>(&element), &at, sizeof at);
    return element;
}

kembar_json_kind kind_of(dom::element element) {
    switch (element.type()) {
    case dom::element_type::ARRAY:
        return KEMBAR_JSON_ARRAY;
    case dom::element_type::OBJECT:
        return KEMBAR_JSON_OBJECT;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
        return KEMBAR_JSON_NUMBER;
    case dom::element_type::STRING:
        return KEMBAR_JSON_STRING;
    case dom::element_type::BOOL:
        return KEMBAR_JSON_BOOL;
    case dom::element_type::NULL_VALUE:
        return KEMBAR_JSON_NULL;
    }
    return KEMBAR_JSON_NONE;
}

kembar_json_value to_value(dom::element element) {
    place at;
    std::memcpy(&at, static_cast<const void *>(&element), sizeof at);
    return kembar_json_value{kind_of(element), at.document, at.index};
}

kembar_json_value no_value() {
    return kembar_json_value{KEMBAR_JSON_NONE, nullptr, 0};
}

kembar_json_value get_member(kembar_json_value object, std::string_view key) {
    dom::object members;
    dom::element found;
    if (object.kind != KEMBAR_JSON_OBJECT || to_element(object).get(members) != simdjson::SUCCESS ||
        members.at_key(key).get(found) != simdjson::SUCCESS) {
        return no_value();
    }
    return to_value(found);
}

/* Room for a text of `size` bytes in the copy and in simdjson's own tables. */
kembar_status reserve(kembar_json_parser *parser, size_t size, kembar_error *error) {
    if (size <= parser->capacity && parser->text != nullptr) {
        return KEMBAR_OK;
    }
    if (size > simdjson::SIMDJSON_MAXSIZE_BYTES / 2) {
        return kembar_error_set(error, KEMBAR_ERROR_LIMIT, nullptr, 0,
                                "more than 2 GiB of JSON in one piece");
    }
    size_t capacity = parser->capacity < min_capacity ? min_capacity : parser->capacity;
    while (capacity < size) {
        capacity *= 2;
    }
    void *text = kembar_realloc(parser->text, capacity + simdjson::SIMDJSON_PADDING, 1);
    if (text == nullptr) {
        return kembar_error_memory(error);
    }
    parser->text = static_cast<char *>(text);
    if (parser->parser.allocate(capacity, max_depth) != simdjson::SUCCESS) {
        parser->capacity = 0;
        return kembar_error_memory(error);
    }
    parser->capacity = capacity;
    return KEMBAR_OK;
}

kembar_status parse_fault(simdjson::error_code code, kembar_error *error) {
    if (code == simdjson::MEMALLOC) {
        return kembar_error_memory(error);
    }
    std::string_view said = simdjson::error_message(code);
    while (!said.empty() && (said.back() == '.' || said.back() == ' ')) {
        said.remove_suffix(1);
    }
    return kembar_error_set(error, KEMBAR_ERROR_FORMAT, nullptr, 0, "%.*s",
                            static_cast<int>(said.size()), said.data());
}

kembar_view to_view(std::string_view text) {
    return kembar_view{text.data(), text.size()};
}

/* Copies the text to where simdjson wants it; there is room. */
void take_text(kembar_json_parser *parser, kembar_view text) {
    if (text.size > 0) {
        std::memcpy(parser->text, text.data, text.size);
    }
    std::memset(parser->text + text.size, 0, simdjson::SIMDJSON_PADDING);
    kembar_surrogates_mend(parser->text, text.size);
}

/* simdjson refuses a whole text for one number that no machine number holds. Such a number becomes
 * a string and the text is parsed again; what else is wrong with it comes up then. */
kembar_status parse_again(kembar_json_parser *parser, kembar_view text, dom::element *element,
                          simdjson::error_code fault, kembar_error *error) {
    kembar_buffer quoted = {};
    size_t n_quoted = kembar_json_quote_large(text, &quoted);
    kembar_status status = kembar_buffer_status(&quoted);
    if (status == KEMBAR_OK && n_quoted > 0) {
        status = reserve(parser, quoted.size, error);
        if (status == KEMBAR_OK) {
            take_text(parser, kembar_buffer_view(&quoted));
            fault = parser->parser.parse(parser->text, quoted.size, false).get(*element);
        }
    }
    kembar_buffer_deinit(&quoted);
    if (status != KEMBAR_OK) {
        return status == KEMBAR_ERROR_MEMORY ? kembar_error_memory(error) : status;
    }
    return fault == simdjson::SUCCESS ? KEMBAR_OK : parse_fault(fault, error);
}

} // namespace

kembar_status kembar_json_parser_new(kembar_json_parser **out) {
    *out = nullptr;
    void *memory = is_processor_known() ? kembar_alloc(1, sizeof(kembar_json_parser)) : nullptr;
    if (memory == nullptr) {
        return KEMBAR_ERROR_MEMORY;
    }
    *out = new (memory) kembar_json_parser;
    return KEMBAR_OK;
}

void kembar_json_parser_free(kembar_json_parser *parser) {
    if (parser == nullptr) {
        return;
    }
    kembar_free(parser->text);
    parser->~kembar_json_parser();
    kembar_free(parser);
}

static_assert(simdjson::SIMDJSON_PADDING >= KEMBAR_JSON_ROOM_SLACK, "the room has it behind it");

char *kembar_json_room(kembar_json_parser *parser, size_t size) {
    return reserve(parser, size, nullptr) == KEMBAR_OK ? parser->text : nullptr;
}

kembar_status kembar_json_parse(kembar_json_parser *parser, kembar_view text,
                                kembar_json_value *root, kembar_error *error) {
    *root = no_value();
    kembar_status status = reserve(parser, text.size, error);
    if (status != KEMBAR_OK) {
        return status;
    }
    take_text(parser, text);
    dom::element element;
    simdjson::error_code code = parser->parser.parse(parser->text, text.size, false).get(element);
    if (code == simdjson::NUMBER_ERROR) {
        status = parse_again(parser, text, &element, code, error);
    } else if (code != simdjson::SUCCESS) {
        status = parse_fault(code, error);
    }
    if (status == KEMBAR_OK) {
        *root = to_value(element);
    }
    return status;
}

kembar_json_value kembar_json_get(kembar_json_value object, const char *key) {
    return get_member(object, key);
}

kembar_json_value kembar_json_find(kembar_json_value object, const char *path) {
    std::string_view rest = path;
    for (;;) {
        kembar_json_value value = get_member(object, rest);
        size_t dot = rest.find('.');
        if (value.kind != KEMBAR_JSON_NONE || dot == std::string_view::npos) {
            return value;
        }
        object = get_member(object, rest.substr(0, dot));
        rest.remove_prefix(dot + 1);
    }
}

void kembar_json_each(kembar_json_value container,
                      int (*visit)(void *context, kembar_view key, kembar_json_value value),
                      void *context) {
    dom::array items;
    dom::object members;
    if (container.kind == KEMBAR_JSON_ARRAY &&
        to_element(container).get(items) == simdjson::SUCCESS) {
        for (dom::element item : items) {
            if (!visit(context, kembar_view{"", 0}, to_value(item))) {
                return;
            }
        }
    } else if (container.kind == KEMBAR_JSON_OBJECT &&
               to_element(container).get(members) == simdjson::SUCCESS) {
        for (dom::key_value_pair member : members) {
            if (!visit(context, to_view(member.key), to_value(member.value))) {
                return;
            }
        }
    }
}

kembar_view kembar_json_as_string(kembar_json_value value) {
    std::string_view text;
    if (value.kind != KEMBAR_JSON_STRING || to_element(value).get(text) != simdjson::SUCCESS) {
        return kembar_view{nullptr, 0};
    }
    return to_view(text);
}

int kembar_json_as_i64(kembar_json_value value, int64_t *out) {
    *out = 0;
    return value.kind == KEMBAR_JSON_NUMBER && to_element(value).is_int64() &&
           to_element(value).get(*out) == simdjson::SUCCESS;
}

int kembar_json_as_micro(kembar_json_value value, int64_t *out) {
    *out = 0;
    int64_t whole = 0;
    double number = 0;
    if (kembar_json_as_i64(value, &whole)) {
        int64_t micro = 0;
        int fits = !__builtin_mul_overflow(whole, int64_t{1000000}, &micro);
        *out = fits ? micro : 0;
        return fits;
    }
    if (value.kind != KEMBAR_JSON_NUMBER || to_element(value).get(number) != simdjson::SUCCESS ||
        std::fabs(number) > 9.2e12) {
        return 0;
    }
    *out = std::llround(number * 1e6);
    return 1;
}

int kembar_json_as_bool(kembar_json_value value, int *out) {
    bool truth = false;
    int is_bool =
        value.kind == KEMBAR_JSON_BOOL && to_element(value).get(truth) == simdjson::SUCCESS;
    *out = truth;
    return is_bool;
}

size_t kembar_json_number_text(kembar_json_value value, char out[KEMBAR_JSON_NUMBER_BYTES]) {
    if (value.kind != KEMBAR_JSON_NUMBER) {
        return 0;
    }
    dom::element element = to_element(value);
    int64_t small = 0;
    uint64_t large = 0;
    double number = 0;
    std::to_chars_result end = {out, std::errc{}};
    char *limit = out + KEMBAR_JSON_NUMBER_BYTES;
    if (element.is_int64() && element.get(small) == simdjson::SUCCESS) {
        end = std::to_chars(out, limit, small);
    } else if (element.is_uint64() && element.get(large) == simdjson::SUCCESS) {
        end = std::to_chars(out, limit, large);
    } else if (element.get(number) == simdjson::SUCCESS) {
        end = std::to_chars(out, limit, number);
    }
    return static_cast<size_t>(end.ptr - out);
}
