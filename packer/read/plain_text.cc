#include <algorithm>

#include "packer/read/read.h"
#include "schema/squeezed.h"
#include "schema/utf8.h"

namespace postil {
namespace {

// Windows-1252's 0x80-0x9F; the rest is Latin-1.
constexpr uint16_t kWindows1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                       0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::string from_windows1252(std::string_view bytes) {
  std::string out;
  for (char c : bytes) {
    const auto b = static_cast<uint8_t>(c);
    utf8_append(out, b >= 0x80 && b < 0xA0 ? kWindows1252[b - 0x80] : b);
  }
  return out;
}

std::string from_utf16(std::string_view bytes, bool big) {
  std::string out;
  auto unit = [&](size_t i) {
    const auto a = static_cast<uint8_t>(bytes[i]), b = static_cast<uint8_t>(bytes[i + 1]);
    return static_cast<uint32_t>(big ? a << 8 | b : b << 8 | a);
  };
  for (size_t i = 2; i + 1 < bytes.size(); i += 2) {
    uint32_t c = unit(i);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = 0xFFFD;
    }
    utf8_append(out, c);
  }
  return out;
}

bool blank(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || (c >= 9 && c <= 13); });
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool lower(char c) {
  return c >= 'a' && c <= 'z';
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (upper(c)) c = static_cast<char>(c + 32);
  return out;
}

// Page numbers and running heads: "287", "Page 12", "[Pg 12]", "181 of 480", "100 GIBBON", "THE DECLINE 101".
bool page_furniture(std::string_view line) {
  if (line.size() > 70) return false;
  size_t digits = 0, capitals = 0, small = 0, other = 0;
  for (char c : line) {
    if (digit(c))
      ++digits;
    else if (upper(c))
      ++capitals;
    else if (lower(c) || static_cast<uint8_t>(c) >= 0x80)
      ++small;
    else if (c != ' ')
      ++other;
  }
  if (digits == 0 || digits > 6) return false;
  const std::string low = lowered(line);
  std::string words;  // what is left without digits, brackets and blanks
  for (char c : low)
    if (lower(c)) words += c;
  if (words.empty())
    return digits <= 4 && capitals + small == 0 &&
           std::string_view("[](){}-|~. ").find(line[0] >= '0' && line[0] <= '9' ? ' ' : line[0]) !=
               std::string_view::npos &&
           low.find_first_not_of("0123456789[](){}-|~ ") == std::string::npos;
  if (words == "page" || words == "pg" || words == "p" || words == "pageof" || words == "of")
    return other <= 2 && low.find('.') == std::string::npos;
  // A running head is capitals with the page's number before or after.
  const bool at_edge = digit(line.front()) != digit(line.back());
  if (!at_edge || small > 0 || capitals < 3) return false;
  size_t edge = 0;
  if (digit(line.front()))
    while (edge < line.size() && digit(line[edge])) ++edge;
  else
    while (edge < line.size() && digit(line[line.size() - 1 - edge])) ++edge;
  const char joint = digit(line.front()) ? line[edge] : line[line.size() - 1 - edge];
  return edge == digits && edge <= 4 && joint == ' ' && digit(line.front());
}

bool has(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

// What sites and converters put between paragraphs.
bool boilerplate(std::string_view line) {
  if (line.size() > 160) return false;
  const size_t dots = line.find_first_not_of('.');
  if (dots == std::string_view::npos) return line.size() >= 3;
  if (dots >= 6 && line.size() - line.find_last_not_of('.') > 6) return true;  // "......Content has been hidden......"
  if (line.find_first_not_of("*-_=~# \t\xC2\xB7\xE2\x80\xA2\x95\x96") == std::string_view::npos) return true;  // rules
  const std::string low = lowered(line);
  if ((low.compare(0, 4, "www.") == 0 || low.compare(0, 7, "http://") == 0 || low.compare(0, 8, "https://") == 0) &&
      line.size() < 100) {
    // An address alone, or with a page number, never one that a sentence goes on from.
    const size_t end = low.find(' ');
    return end == std::string::npos || low.find_first_not_of("0123456789 of|page/-", end) == std::string::npos;
  }
  if (has(low, "intentionally left blank") || has(low, "click here") || has(low, "content has been hidden"))
    return true;
  if (has(low, "page of ebook") || has(low, "view all page") || has(low, "login for") || has(low, "log in to ") ||
      has(low, "sign in to "))
    return line.size() < 130;
  return low == "reset" || low == "advertisement" || low == "share this" || low == "back to top" ||
         low == "next page" || low == "previous page" || low == "loading..." || low == "download pdf" ||
         low == "read more";
}

enum class Kind { text, cell, number, junk };

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && blank(line.substr(0, 1))) line.remove_prefix(1);
  while (!line.empty() && blank(line.substr(line.size() - 1))) line.remove_suffix(1);
  return line;
}

