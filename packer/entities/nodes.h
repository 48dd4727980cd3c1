// Who was met so far: the nodes that the linker joins, found by the words of their names.
#pragma once
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "packer/entities/linker.h"

namespace postil {

// How a word names a node.
enum class Part : uint8_t { single = 0, surname = 1, given = 2 };

struct Node {
  uint32_t parent = 0;
  uint32_t first = 0;      // date of its first mention
  uint32_t count = 0;      // mentions
  uint32_t forms = 0;      // mentions by a form of several words
  uint32_t last = 0;       // date of the last mention
  uint32_t last_form = 0;  // date and note of the last mention by a name that is its own
  uint32_t last_note = kNone;
  uint32_t last_chapter = kNone;  // of any mention
  std::array<uint32_t, kTypes> votes{};
  Gender gender = Gender::unknown;
  uint8_t honorifics = 0;           // bits of 1 << Honorific
  uint8_t ages = 0;                 // 1 young, 2 old
  bool full = false;                // known by a form of several words
  bool wife = false;                // "Mrs. Joe Gargery"
  std::vector<std::string> titles;  // "captain", "squire"
  std::vector<uint32_t> names;      // surfaces of several words
};

class Nodes {
 public:
  explicit Nodes(Linked& out) : out_(out) {}

  uint32_t make(uint32_t date);
  uint32_t root(uint32_t node) const;
  Node& at(uint32_t node) { return nodes_[root(node)]; }
  const Node& at(uint32_t node) const { return nodes_[root(node)]; }
  uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }

  // From `date` on they are one; the one met more often is kept. No join where they are one already.
  void join(uint32_t a, uint32_t b, uint32_t date);
  void vote(uint32_t node, EntityType type, uint32_t weight, uint32_t date);
  EntityType type(uint32_t node) const;
  // By how much the votes for `type` are fewer than the most; 0 where none has more.
  uint32_t behind(uint32_t node, EntityType type) const;
  // Nothing that was seen speaks against a person.
  bool may_be_person(uint32_t node) const;

 private:
  Linked& out_;
  std::vector<Node> nodes_;
};

EntityType most(const std::array<uint32_t, kTypes>& votes);

}  // namespace postil
