#include "model/model.h"

void kembar_model_deinit(kembar_model *model) {
    kembar_furniture_deinit(&model->furniture);
    kembar_frequencies_deinit(&model->frequencies);
}