// A paragraph by itself: a number alone may be a page's or a table's; its neighbours tell.
Kind kind_of(std::string_view text) {
  bool any = false;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    begin = end + 1;
    if (line.empty()) continue;
    const bool number = line.size() <= 4 && std::all_of(line.begin(), line.end(), digit);
    if (number && line.size() == text.size()) return Kind::number;
    if (!number && !page_furniture(line) && !boilerplate(line)) {
      if (text.size() > 30) return Kind::text;
      const char last = text.back();
      return last == '.' || last == '!' || last == '?' || static_cast<uint8_t>(last) >= 0x80 ? Kind::text : Kind::cell;
    }
    any = true;
  }
  return any ? Kind::junk : Kind::text;
}

bool numeric(std::string_view text) {
  return std::any_of(text.begin(), text.end(), digit) &&
         text.find_first_not_of("0123456789.,$%+- ") == std::string_view::npos;
}

// A number between cells of a table, or beside another figure, is a figure.
void mark_junk(std::vector<Paragraph>& paragraphs, size_t first) {
  std::vector<Kind> kinds;
  for (const Paragraph& p : paragraphs) kinds.push_back(kind_of(p.text));
  for (size_t i = first; i < paragraphs.size(); ++i) {
    if (kinds[i] != Kind::number) {
      paragraphs[i].junk = kinds[i] == Kind::junk;
      continue;
    }
    const bool before = i > first && (kinds[i - 1] == Kind::cell || kinds[i - 1] == Kind::number);
    const bool after = i + 1 < paragraphs.size() && (kinds[i + 1] == Kind::cell || kinds[i + 1] == Kind::number);
    const bool figures = (before && numeric(paragraphs[i - 1].text)) || (after && numeric(paragraphs[i + 1].text));
    paragraphs[i].junk = !figures && !(before && after);
  }
}

}  // namespace

// Paragraphs are separated by blank lines; where lines are long (a line is a paragraph), by every line end.
Result read_plain_text(std::string bytes, const std::string& name, Book& book) {
  if (bytes.find('\0') != std::string::npos && bytes.compare(0, 2, "\xFF\xFE") != 0 &&
      bytes.compare(0, 2, "\xFE\xFF") != 0)
    return {Code::corrupt,
            "it is neither text nor a book that Postil knows; EPUB, XHTML, HTML and plain text are read"};
  std::string text;
  if (bytes.compare(0, 2, "\xFF\xFE") == 0 || bytes.compare(0, 2, "\xFE\xFF") == 0)
    text = from_utf16(bytes, bytes[0] == '\xFE');
  else if (utf8_valid(bytes))
    text = std::move(bytes);
  else
    text = from_windows1252(bytes);
  end_lines_with_lf(text);
  const auto index = static_cast<uint32_t>(book.files.size());
  SourceFile file;
  file.path = name;
  file.spine = index;
  file.first_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  book.files.push_back(file);
  book.plain_text = true;

  std::vector<std::pair<size_t, size_t>> lines;
  std::vector<size_t> lengths;
  for (size_t begin = text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    const size_t next = end == std::string::npos ? text.size() : end + 1;
    if (end == std::string::npos) end = text.size();
    if (end > begin && text[end - 1] == '\r') --end;
    lines.emplace_back(begin, end);
    if (!blank(std::string_view(text).substr(begin, end - begin))) lengths.push_back(end - begin);
    begin = next;
  }
  bool line_paragraphs = false;
  if (!lengths.empty()) {
    std::sort(lengths.begin(), lengths.end());
    line_paragraphs = lengths[lengths.size() * 9 / 10] > 160;
  }
  size_t open = std::string::npos, close = 0;
  auto flush = [&] {
    if (open == std::string::npos) return;
    Paragraph p;
    p.file = index;
    p.begin = static_cast<uint32_t>(open);
    p.text = text.substr(open, close - open);
    book.paragraphs.push_back(std::move(p));
    open = std::string::npos;
  };
  for (const auto& [begin, end] : lines) {
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    if (blank(line)) {
      flush();
      continue;
    }
    if (line_paragraphs) flush();
    if (open == std::string::npos) open = begin;
    close = end;
  }
  flush();
  if (file.first_paragraph == book.paragraphs.size())
    return {Code::corrupt, "the file has no text; was it exported completely?"};
  mark_junk(book.paragraphs, file.first_paragraph);
  book.files[index].end_paragraph = static_cast<uint32_t>(book.paragraphs.size());
  return {};
}

}  // namespace postil
