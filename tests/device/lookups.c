/* lookups PACK QUERIES N: exact lookups, with the text of the best hit, of every 37th line of QUERIES, N of them; for
 * counting instructions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postil.h"

int main(int count, char** words) {
  static char lines[40000][128];
  long asked, wanted, n = 0, found = 0;
  postil_pack* pack;
  FILE* queries;
  if (count < 4) return 2;
  wanted = strtol(words[3], NULL, 10);
  queries = fopen(words[2], "r");
  if (!queries) return 2;
  while (n < 40000 && fgets(lines[n], sizeof lines[n], queries)) ++n;
  fclose(queries);
  if (n == 0 || postil_open(words[1], POSTIL_MMAP, 0, &pack) != POSTIL_OK) return 1;
  for (asked = 0; asked < wanted; ++asked) {
    const char* line = lines[asked * 37 % n];
    postil_hits* hits;
    postil_hit hit;
    if (postil_lookup(pack, line, (uint32_t)strcspn(line, "\n"), POSTIL_EXACT, 1, POSTIL_NO_LIMIT, POSTIL_NO_LIMIT,
                      &hits) != POSTIL_OK)
      continue;
    found += postil_hit_at(hits, 0, &hit) == POSTIL_OK && hit.description.size > 0;
    postil_hits_free(hits);
  }
  postil_close(pack);
  printf("%ld of %ld found\n", found, wanted);
  return found * 2 >= wanted ? 0 : 1;
}
