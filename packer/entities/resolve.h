// One name after another to the node that it means.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "packer/entities/nodes.h"

namespace postil {

// Where a name stands.
struct Where {
  uint32_t date = 0, note = kNone, chapter = 0;
  EntityType type = EntityType::other;  // what the place says
  uint32_t weight = 0;                  // how sure, in permille
  bool cited = false, author = false;   // as NameSpan has them
  uint8_t age = 0;                      // 1: "young" before it, 2: "old"
};

class Resolver {
 public:
  explicit Resolver(Linked& out) : nodes(out), out_(out) {}

  // kNone: a thing that is only cited, and kept out.
  uint32_t resolve(uint32_t surface, const Where& where);
  // The text itself says that the two are one. Later names of either mean both.
  void equate(uint32_t a, uint32_t b, uint32_t date) { nodes.join(a, b, date); }

  Nodes nodes;

 private:
  struct Handle {
    uint32_t node;
    Part part;
  };
  struct Candidate {
    uint32_t node;
    Part part;
    int32_t score;
  };

  bool is_person(const Surface& s, const Where& where);
  // Someone known by several words is called so too; `near`: and was named shortly before.
  bool names_someone(const std::string& word, const Where& where, bool near) const;
  uint32_t single(const Surface& s, const Where& where);
  uint32_t several(uint32_t surface, const Where& where);
  uint32_t thing(const Surface& s, const Where& where);
  uint32_t whole_thing(const Surface& s, const Where& where);
  // "the Strait" after the Taiwan Strait, "the North" after North and South Korea; kNone where nothing was named that it can mean.
  uint32_t shortened(const Surface& s) const;
  uint32_t cited(uint32_t surface, const Where& where);
  bool fills(const Surface& s, const Where& where) const;

  // Negative where the node cannot be meant.
  int32_t fit(uint32_t node, Part part, const Surface& s, const Where& where) const;
  std::vector<Candidate> candidates(const std::string& word, const Surface& s, const Where& where) const;
  uint32_t known_person(const Surface& s, const Where& where) const;
  uint32_t misspelt_person(uint32_t surface) const;
  uint32_t same_beginning(uint32_t surface);
  uint32_t same_sound(uint32_t surface);
  void absorb(uint32_t node, const Surface& s, const Where& where, bool again);
  bool absorbs(uint32_t single_node, Part part, const Surface& s, const Where& where, bool again, uint32_t forms) const;
  bool known_alone(const std::string& word) const;
  void know(uint32_t node, uint32_t surface);
  void seen(uint32_t node, const Surface& s, const Where& where, bool form);
  uint32_t made(const std::string& key, const std::string& word, const Where& where);

  Linked& out_;
  std::unordered_map<std::string, uint32_t> by_key_;
  std::unordered_map<std::string, std::vector<Handle>> by_word_;
  std::unordered_map<std::string, uint32_t> by_sorted_;
  std::unordered_map<std::string, uint32_t> by_beginning_;  // "pavel andreyevich", "yusuf ibn salim" -> surface
  std::unordered_map<std::string, uint32_t> by_sound_;      // romanised_keys -> surface
  std::unordered_map<std::string, uint32_t> subjects_;      // full names in titles: how often
  std::unordered_map<std::string, std::vector<uint32_t>> by_letter_;  // first letters of things of several words
  std::unordered_map<std::string, uint32_t> by_acronym_;
  std::unordered_map<std::string, uint32_t> by_head_;  // "strait", "north" -> the thing of two words named last
  std::unordered_map<std::string, std::vector<uint32_t>> by_deletion_;  // a key less one letter -> surfaces
  std::unordered_map<std::string, std::array<uint32_t, 2>> kinds_;  // of a single word: weight as a person, as a thing
};

}  // namespace postil
