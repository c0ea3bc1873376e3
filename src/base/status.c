#include "kembar/status.h"

const char *kembar_status_name(kembar_status status) {
    switch (status) {
    case KEMBAR_OK:
        return "ok";
    case KEMBAR_ERROR_MEMORY:
        return "memory";
    case KEMBAR_ERROR_ARGUMENT:
        return "argument";
    case KEMBAR_ERROR_IO:
        return "io";
    case KEMBAR_ERROR_FORMAT:
        return "format";
    case KEMBAR_ERROR_LIMIT:
        return "limit";
    case KEMBAR_ERROR_LIBRARY:
        return "library";
    }
    return "unknown";
}
