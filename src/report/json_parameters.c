#include "report/answers.h"
#include "report/json_put.h"

static void put_options(kembar_json_writer *json, const kembar_options *options) {
    size_t n_fields;
    const kembar_option_field *fields = kembar_option_fields(&n_fields);
    kembar_json_key(json, "options");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_fields; i++) {
        const char *meaning = kembar_option_meaning(&fields[i]);
        if (!meaning)
            continue;
        const void *place = (const char *)options + fields[i].offset;
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "name", fields[i].name);
        kembar_json_put_option(json, "value", &fields[i], *(const int32_t *)place);
        kembar_json_put_option(json, "minimum", &fields[i], fields[i].minimum);
        kembar_json_put_option(json, "maximum", &fields[i], fields[i].maximum);
        kembar_json_put_text(json, "meaning", meaning);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

static void put_point(kembar_json_writer *json, const kembar_curve_point *point) {
    const uint32_t *lengths = kembar_curve_lengths();
    kembar_json_begin_object(json);
    kembar_json_put_micro(json, "jaccard", point->jaccard);
    kembar_json_put_micro(json, "changed_words", point->changed_words);
    kembar_json_put_micro(json, "by_bands", point->by_bands);
    kembar_json_key(json, "by_rare_shingles");
    kembar_json_begin_array(json);
    for (size_t k = 0; k < KEMBAR_N_CURVE_LENGTHS; k++) {
        kembar_json_begin_object(json);
        kembar_json_put_u64(json, "words", lengths[k]);
        kembar_json_put_micro(json, "chance", point->by_rare[k]);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
    kembar_json_end_object(json);
}

static void put_curve(kembar_json_writer *json, const kembar_options *options) {
    kembar_json_key(json, "curve");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < KEMBAR_N_CURVE_POINTS; i++) {
        kembar_curve_point point = kembar_curve_at(options, i);
        put_point(json, &point);
    }
    kembar_json_end_array(json);
}

static void put_rules(kembar_json_writer *json, const kembar_options *options) {
    kembar_reason rules[KEMBAR_MAX_REASONS];
    size_t n_rules = kembar_rules_of(options, rules);
    kembar_json_key(json, "rules");
    kembar_json_begin_array(json);
    for (size_t i = 0; i < n_rules; i++) {
        kembar_json_begin_object(json);
        kembar_json_put_text(json, "rule", rules[i].rule);
        kembar_json_key(json, "asked");
        if (rules[i].is_micro)
            kembar_json_micro(json, rules[i].threshold);
        else
            kembar_json_i64(json, rules[i].threshold);
        kembar_json_end_object(json);
    }
    kembar_json_end_array(json);
}

kembar_status kembar_answer_parameters(kembar_answer *out, const kembar_options *options,
                                       kembar_error *error) {
    kembar_buffer text = {0};
    kembar_json_writer json = {.out = &text};
    kembar_json_begin_object(&json);
    kembar_json_put_u64(&json, "places", (uint64_t)options->n_bands * (uint64_t)options->band_rows);
    put_options(&json, options);
    put_curve(&json, options);
    put_rules(&json, options);
    kembar_json_end_object(&json);
    kembar_buffer_append_char(&text, '\n');
    return kembar_answer_take(out, &text, error);
}
