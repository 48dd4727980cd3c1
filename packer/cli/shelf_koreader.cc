// KOReader's highlights, from the metadata.*.lua beside a book.
#include <nlohmann/json.hpp>

#include "packer/cli/shelf_notes.h"
#include "schema/utf8.h"

namespace postil::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kDepth = 32;

// The values that a Lua table constructor of constants can hold. Anything else, a call or an operator, is refused.
class LuaData {
 public:
  explicit LuaData(const std::string& text) : text_(text) {}

  bool read(Json& out) {
    space();
    if (!word("return")) return false;
    return value(out, kDepth) && (space(), at_ == text_.size());
  }
  size_t line() const {
    return 1 + static_cast<size_t>(std::count(
                   text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n'));
  }

 private:
  void space() {
    for (;;) {
      while (at_ < text_.size() && std::strchr(" \t\r\n", text_[at_]) && text_[at_]) ++at_;
      if (text_.compare(at_, 2, "--") != 0) return;
      at_ = std::min(text_.find('\n', at_), text_.size());
    }
  }
  bool eat(char c) {
    space();
    return at_ < text_.size() && text_[at_] == c && ++at_;
  }
  bool word(const char* w) {
    const size_t n = std::strlen(w);
    if (text_.compare(at_, n, w) != 0 ||
        (at_ + n < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_ + n])) || text_[at_ + n] == '_')))
      return false;
    at_ += n;
    return true;
  }
  bool string(std::string& out) {
    const char quote = text_[at_++];
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] != '\\') {
        out += text_[at_];
        continue;
      }
      if (++at_ == text_.size()) return false;
      const char c = text_[at_];
      if (c >= '0' && c <= '9') {
        int v = 0;
        size_t n = 0;
        for (; n < 3 && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++n, ++at_)
          v = v * 10 + (text_[at_] - '0');
        if (v > 255) return false;
        out += static_cast<char>(v);
        --at_;
        continue;
      }
      static const char kFrom[] = "abfnrtv", kTo[] = "\a\b\f\n\r\t\v";
      const char* k = std::strchr(kFrom, c);
      out += k && c ? kTo[k - kFrom] : c;
    }
    return at_ < text_.size() && ++at_;
  }
  bool long_string(std::string& out) {
    size_t level = 0, p = at_ + 1;
    while (p < text_.size() && text_[p] == '=') ++level, ++p;
    if (p >= text_.size() || text_[p] != '[') return false;
    if (++p < text_.size() && text_[p] == '\n') ++p;
    const std::string close = "]" + std::string(level, '=') + "]";
    const size_t end = text_.find(close, p);
    if (end == std::string::npos) return false;
    out = text_.substr(p, end - p);
    at_ = end + close.size();
    return true;
  }
  bool value(Json& out, int depth) {
    space();
    if (at_ == text_.size() || depth == 0) return false;
    const char c = text_[at_];
    if (c == '"' || c == '\'' || c == '[') {
      std::string s;
      if (!(c == '[' ? long_string(s) : string(s))) return false;
      out = s;
      return true;
    }
    if (word("true")) return out = true, true;
    if (word("false")) return out = false, true;
    if (word("nil")) return out = nullptr, true;
    if (c == '{') return table(out, depth);
    const size_t end = std::min(text_.find_first_not_of("+-.0123456789eExXabcdefABCDEF", at_), text_.size());
    if (end == at_ || end - at_ > 40 || !std::strchr("-.0123456789", c)) return false;
    out = std::strtod(text_.substr(at_, end - at_).c_str(), nullptr);
    at_ = end;
    return true;
  }
  bool table(Json& out, int depth) {
    ++at_;
    out = Json::object();
    size_t next = 1;
    while (!eat('}')) {
      std::string key;
      space();
      Json v;
      const size_t name = at_;
      while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) ++at_;
      if (at_ > name && eat('=')) {
        key = text_.substr(name, at_ - name - 1);
        key.erase(key.find_last_not_of(" \t\r\n") + 1);
      } else {
        at_ = name;
        if (text_.compare(at_, 1, "[") == 0 && text_.compare(at_, 2, "[[") != 0 && text_.compare(at_, 2, "[=") != 0) {
          ++at_;
          Json k;
          if (!value(k, depth - 1) || !eat(']') || !eat('=')) return false;
          key = k.is_string()   ? k.get<std::string>()
                : k.is_number() ? std::to_string(static_cast<long long>(k.get<double>()))
                                : "";
        } else {
          key = std::to_string(next++);
        }
      }
      if (!value(v, depth - 1)) return false;
      out[key] = std::move(v);
      if (!eat(',') && !eat(';')) return eat('}');
    }
    return true;
  }

  const std::string& text_;
  size_t at_ = 0;
};

