/* forged FILE: reads packs from standard input, each behind its size (u32, little-endian), writes each to FILE and asks
 * it for everything. Every answer must be a value or a code. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ask_everything.h"

int main(int count, char** words) {
  static unsigned char pack[4 << 20];
  unsigned char head[4];
  unsigned long asked = 0, refused = 0;
  if (count < 2) return 2;
  while (fread(head, 1, 4, stdin) == 4) {
    const unsigned long size =
        head[0] | (unsigned long)head[1] << 8 | (unsigned long)head[2] << 16 | (unsigned long)head[3] << 24;
    postil_pack* opened = NULL;
    int32_t code;
    FILE* file;
    if (size > sizeof pack || fread(pack, 1, size, stdin) != size) return 3;
    file = fopen(words[1], "wb");
    if (!file || fwrite(pack, 1, size, file) != size || fclose(file) != 0) return 3;
    code = postil_open(words[1], asked % 2 ? POSTIL_MMAP : POSTIL_PREAD, 0, &opened);
    if (code == POSTIL_OK) {
      code = ask_everything(opened, 20, NULL);
      postil_close(opened);
    }
    ++asked;
    refused += code != POSTIL_OK;
  }
  remove(words[1]);
  printf("%lu forged packs asked, %lu refused\n", asked, refused);
  return refused > 0 ? 0 : 1;
}
