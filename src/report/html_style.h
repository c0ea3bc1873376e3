/* The page's style sheet and the policy that allows it and nothing else. */
#ifndef KEMBAR_REPORT_HTML_STYLE_H
#define KEMBAR_REPORT_HTML_STYLE_H

/* Pieces, NULL after the last: joined and between <style> and </style> byte for byte what
 * KEMBAR_HTML_STYLE_SHA256 is the hash of. */
extern const char *const kembar_html_style[];

/* Base64, as a content security policy wants it. A test recomputes it. */
#define KEMBAR_HTML_STYLE_SHA256 "08YVNtXDRkrpl2Bjh8743bikdw+DGqKcXjveue7ckes="

#endif
