/* Run folders with a run.json that vouches for whatever they hold. */
#ifndef KEMBAR_TESTS_FUZZ_FORGE_H
#define KEMBAR_TESTS_FUZZ_FORGE_H

#include "fuzz.h"

/* Writes documents.jsonl, pairs.jsonl, clusters.jsonl and run.json into fuzz_folder(). In `run` @0,
 * @1 and @2 become the digests of the files; when it is empty a whole run.json is made. */
void forge_folder(const kembar_view rows[3], kembar_view run);

#endif
