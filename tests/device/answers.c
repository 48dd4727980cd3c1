/* answers PACK [pread]: every answer of a pack, for comparison between machines. Exit status 1 with the code when a
 * call failed. */
#include <stdio.h>
#include <string.h>

#include "ask_everything.h"

int main(int count, char** words) {
  postil_pack* pack;
  int32_t code;
  if (count < 2) return 2;
  code = postil_open(words[1], count > 2 && strcmp(words[2], "pread") == 0 ? POSTIL_PREAD : POSTIL_MMAP, 0, &pack);
  if (code == POSTIL_OK) {
    code = ask_everything(pack, POSTIL_NONE, stdout);
    postil_close(pack);
  }
  if (code != POSTIL_OK) fprintf(stderr, "answers: code %d: %s\n", (int)code, postil_message(NULL));
  return code == POSTIL_OK ? 0 : 1;
}
