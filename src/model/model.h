/* What was fitted on a collection and is then frozen. */
#ifndef KEMBAR_MODEL_MODEL_H
#define KEMBAR_MODEL_MODEL_H

#include "model/frequencies.h"
#include "model/furniture.h"

/* Start from a zeroed struct. Read-only once fitted: any number of readers. */
typedef struct kembar_model {
    kembar_furniture furniture;
    kembar_frequencies frequencies;
} kembar_model;

void kembar_model_deinit(kembar_model *model);

#endif
