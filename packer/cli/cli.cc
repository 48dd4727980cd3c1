#include "packer/cli/cli.h"

#include <cstdio>

namespace postil::cli {

int fail(int code, const std::string& file, const std::string& what) {
  const bool red = colour(stderr);
  std::fprintf(stderr, "%spostil:%s %s: %s\n", red ? "\x1b[1;31m" : "", red ? "\x1b[0m" : "",
               (file.empty() ? "''" : shown(file)).c_str(), shown(what).c_str());
  return code;
}

int fail(int code, const std::string& file, const Result& r) {
  const std::string& where = r.file.empty() ? file : r.file;
  return fail(code, r.place.empty() ? where : where + ":" + r.place, r.message);
}

int exit_code(const Result& r) {
  return r.code == Code::no_space || r.code == Code::permission || r.code == Code::io ? kOutput : kInput;
}

bool OpenPack::open(const std::string& file) {
  path = file;
  const int32_t code = postil_open(file.c_str(), 0, 4u << 20, &handle);
  if (code == POSTIL_OK) return true;
  std::string what = postil_message(nullptr);
  if (what.find("; ") == std::string::npos)
    what += code == POSTIL_CORRUPT       ? "; pack the book again"
            : code == POSTIL_UNSUPPORTED ? "; update Postil, or pack the book again"
            : code == POSTIL_PERMISSION  ? "; change its permissions"
                                         : "; check the name";
  fail(kInput, file, what);
  return false;
}

uint32_t OpenPack::number(int32_t field) {
  uint32_t out = 0;
  postil_info_number(handle, field, &out);
  return out;
}

std::string OpenPack::text(int32_t field, uint32_t index) {
  postil_text out{};
  return postil_info_text(handle, field, index, &out) == POSTIL_OK ? str(out) : "";
}

int OpenPack::failed(int32_t code) {
  return fail(kInput, path,
              code == POSTIL_ABSENT ? "the pack lacks a record that it refers to; pack the book again"
                                    : std::string(postil_message(handle)) + "; pack the book again");
}

Json place(OpenPack& pack, const postil_place& at, const std::string& anchor) {
  if (at.file == POSTIL_NONE) return nullptr;
  postil_text file{};
  uint32_t spine = 0;
  postil_file(pack.handle, at.file, &file, &spine);
  Json out{{"file", str(file)}, {"start", at.begin}, {"end", at.end}};
  postil_text cfi{};
  if (postil_cfi_of_pos(pack.handle, at.pos, &cfi) == POSTIL_OK) out["cfi"] = str(cfi);
  if (!anchor.empty()) out["anchor"] = anchor;
  return out;
}

std::string hex(const std::string& bytes) {
  std::string out;
  for (unsigned char c : bytes) out += "0123456789abcdef"[c >> 4], out += "0123456789abcdef"[c & 15];
  return out;
}

void print_line(const Json& json) {
  const std::string line = shown_json(json.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
}

void print_text(const std::string& text) {
  const std::string safe = shown(text, true);
  std::fwrite(safe.data(), 1, safe.size(), stdout);
}

void print_row(std::initializer_list<std::string> fields) {
  std::string line;
  bool line_begun = false;
  for (std::string field : fields) {
    for (char& c : field)
      if (c == '\n' || c == '\t') c = ' ';
    line += (line_begun ? "\t" : "") + shown(field);
    line_begun = true;
  }
  std::printf("%s\n", line.c_str());
}

bool parse_place(OpenPack& pack, const std::string& text, uint32_t& pos) {
  auto bad = [&](const std::string& why) {
    return fail(kUsage, text.empty() ? "PLACE" : text, why + "; a place is FILE:BYTE, FILE#ANCHOR, chapter:N or end"),
           false;
  };
  if (text == "end") {
    pos = pack.number(POSTIL_END_POS);
    return true;
  }
  const size_t at = text.find_last_of(":#");
  if (at == std::string::npos) return bad("this is no place");
  const std::string name = text.substr(0, at), rest = text.substr(at + 1);
  const bool digits = !rest.empty() && rest.size() < 10 && rest.find_first_not_of("0123456789") == std::string::npos;
  if (name == "chapter" && text[at] == ':' && digits) {
    postil_chapter chapter{};
    if (postil_chapter_at(pack.handle, static_cast<uint32_t>(std::stoul(rest)), &chapter) != POSTIL_OK)
      return bad("the book has no such chapter");
    pos = chapter.pos;
    return true;
  }
  for (uint32_t f = 0, n = pack.number(POSTIL_COUNT_FILES); f < n; ++f) {
    postil_text path{};
    uint32_t spine = 0, note = 0;
    if (postil_file(pack.handle, f, &path, &spine) != POSTIL_OK || str(path) != name) continue;
    if (text[at] == ':') {
      if (!digits) return bad("the byte is no number");
      return postil_pos_of_byte(pack.handle, f, static_cast<uint32_t>(std::stoul(rest)), &pos) == POSTIL_OK ||
             bad("the book has no text there");
    }
    if (postil_note_by_anchor(pack.handle, f, rest.data(), static_cast<uint32_t>(rest.size()), &note) == POSTIL_OK) {
      postil_note* handle = nullptr;
      if (postil_note_open(pack.handle, note, &handle) == POSTIL_OK) {
        postil_note_info info{};
        postil_note_get(handle, &info);
        pos = info.place.pos;
        postil_note_free(handle);
        return true;
      }
    }
    for (uint32_t m = 0, marks = pack.number(POSTIL_COUNT_MARKS); m < marks; ++m) {
      postil_mark mark{};
      if (postil_mark_at(pack.handle, m, &mark) == POSTIL_OK && mark.place.file == f && str(mark.anchor) == rest) {
        pos = mark.place.pos;
        return true;
      }
    }
    return bad("the pack knows no note or noteref of that anchor");
  }
  return bad("the book has no such file");
}

const char* entity_type(uint32_t type) {
  static const char* const kNames[] = {"other", "person", "place", "organization", "event",
                                       "work",  "people", "term",  "vessel"};
  return type < 9 ? kNames[type] : "other";
}

Json numbers(OpenPack& pack, uint32_t of, NumbersOf ask) {
  uint32_t count = 0;
  if (ask(pack.handle, of, POSTIL_NO_LIMIT, nullptr, 0, &count) != POSTIL_OK) return Json::array();
  std::vector<uint32_t> out(count);
  if (ask(pack.handle, of, POSTIL_NO_LIMIT, out.data(), count, &count) != POSTIL_OK) return Json::array();
  return out;
}

}  // namespace postil::cli
