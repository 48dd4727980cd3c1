// A name as the text writes it, taken apart: article, titles, given names, particles, surname, numeral, suffix.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace postil {

enum class Gender : uint8_t { unknown = 0, male = 1, female = 2 };
enum class Honorific : uint8_t { none = 0, mr = 1, mrs = 2, miss = 3, other = 4 };

struct Surface {
  std::string text;                // as written, white space runs as one space
  std::vector<std::string> words;  // folded; without article, titles and suffix
  std::string key;                 // words without spaces, hyphens and apostrophes: the same for "Il-sung", "Il Sung"
  std::string whole;               // the same with the titles: the key of what is no person ("General Motors")
  Honorific honorific = Honorific::none;
  Gender gender = Gender::unknown;  // by title, else by given name
  std::string role;                 // titles that tell a role, as written: "Foreign Minister"
  std::string title;                // the last of its titles, folded: "captain"
  size_t head = 0;  // words before "of", "the", a numeral: what the name may be shortened to; all where there is none
  bool compound = false;  // "X of Y", "X and Y", "X's Y": its parts name others
  bool inverted = false;  // index order: "Dulles, John Foster"
  bool acronym = false;   // capitals alone: "SEATO", "U.S."
  bool saint = false;
  uint8_t age = 0;  // 1: "young" is part of it, 2: "old"
};

Surface parse_surface(std::string_view text);

// Reads the words before a name for titles that were left outside of it: "Foreign Minister" of "... said Foreign Minister Zhou".
// `before` is the text of the paragraph up to the name. Adds honorific, gender and role to `surface`.
void read_title_before(std::string_view before, Surface& surface);

// Both are known and differ.
inline bool clash(Gender a, Gender b) {
  return a != Gender::unknown && b != Gender::unknown && a != b;
}

// Words of a folded name or phrase.
bool is_particle(std::string_view folded);
bool is_title(std::string_view folded);
// "premier", "engineer", "widow": a noun that says what someone is.
bool is_role_noun(std::string_view folded);
bool is_initial(std::string_view folded);
bool is_numeral(std::string_view folded);

}  // namespace postil
