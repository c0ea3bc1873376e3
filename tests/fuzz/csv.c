#include "fuzz.h"

static int is_formula(kembar_view cell) {
    return cell.size > 0 && memchr("=+-@\t\r", cell.data[0], 6) != NULL;
}

/* Takes a cell of RFC 4180 off; is_quoted says how it was written. */
static kembar_view take_cell(kembar_view *rest, int *is_quoted) {
    kembar_view cell = {rest->data, 0};
    *is_quoted = rest->size > 0 && rest->data[0] == '"';
    if (*is_quoted) {
        size_t n = 1;
        for (;; n++) {
            FUZZ_CHECK(n < rest->size);
            if (rest->data[n] != '"')
                continue;
            if (n + 1 < rest->size && rest->data[n + 1] == '"')
                n++;
            else
                break;
        }
        cell = (kembar_view){rest->data + 1, n - 1};
        rest->data += n + 1;
        rest->size -= n + 1;
        return cell;
    }
    while (cell.size < rest->size && !memchr(",\r\n\"", cell.data[cell.size], 4))
        cell.size++;
    rest->data += cell.size;
    rest->size -= cell.size;
    return cell;
}

void fuzz_check_csv(kembar_view csv, size_t n_cells) {
    while (csv.size > 0) {
        for (size_t i = 0; i < n_cells; i++) {
            int is_quoted;
            kembar_view cell = take_cell(&csv, &is_quoted);
            FUZZ_CHECK(!is_quoted || !is_formula(cell));
            fuzz_check_shown(cell, 0);
            if (i + 1 == n_cells)
                break;
            FUZZ_CHECK(csv.size > 0 && csv.data[0] == ',');
            csv.data++;
            csv.size--;
        }
        FUZZ_CHECK(csv.size >= 2 && csv.data[0] == '\r' && csv.data[1] == '\n');
        csv.data += 2;
        csv.size -= 2;
    }
}
