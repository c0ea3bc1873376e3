/* Marks what the library exports and how the compiler should check its callers. */
#ifndef KEMBAR_API_H
#define KEMBAR_API_H

#if defined(__GNUC__)
#define KEMBAR_API __attribute__((visibility("default")))
#define KEMBAR_MUST_CHECK __attribute__((warn_unused_result))
#define KEMBAR_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#else
#define KEMBAR_API
#define KEMBAR_MUST_CHECK
#define KEMBAR_PRINTF(format_at, args_at)
#endif

#endif
