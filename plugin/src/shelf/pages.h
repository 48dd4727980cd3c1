// Reads LMDB's file (data version 1) and believes none of it. LMDB itself checks next to nothing: a page with wrong bounds, or a wrong list of
// free pages, has it write past its buffers. So it is given a file only after every page it can come to has been found well formed.
#pragma once
#include <functional>
#include <string_view>

#include "schema/result.h"

namespace postil::shelf {

// ok: each page from the newest meta page on, of the tree and of the list of free pages, is what LMDB writes, and belongs to one place only;
// unsupported: none of LMDB's files, or of a machine with another word; corrupt. `visit`, where given, has the pairs of every page that is well
// formed, also of a damaged file.
Code read_pages(int fd, const std::function<void(std::string_view key, std::string_view value)>& visit = nullptr);

// A number that is another one after each commit: it stands for the file's size and both of its meta pages. 0: they cannot be read.
uint64_t meta_sum(int fd);
// Whether it is LMDB's file of a machine whose words have the other size.
bool of_other_word(int fd);

}  // namespace postil::shelf
