/* Rows as lines of documents.jsonl, pairs.jsonl and clusters.jsonl, each with its newline.
 *
 * Everything is borrowed. The buffer keeps a failed allocation for its owner to ask about. */
#ifndef KEMBAR_REPORT_JSON_ROWS_H
#define KEMBAR_REPORT_JSON_ROWS_H

#include "base/buffer.h"
#include "kembar/sink.h"

void kembar_json_document_row(kembar_buffer *out, const kembar_collection *collection,
                              const kembar_document_row *row, int with_text);
void kembar_json_pair_row(kembar_buffer *out, const kembar_pair_row *row);
void kembar_json_cluster_row(kembar_buffer *out, const kembar_collection *collection,
                             const kembar_cluster *cluster);

#endif
