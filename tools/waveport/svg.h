/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A timeline as a picture, which every browser shows.
 */
#ifndef SVG_H
#define SVG_H

#include <stdio.h>

struct timeline;

/*
 * Each mapping is one element of the class "mapping", each commit, wakeup and interrupt a path's
 * "M" in an element of such a class, each starvation an element of the class "starved". Errors are
 * those of @out.
 */
void svg_write(const struct timeline *timeline, FILE *out);

#endif /* SVG_H */
