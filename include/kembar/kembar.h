/* All of kembar. */
#ifndef KEMBAR_KEMBAR_H
#define KEMBAR_KEMBAR_H

#include "kembar/answers.h"
#include "kembar/baseline.h"
#include "kembar/catalogue.h"
#include "kembar/cluster.h"
#include "kembar/compare.h"
#include "kembar/configuration.h"
#include "kembar/dedup.h"
#include "kembar/dedup_report.h"
#include "kembar/diff.h"
#include "kembar/diff_report.h"
#include "kembar/document.h"
#include "kembar/eval.h"
#include "kembar/language.h"
#include "kembar/lexicon.h"
#include "kembar/options.h"
#include "kembar/parameters.h"
#include "kembar/report.h"
#include "kembar/results.h"
#include "kembar/run.h"
#include "kembar/sink.h"
#include "kembar/source.h"
#include "kembar/status.h"
#include "kembar/temporaries.h"
#include "kembar/trace.h"
#include "kembar/track.h"
#include "kembar/track_report.h"
#include "kembar/version.h"
#include "kembar/view.h"

#endif
