// sparse PACK OUT: the same pack with its blocks 5 GiB further on, past what 32 bits count. The file is sparse: it
// takes no such room.
#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "schema/bytes.h"
#include "tests/support/surgery.h"

int main(int count, char** words) {
  constexpr uint64_t kGap = uint64_t{5} << 30;
  if (count < 3) return 2;
  std::ifstream in(words[1], std::ios::binary);
  postil::surgery::Patient patient{std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}};
  uint64_t blocks = 0, size = 0;
  if (!patient.section(postil::format::SectionKind::blocks, blocks, size)) return 2;
  for (const postil::fb::Section* s : *flatbuffers::GetRoot<postil::fb::Root>(patient.root())->sections())
    if (s->offset() >= blocks)
      *const_cast<postil::fb::Section*>(s) =
          postil::fb::Section(s->offset() + kGap, s->size(), s->records(), s->kind(), s->flags());
  postil::store64(patient.header() + postil::format::kHeaderFileSize,
                  postil::load64(patient.header() + postil::format::kHeaderFileSize) + kGap);
  const std::string pack = patient.sealed();
  const int fd = open(words[2], O_WRONLY | O_CREAT | O_TRUNC | O_LARGEFILE, 0644);
  const std::string front = pack.substr(0, blocks), back = pack.substr(blocks);
  const bool written =
      fd >= 0 && pwrite(fd, front.data(), front.size(), 0) == static_cast<ssize_t>(front.size()) &&
      pwrite64(fd, back.data(), back.size(), static_cast<off64_t>(blocks + kGap)) == static_cast<ssize_t>(back.size());
  return written && close(fd) == 0 ? 0 : 4;
}
