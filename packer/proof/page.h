// What the pages of a proof share: where things are shown, and the frame around them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "packer/proof/proof.h"

namespace postil::proof {

std::string escaped(const std::string& text);
// "1 note", "2 notes".
std::string counted(size_t n, const std::string& one, const std::string& many = "");

// A page with the book's name, the ways to the others, and `body` as its main part.
std::string page(const Contents& contents, const std::string& title, const std::string& here, const std::string& body);
// "1 2 [3] 4" for lists that are split: NAME-1.html ... NAME-pages.html.
std::string pager(const std::string& name, size_t current, size_t pages);

constexpr size_t kNotesOnPage = 200, kNamesOnPage = 250, kWorksOnPage = 300;
constexpr size_t kTextOnPage = 120000;  // bytes, about; a chapter that is longer continues on the next page

// A run of paragraphs [first, last) of one chapter.
struct TextPage {
  uint32_t chapter = 0, first = 0, last = 0;
};

// Where each thing is shown.
class Places {
 public:
  explicit Places(const Contents& contents);
  const std::vector<TextPage>& text_pages() const { return pages_; }
  // A paragraph's row for a place, or kNoRow.
  uint32_t paragraph(const ContentsPlace& place) const;
  size_t page_of_paragraph(uint32_t paragraph) const;
  // href of a place in the text: its paragraph; empty where there is none.
  std::string text(const ContentsPlace& place) const;
  std::string mark(uint32_t mark) const;
  std::string note(uint32_t note) const;
  std::string work(uint32_t work) const;
  std::string name(uint32_t entity) const;
  const std::vector<uint32_t>& note_order() const { return note_order_; }  // doubtful ones first
  const std::vector<uint32_t>& name_order() const { return name_order_; }  // most mentioned first

 private:
  const Contents& contents_;
  std::vector<TextPage> pages_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> paragraphs_;
  std::vector<uint32_t> note_order_, note_rank_, name_order_, name_rank_;
};

// Why a note or mark is worth a look, in words; empty where nothing is.
std::string doubt(const ContentsNote& note);
std::string doubt(const ContentsMark& mark);
constexpr uint32_t kSurePermille = 950;  // marks below are listed as doubtful

// The pages.
std::string overview(const Contents& contents, const Places& places, const ProofOptions& options);
std::vector<ProofFile> text_files(const Contents& contents, const Places& places);
std::vector<ProofFile> note_files(const Contents& contents, const Places& places);
std::vector<ProofFile> work_files(const Contents& contents, const Places& places);
std::vector<ProofFile> name_files(const Contents& contents, const Places& places, const ProofOptions& options);
std::string who(const Contents& contents, const Places& places);

// A note as the popup shows it: its text, then what each short citation means. XHTML.
std::string note_body(const Contents& contents, const Places& places, const ContentsNote& note);

}  // namespace postil::proof
