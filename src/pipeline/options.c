#include "kembar/options.h"

#include "base/error.h"
#include "feature/sketch.h"

static const kembar_option_field fields[] = {
    {"near", offsetof(kembar_options, near_micro), 1, 1000000, 1, 0, 0},
    {"excerpt_tokens", offsetof(kembar_options, excerpt_tokens), 8, 1000000, 0, 0, 0},
    {"min_tokens", offsetof(kembar_options, min_tokens), 1, 1000000, 0, 0, 0},
    {"shingle_tokens", offsetof(kembar_options, shingle_tokens), 2, 16, 0, 0, 0},
    {"bands", offsetof(kembar_options, n_bands), 1, 64, 0, 0, 0},
    {"band_rows", offsetof(kembar_options, band_rows), 1, 16, 0, 0, 0},
    {"rare_shingle_max", offsetof(kembar_options, rare_shingle_max), 2, 100000, 0, 0, 0},
    {"rare_shingles_shared", offsetof(kembar_options, rare_shingles_shared), 1, 1000, 0, 0, 0},
    {"neighbours", offsetof(kembar_options, n_neighbours), 1, 64, 0, 0, 0},
    {"related", offsetof(kembar_options, related_micro), 50000, 1000000, 1, 0, 0},
    {"across_sources", offsetof(kembar_options, across_sources), 0, 1, 0, 1, 0},
    {"within_days", offsetof(kembar_options, within_days), -1, 1000000, 0, 0, 1},
    {"threads", offsetof(kembar_options, n_threads), 0, 1024, 0, 0, 0}};

kembar_options kembar_options_default(void) {
    return (kembar_options){.shingle_tokens = 5,
                            .near_micro = 500000,
                            .excerpt_tokens = 40,
                            .min_tokens = 5,
                            .n_bands = 32,
                            .band_rows = 4,
                            .rare_shingle_max = 100,
                            .rare_shingles_shared = 2,
                            .n_neighbours = 10,
                            .related_micro = 350000,
                            .within_days = -1};
}

const kembar_option_field *kembar_option_fields(size_t *n_fields) {
    *n_fields = sizeof fields / sizeof *fields;
    return fields;
}

kembar_status kembar_options_validate(const kembar_options *options, kembar_error *error) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const kembar_option_field *field = &fields[i];
        int32_t value = *(const int32_t *)(const void *)((const char *)options + field->offset);
        if (value < field->minimum || value > field->maximum)
            return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                    "%s must be %ld to %ld%s, not %ld", field->name,
                                    (long)field->minimum, (long)field->maximum,
                                    field->is_micro ? " millionths" : "", (long)value);
    }
    if (options->n_bands * options->band_rows > KEMBAR_SKETCH_MAX_PLACES)
        return kembar_error_set(error, KEMBAR_ERROR_ARGUMENT, NULL, 0,
                                "bands times band_rows must be at most %d, not %ld",
                                KEMBAR_SKETCH_MAX_PLACES,
                                (long)options->n_bands * options->band_rows);
    return KEMBAR_OK;
}
