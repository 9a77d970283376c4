/* SPDX-License-Identifier: GPL-2.0-only */
/* What is left of a stream whose card is gone. */
#ifndef WAVEPORT_GONE_H
#define WAVEPORT_GONE_H

#include "stream.h"

void gone_require(struct stream *stream);

#endif
