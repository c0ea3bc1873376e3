/* The clock that timings are taken from. */
#ifndef KEMBAR_BASE_NOW_H
#define KEMBAR_BASE_NOW_H

/* Seconds since some fixed moment; never goes back. */
double kembar_now_seconds(void);

#endif
