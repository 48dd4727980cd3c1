// What the shelf's handles of postil.h hold, and the guard of the calls on them.
#pragma once
#include "handle.h"
#include "shelf/find.h"
#include "shelf/history.h"
#include "shelf/notes.h"

struct postil_shelf {
  ~postil_shelf() { flush_history(); }
  // History is written together: it may be lost, and a sync with each look-up would be slow.
  void flush_history() {
    if (!asked.empty() && owner == getpid() && !suspended) postil::shelf::add_history(shelf, asked);
    asked.clear();
  }
  postil::shelf::Shelf shelf;
  postil::shelf::OpenPacks packs;
  std::vector<postil::shelf::Asked> asked, history;  // not yet written; as it was read at index 0
  pid_t owner = 0;
  bool suspended = false;
  postil::shelf::PackRecord record;  // what the last call lent
  std::string book, id;
};

namespace postil::shelf {

// No exception crosses.
template <class F>
int32_t caught(F f) {
#if defined(__cpp_exceptions)
  try {
#endif
    return static_cast<int32_t>(f());
#if defined(__cpp_exceptions)
  } catch (const std::bad_alloc&) {
    return POSTIL_NO_MEMORY;
  } catch (...) {
    return POSTIL_CORRUPT;
  }
#endif
}

template <class F>
int32_t guarded(postil_shelf* s, F f, Needs needs = Needs::file) {
  if (!s) return POSTIL_INVALID_ARGUMENT;
  if (s->owner != getpid()) return POSTIL_FORKED;
  if (needs == Needs::file && s->suspended) return POSTIL_SUSPENDED;
  const int32_t code = caught([&] {
    s->shelf.message.clear();
    const Code c = f(s->shelf);
    if (c == Code::ok)
      s->shelf.message.clear();
    else if (s->shelf.message.empty())
      s->shelf.message = c == Code::absent ? "no such thing on the shelf" : message_of(c);
    return c;
  });
  s->shelf.store.abort();  // where an exception left a transaction
  return code;
}

}  // namespace postil::shelf
