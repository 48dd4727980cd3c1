// What the handles of postil.h hold, and the guard every call goes through.
#pragma once
#include <unistd.h>

#include <new>
#include <string>
#include <vector>

#include "pack.h"
#include "postil.h"

struct postil_pack {
  postil::Pack pack;
  pid_t owner = 0;
  std::string scratch[4];  // what the last call lent
};

namespace postil {

inline postil_text lend(std::string_view s) {
  return {s.data(), static_cast<uint32_t>(s.size())};
}

inline std::string_view text_at(const fb::Texts* t, uint32_t i) {
  if (!t || i >= t->ends()->size()) return {};
  const uint32_t begin = i ? t->ends()->Get(i - 1) : 0;
  return {reinterpret_cast<const char*>(t->utf8()->data()) + begin, t->ends()->Get(i) - begin};
}

struct Range {
  uint32_t begin, end;
};
inline Range range_at(const flatbuffers::Vector<uint32_t>* ends, uint32_t i) {
  return {i ? ends->Get(i - 1) : 0, ends->Get(i)};
}

// What is said where nothing more exact is known; "" where nothing went wrong.
inline const char* message_of(Code code) {
  switch (code) {
    case Code::ok:
    case Code::absent:
      return "";
    case Code::invalid_argument:
      return "the call has a wrong argument";
    case Code::corrupt:
      return "a record points to what is not there";
    case Code::suspended:
      return "the pack is suspended; resume it";
    case Code::limit:
      return "more would have to be read than one call may";
    default:
      return "it cannot be read";
  }
}

// Runs `f` on behalf of a host: no exception crosses, a forked child is refused, and so is a pack whose file is let go
// of, unless what is asked stands in its root.
enum class Needs { root, file };
template <class F>
int32_t guarded(postil_pack* p, F f, Needs needs = Needs::file) {
  if (!p) return POSTIL_INVALID_ARGUMENT;
  if (p->owner != getpid()) return POSTIL_FORKED;
  if (needs == Needs::file && p->pack.suspended()) return POSTIL_SUSPENDED;
#if defined(__cpp_exceptions)
  try {
#endif
    p->pack.message.clear();
    const Code code = f(p->pack);
    if (p->pack.message.empty()) p->pack.message = message_of(code);
    return static_cast<int32_t>(code);
#if defined(__cpp_exceptions)
  } catch (const std::bad_alloc&) {
    return POSTIL_NO_MEMORY;
  } catch (...) {
    return POSTIL_CORRUPT;
  }
#endif
}

uint32_t chapter_of(const Pack& pack, uint32_t paragraph, uint32_t offset);
// The place of [begin, end) of a paragraph's text.
Code place_of(Pack& pack, uint32_t paragraph, uint32_t begin, uint32_t end, postil_place& out);
// The paragraph in which a position stands, and the byte in its text.
Code point_of(Pack& pack, uint32_t pos, uint32_t& paragraph, uint32_t& offset);
Code paragraph_text(Pack& pack, uint32_t paragraph, std::string& text);

}  // namespace postil