std::string text_of(const Json& table, const char* name) {
  const auto at = table.find(name);
  if (at == table.end() || !at->is_string()) return "";
  std::string out;
  const std::string& s = at->get_ref<const std::string&>();
  for (const char *p = s.data(), *end = p + s.size(); p < end;) utf8_append(out, utf8_next(p, end));
  return out;
}

void add(const Json& item, const std::string& book, const std::string& title, const std::string& author,
         std::vector<Note>& notes) {
  if (!item.is_object()) return;
  Note n;
  n.quote = text_of(item, "text");
  n.text = text_of(item, "note");
  n.place = text_of(item, "pos0");
  if (n.place.empty()) n.place = text_of(item, "page");
  const std::string when = text_of(item, "datetime"), changed = text_of(item, "datetime_updated");
  // A bookmark without words says nothing.
  if (n.quote.empty() && n.text.empty()) return;
  n.created = seconds_of(when);
  n.changed = changed.empty() ? n.created : seconds_of(changed);
  n.id = derived_id("koreader\n" + book + "\n" + title + "\n" + when + "\n" + n.place + "\n" +
                    (when.empty() ? n.quote : ""));
  n.book = book;
  n.title = title;
  n.author = author;
  n.subject = text_of(item, "chapter");
  n.on = POSTIL_ON_PASSAGE;
  notes.push_back(std::move(n));
}

}  // namespace

Result read_koreader(const std::string& bytes, std::vector<Note>& notes) {
  Json root;
  LuaData lua(bytes);
  if (!lua.read(root) || !root.is_object())
    return {Code::corrupt, "it is no table of constants as KOReader writes it; give a metadata.*.lua",
            std::to_string(lua.line())};
  const Json props = root.value("doc_props", Json::object());
  const std::string md5 = text_of(root, "partial_md5_checksum"),
                    title = props.is_object() ? text_of(props, "title") : "";
  const std::string book = !md5.empty() ? "md5:" + md5 : !title.empty() ? "title:" + title : "";
  const auto annotations = root.find("annotations");
  if (annotations != root.end() && annotations->is_object()) {
    for (const Json& item : *annotations) add(item, book, title, "", notes);
    return {};
  }
  // Before 2024: highlights by page, the reader's own words in the bookmark of the same place.
  const auto highlight = root.find("highlight"), bookmarks = root.find("bookmarks");
  if (highlight != root.end() && highlight->is_object())
    for (const Json& page : *highlight)
      if (page.is_object())
        for (Json item : page) {
          if (item.is_object() && bookmarks != root.end() && bookmarks->is_object())
            for (const Json& mark : *bookmarks)
              // A bookmark's text is the note; where there is none KOReader fills in "Page 12 ... @ date".
              if (mark.is_object() && text_of(mark, "pos0") == text_of(item, "pos0") &&
                  text_of(mark, "datetime") == text_of(item, "datetime") && !text_of(mark, "text").empty() &&
                  text_of(mark, "text").find(text_of(item, "datetime")) == std::string::npos)
                item["note"] = text_of(mark, "text");
          add(item, book, title, "", notes);
        }
  return {};
}

}  // namespace postil::cli
