/* Asks a pack for everything that postil.h can answer and writes the answers, a line each. C99, so that it builds for
 * every reader. */
#ifndef POSTIL_TESTS_ASK_EVERYTHING_H
#define POSTIL_TESTS_ASK_EVERYTHING_H

#include <stdio.h>

#include "postil.h"

/* `out` may be NULL: everything is asked, nothing written. `most` bounds how many records of a kind are asked for. The
 * answer is the worst code that any call gave, POSTIL_OK and POSTIL_ABSENT being none. */
int32_t ask_everything(postil_pack* pack, uint32_t most, FILE* out);

#endif
