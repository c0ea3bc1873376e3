#include "flat_check.h"

#include "base/alloc.h"
#include "base/views.h"
#include "text/utf8.h"

typedef struct walk {
    const kembar_json_flat *flat;
    size_t n;
    const char *broken;
} walk;

static const char *compare(const kembar_json_member *member, kembar_view key,
                           kembar_json_value value) {
    char number[KEMBAR_JSON_NUMBER_BYTES];
    kembar_view text = kembar_json_as_string(value);
    if (value.kind == KEMBAR_JSON_NUMBER)
        text = (kembar_view){number, kembar_json_number_text(value, number)};
    if (!kembar_view_equal(member->key, key))
        return "a key is another";
    if (member->kind != value.kind)
        return "a value is of another kind";
    if ((member->text.data == NULL) != (text.data == NULL) ||
        !kembar_view_equal(member->text, text))
        return "a value is another";
    if (kembar_utf8_valid_prefix(key) != key.size || kembar_utf8_valid_prefix(text) != text.size)
        return "a string is no valid UTF-8 without NULs";
    return NULL;
}

static int visit(void *context, kembar_view key, kembar_json_value value) {
    walk *self = context;
    self->broken = self->n == self->flat->n_members
                       ? "a member is missing"
                       : compare(&self->flat->members[self->n++], key, value);
    return self->broken == NULL;
}

static const char *check_members(kembar_json_parser *parser, kembar_view text,
                                 const kembar_json_flat *flat) {
    kembar_json_value root;
    walk self = {.flat = flat};
    if (kembar_json_parse(parser, text, &root, NULL) != KEMBAR_OK)
        return "json.h refuses it";
    kembar_json_each(root, visit, &self);
    return self.broken == NULL && self.n != flat->n_members ? "there is a member too many"
                                                            : self.broken;
}

const char *flat_check(kembar_json_parser *parser, kembar_view text, int *is_flat) {
    kembar_json_flat flat;
    char *room = kembar_alloc(1, text.size + KEMBAR_JSON_ROOM_SLACK);
    *is_flat = room != NULL && kembar_json_flat_read(&flat, text, room);
    const char *broken = *is_flat ? check_members(parser, text, &flat) : NULL;
    kembar_free(room);
    return broken;
}
