/* The version; the build reads it from here. */
#ifndef KEMBAR_VERSION_H
#define KEMBAR_VERSION_H

#define KEMBAR_VERSION "0.1.0"

#endif
