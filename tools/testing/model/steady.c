// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include "steady.h"
const struct steady steadies[] = { { NULL, NULL } };
