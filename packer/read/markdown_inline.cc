#include "packer/read/markdown_inline.h"

#include <algorithm>

#include "schema/squeezed.h"

namespace postil {
namespace {

bool is_space(char c) {
  return c == ' ' || (c >= 9 && c <= 13);
}
bool is_punct(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

class Scanner {
 public:
  Scanner(std::string_view text, const MarkdownLabels& labels, bool quoted)
      : text_(text), labels_(labels), quoted_(quoted) {}

  std::vector<MarkdownSpan> run() {
    while (i_ < text_.size()) step();
    std::stable_sort(spans_.begin(), spans_.end(), [](const MarkdownSpan& a, const MarkdownSpan& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    return std::move(spans_);
  }

 private:
  struct Opener {
    char kind;  // * _ ~ [ ! or ^
    size_t pos, count;
  };

  char at(size_t i) const { return i < text_.size() ? text_[i] : ' '; }

  MarkdownSpan& add(size_t begin, size_t end, const char* name) {
    MarkdownSpan span;
    span.begin = static_cast<uint32_t>(begin);
    span.end = static_cast<uint32_t>(end);
    span.name = name;
    spans_.push_back(std::move(span));
    return spans_.back();
  }
  void hide(size_t begin, size_t end) { add(begin, end, "#markup"); }

  void step() {
    const char c = text_[i_];
    if (c == '\\' && (is_punct(at(i_ + 1)) || at(i_ + 1) == '\n')) {
      hide(i_, i_ + 1);
      i_ += 2;
    } else if (c == '`') {
      code();
    } else if (c == '*' || c == '_' || c == '~') {
      run_of(c);
    } else if (c == '^' && at(i_ + 1) == '[') {
      open_.push_back({'^', i_, 1});
      i_ += 2;
    } else if (c == '!' && at(i_ + 1) == '[') {
      open_.push_back({'!', i_, 1});
      i_ += 2;
    } else if (c == '[') {
      if (!noteref()) open_.push_back({'[', i_++, 1});
    } else if (c == ']') {
      close_bracket();
    } else if (c == '<') {
      tag();
    } else if (c == '&' && text_.substr(i_, 5) == "&amp;") {
      hide(i_ + 1, i_ + 5);
      i_ += 5;
    } else if (c == '\n' && quoted_) {
      size_t end = i_ + 1;
      while (end < text_.size() && (text_[end] == ' ' || text_[end] == '>')) ++end;
      if (end > i_ + 1) hide(i_ + 1, end);
      i_ = end;
    } else {
      ++i_;
    }
  }

  void code() {
    size_t n = 0;
    while (at(i_ + n) == '`') ++n;
    if (n < no_ticks_) {
      for (size_t end = i_ + n; end < text_.size();) {
        size_t m = 0;
        while (at(end + m) == '`') ++m;
        if (m == n) {
          hide(i_, i_ + n);
          add(i_ + n, end, "code");
          hide(end, end + n);
          i_ = end + n;
          return;
        }
        end += m ? m : 1;
      }
      no_ticks_ = n;  // runs this long or longer are looked for once only
    }
    i_ += n;
  }

  void run_of(char c) {
    size_t n = 0;
    while (at(i_ + n) == c) ++n;
    const char before = i_ ? text_[i_ - 1] : ' ', after = at(i_ + n);
    const bool left = !is_space(after) && (!is_punct(after) || is_space(before) || is_punct(before));
    const bool right = !is_space(before) && (!is_punct(before) || is_space(after) || is_punct(after));
    const bool opens = left && (c != '_' || !right || is_punct(before)),
               closes = right && (c != '_' || !left || is_punct(after));
    const size_t least = c == '~' ? 2 : 1;
    if (closes) {
      while (n >= least) {
        size_t k = open_.size();
        while (k > 0 && open_[k - 1].kind != c && open_[k - 1].kind != '[' && open_[k - 1].kind != '^') --k;
        if (k == 0 || open_[k - 1].kind != c || open_[k - 1].count < least) break;
        Opener& o = open_[k - 1];
        const size_t take = o.count >= 2 && n >= 2 ? 2 : least;
        hide(o.pos + o.count - take, o.pos + o.count);
        add(o.pos + o.count, i_, c == '~' ? "del" : take == 2 ? "strong" : "em");
        hide(i_, i_ + take);
        o.count -= take;
        i_ += take;
        n -= take;
        open_.resize(o.count ? k : k - 1);
      }
    }
    if (n > 0 && opens) open_.push_back({c, i_, n});
    i_ += n;
  }

  bool noteref() {
    if (at(i_ + 1) != '^') return false;
    size_t end = i_ + 2;
    while (end < text_.size() && text_[end] != ']' && text_[end] != '[' && !is_space(text_[end])) ++end;
    if (at(end) != ']' || end == i_ + 2 || labels_.notes.empty()) return false;
    const std::string label(text_.substr(i_ + 2, end - i_ - 2));
    hide(i_, i_ + 2);
    add(i_ + 2, end, "a").note = label;
    hide(end, end + 1);
    i_ = end + 1;
    return true;
  }

  void close_bracket() {
    const size_t here = i_++;
    size_t k = open_.size();
    while (k > 0 && open_[k - 1].kind != '[' && open_[k - 1].kind != '!' && open_[k - 1].kind != '^') --k;
    if (k == 0) return;
    const Opener o = open_[k - 1];
    open_.resize(k - 1);
    if (o.kind == '^') {
      const std::string note = "^" + std::to_string(o.pos);
      add(o.pos, o.pos, "a").note = note;
      hide(o.pos, o.pos + 2);
      add(o.pos + 2, here, "aside").note = note;
      hide(here, here + 1);
      return;
    }
    if (at(i_) != '(') return reference(o.pos, o.pos + (o.kind == '!' ? 2 : 1), here);
    size_t end = i_ + 1, depth = 1;
    const size_t limit = std::min(text_.size(), i_ + 2000);
    for (; end < limit && depth > 0; ++end) {
      if (text_[end] == '\\')
        ++end;
      else if (text_[end] == '(')
        ++depth;
      else if (text_[end] == ')')
        --depth;
    }
    if (depth > 0) return;
    std::string_view url = text_.substr(i_ + 1, end - i_ - 2);
    while (!url.empty() && is_space(url[0])) url.remove_prefix(1);
    url = url.substr(0, url.find_first_of(" \t\n"));
    if (url.size() > 1 && url[0] == '<' && url.back() == '>') url = url.substr(1, url.size() - 2);
    const size_t text = o.pos + (o.kind == '!' ? 2 : 1);
    link(o.pos, text, here, end, std::string(url));
  }

  // [text][label], [label][] and [label], where the document defines the label.
  void reference(size_t open, size_t text, size_t close) {
    if (labels_.references.empty()) return;
    std::string_view label = text_.substr(text, close - text);
    size_t end = close + 1;
    if (at(end) == '[') {
      const size_t stop = text_.substr(0, std::min(text_.size(), end + 1000)).find(']', end);
      if (stop == std::string_view::npos) return;
      if (stop > end + 1) label = text_.substr(end + 1, stop - end - 1);
      end = stop + 1;
    }
    if (label.size() > 999) return;
    const auto found = labels_.references.find(markdown_label(label));
    if (found == labels_.references.end()) return;
    link(open, text, close, end, found->second);
  }

  // A link is shown by its text, an image instead of it.
  void link(size_t open, size_t text, size_t close, size_t end, std::string url) {
    const bool image = text_[open] == '!';
    MarkdownSpan& span = image ? add(open, open, "img") : add(text, close, "a");
    span.href = std::move(url);
    if (image) {
      span.alt = squeezed(text_.substr(text, close - text));
      hide(open, end);
    } else {
      hide(open, text);
      hide(close, end);
    }
    i_ = end;
  }

  void tag() {
    const char c = at(i_ + 1);
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '!';
    const size_t end = word ? text_.substr(0, std::min(text_.size(), i_ + 2000)).find('>', i_) : std::string_view::npos;
    if (end == std::string_view::npos) {
      ++i_;
      return;
    }
    const std::string_view inside = text_.substr(i_ + 1, end - i_ - 1);
    if (inside.find_first_of(" \n=\"") == std::string_view::npos &&
        inside.find_first_of(":@") != std::string_view::npos) {
      hide(i_, i_ + 1);
      add(i_ + 1, end, "a").href = std::string(inside);
      hide(end, end + 1);
    } else {
      hide(i_, end + 1);
    }
    i_ = end + 1;
  }

  std::string_view text_;
  const MarkdownLabels& labels_;
  bool quoted_;
  size_t i_ = 0, no_ticks_ = static_cast<size_t>(-1);
  std::vector<Opener> open_;
  std::vector<MarkdownSpan> spans_;
};

}  // namespace

std::string markdown_label(std::string_view label) {
  std::string out = squeezed(label);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::vector<MarkdownSpan> markdown_spans(std::string_view text, const MarkdownLabels& labels, bool quoted) {
  return Scanner(text, labels, quoted).run();
}

}  // namespace postil
