#include "packer/read/converters.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

namespace postil {
namespace {

// `pandoc`: the name of its reader; empty where it has none. `calibre`: whether ebook-convert reads the extension.
struct Format {
  const char* extension;
  const char* pandoc;
  bool calibre;
};
constexpr Format kFormats[] = {
    {"docx", "docx", true},
    {"odt", "odt", true},
    {"rtf", "rtf", true},
    {"fb2", "fb2", true},
    {"rst", "rst", false},
    {"org", "org", false},
    {"tex", "latex", false},
    {"latex", "latex", false},
    {"textile", "textile", true},
    {"dbk", "docbook", false},
    {"docbook", "docbook", false},
    {"opml", "opml", false},
    {"ipynb", "ipynb", false},
    {"muse", "muse", false},
    {"t2t", "t2t", false},
    {"jats", "jats", false},
    {"wiki", "mediawiki", false},
    {"creole", "creole", false},
    {"mobi", "", true},
    {"azw", "", true},
    {"azw3", "", true},
    {"azw4", "", true},
    {"prc", "", true},
    {"pdb", "", true},
    {"lit", "", true},
    {"lrf", "", true},
    {"chm", "", true},
    {"rb", "", true},
    {"snb", "", true},
    {"tcr", "", true},
    {"htmlz", "", true},
    {"txtz", "", true},
    {"fbz", "", true},
    {"pdf", "", true},
    {"djvu", "", true},
    {"doc", "", false},
    {"kfx", "", false},
    {"pages", "", false},
};

const Format* format_of(const std::string& extension) {
  for (const Format& f : kFormats)
    if (extension == f.extension) return &f;
  return nullptr;
}

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// The first program of that name in an absolute folder of PATH: what lies beside a book is never run.
std::string found_on_path(const char* name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    const std::string candidate = std::string(rest.substr(0, colon)) + "/" + name;
    struct stat st;
    if (candidate[0] == '/' && stat(candidate.c_str(), &st) == 0 && S_ISREG(st.st_mode) &&
        access(candidate.c_str(), X_OK) == 0)
      return candidate;
    rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
  }
  return "";
}

// The environment of the child: the caller's, with the folders of scratch and settings inside the private one and a locale that
// can spell every name.
std::vector<std::string> environment_for(const std::string& folder) {
  std::vector<std::string> out;
  for (char** at = environ; *at; ++at) {
    const std::string_view entry = *at;
    const std::string_view name = entry.substr(0, entry.find('='));
    bool own = begins(name, "LC_") || begins(name, "CALIBRE_");
    for (const char* set : {"HOME", "TMPDIR", "LANG", "LANGUAGE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
      own |= name == set;
    if (!own) out.emplace_back(entry);
  }
  for (const char* set : {"HOME=", "TMPDIR=", "CALIBRE_CONFIG_DIRECTORY=", "CALIBRE_TEMP_DIR="})
    out.push_back(set + folder);
  out.emplace_back("LC_ALL=C.UTF-8");
  out.emplace_back("QT_QPA_PLATFORM=offscreen");
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (std::string& s : strings) out.push_back(s.data());
  out.push_back(nullptr);
  return out;
}

struct Ended {
  bool started = false, late = false;
  int status = 0;
  std::string said;  // the end of what it printed
};

constexpr size_t kSaidBytes = 4096;

// Runs a program to its end, or to the end of its time; it and whatever it started are gone afterwards.
Ended run(std::vector<std::string> arguments, const std::string& folder, const ConverterOptions& options) {
  Ended out;
  std::vector<std::string> environment = environment_for(folder);
  const std::vector<char*> argv = pointers(arguments), envp = pointers(environment);
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return out;
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {  // only calls that are safe after a fork
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(pipe_ends[1], 1) < 0 || dup2(pipe_ends[1], 2) < 0) _exit(127);
    const rlimit size{options.output_bytes, options.output_bytes};
    setrlimit(RLIMIT_FSIZE, &size);
    signal(SIGXFSZ, SIG_DFL);
    if (chdir(folder.c_str()) != 0) _exit(127);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  if (child < 0) return close(pipe_ends[0]), out;
  setpgid(child, child);
  out.started = true;
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::seconds(options.seconds);
  bool ended = false;
  for (bool open = true; !ended && !out.late;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd ready{open ? pipe_ends[0] : -1, POLLIN, 0};
    poll(&ready, 1, static_cast<int>(std::clamp<long long>(left, 0, 50)));
    if (open && ready.revents != 0) {
      char piece[4096];
      const ssize_t n = read(pipe_ends[0], piece, sizeof piece);
      if (n > 0) out.said.append(piece, static_cast<size_t>(n));
      if (n == 0) open = false;
      if (out.said.size() > 2 * kSaidBytes) out.said.erase(0, out.said.size() - kSaidBytes);
      if (n > 0) {
        out.late = left <= 0;
        continue;
      }
    }
    ended = waitpid(child, &out.status, WNOHANG) == child;
    out.late = !ended && left <= 0;
  }
  kill(-child, SIGKILL);
  if (!ended) waitpid(child, &out.status, 0);
  close(pipe_ends[0]);
  return out;
}

// The last lines that a program printed, as one.
std::string last_words(const std::string& said) {
  std::vector<std::string> lines(1);
  for (const char c : said) {
    if (c == '\n' || c == '\r')
      lines.emplace_back();
    else
      lines.back() += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  std::string out;
  size_t taken = 0;
  for (auto line = lines.rbegin(); line != lines.rend() && taken < 3 && out.size() < 500; ++line) {
    if (line->find_first_not_of(' ') == std::string::npos) continue;
    out = out.empty() ? *line : *line + " / " + out;
    ++taken;
  }
  if (out.size() > 600) out = "..." + out.substr(out.size() - 600);
  return out.empty() ? "it says nothing" : "it says: " + out;
}

std::string private_folder() {
  const char* base = std::getenv("TMPDIR");
  std::string name = std::string(base && *base == '/' ? base : "/tmp") + "/postil-XXXXXX";
  return mkdtemp(name.data()) ? name : "";
}

Result not_installed(const Format& f, const std::string& format) {
  if (*f.pandoc && f.calibre)
    return {Code::unsupported, "to read " + format +
                                   " Postil needs pandoc or calibre's ebook-convert, and finds neither on PATH; "
                                   "install one (Debian: apt install pandoc), or convert the book to EPUB"};
  if (*f.pandoc)
    return {Code::unsupported, "to read " + format +
                                   " Postil needs pandoc, which is not on PATH; install it (Debian: apt install "
                                   "pandoc), or convert the book to EPUB"};
  return {Code::unsupported, "to read " + format +
                                 " Postil needs calibre's ebook-convert, which is not on PATH; install it (Debian: "
                                 "apt install calibre), or convert the book to EPUB"};
}

}  // namespace

std::string foreign_format(std::string_view head, const std::string& extension) {
  const auto known = [&](std::initializer_list<const char*> same, const char* otherwise) {
    for (const char* name : same)
      if (extension == name) return extension;
    return std::string(otherwise);
  };
  if (begins(head, "PK\x03\x04")) {
    const std::string_view first = head.substr(std::min<size_t>(head.size(), 30));
    if (begins(first, "mimetypeapplication/epub+zip")) return "";
    if (begins(first, "mimetypeapplication/vnd.oasis.opendocument.text")) return "odt";
    if (begins(first, "[Content_Types].xml") || begins(first, "word/")) return "docx";
    return format_of(extension) ? extension : "";
  }
  if (begins(head, "{\\rtf")) return "rtf";
  if (begins(head, "%PDF-")) return "pdf";
  if (begins(head, "ITOLITLS")) return "lit";
  if (begins(head, "ITSF")) return "chm";
  if (begins(head, "AT&TFORM")) return "djvu";
  if (begins(head, "\xD0\xCF\x11\xE0")) return "doc";
  if (head.size() > 68 && (head.substr(60, 8) == "BOOKMOBI" || head.substr(60, 8) == "TEXtREAd"))
    return known({"azw", "azw3", "azw4", "prc", "pdb"}, "mobi");
  if (head.substr(0, 1024).find("<FictionBook") != std::string_view::npos) return "fb2";
  return format_of(extension) ? extension : "";
}

Converted::~Converted() {
  std::error_code ignored;
  if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
}

Result convert(const std::string& path, const std::string& format, const ConverterOptions& options, Converted& out) {
  const Format* f = format_of(format);
  if (!f || (!*f->pandoc && !f->calibre))
    return {Code::unsupported, "neither Postil nor a converter that it knows reads " + format +
                                   "; save the book as EPUB or DOCX from the program that made it"};
  std::string program = *f->pandoc ? found_on_path("pandoc") : "";
  const bool pandoc = !program.empty();
  if (!pandoc && f->calibre) program = found_on_path("ebook-convert");
  if (program.empty()) return not_installed(*f, format);
  char* whole = realpath(path.c_str(), nullptr);
  const std::string source = whole ? whole : "";
  std::free(whole);
  out.folder = private_folder();
  if (source.empty() || out.folder.empty())
    return {Code::io, "there is no room for the converter's files; check the folder for temporary files (TMPDIR)"};
  // The converter sees a path that cannot be mistaken for an option and whose extension is the format.
  const std::string name_of_book = path.substr(path.rfind('/') + 1), extension = "." + format;
  std::string input = out.folder + "/book/" + name_of_book;
  if (input.size() < extension.size() ||
      input.compare(input.size() - extension.size(), std::string::npos, extension) != 0)
    input += extension;
  if (mkdir((out.folder + "/book").c_str(), 0700) != 0 || symlink(source.c_str(), input.c_str()) != 0)
    return {Code::io, "the converter's folder cannot be written; check the folder for temporary files (TMPDIR)"};
  out.epub = !pandoc;
  out.file = out.folder + (pandoc ? "/output.html" : "/output.epub");
  std::vector<std::string> arguments{program};
  if (pandoc)
    arguments.insert(arguments.end(), {"+RTS", "-M1g", "-RTS", "--sandbox", "--data-dir=" + out.folder,
                                       std::string("--from=") + f->pandoc, "--to=html5", "--standalone", "--wrap=none",
                                       "--quiet", "--output=" + out.file, input});
  else
    arguments.insert(arguments.end(), {input, out.file});
  const Ended ended = run(std::move(arguments), out.folder, options);
  const std::string name = pandoc ? "pandoc" : "ebook-convert";
  if (!ended.started) return {Code::io, name + " cannot be started; is there memory for it?"};
  if (ended.late)
    return {
        Code::limit,
        name + " took longer than " + std::to_string(options.seconds) +
            " seconds and was stopped; give it more with --converter-seconds, or convert the book to EPUB yourself"};
  if (WIFSIGNALED(ended.status) && WTERMSIG(ended.status) == SIGXFSZ)
    return {Code::limit, name + " wrote more than " + std::to_string(options.output_bytes >> 20) +
                             " MiB and was stopped; split the book"};
  struct stat st;
  const bool good = WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 0;
  if (!good || lstat(out.file.c_str(), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
    return {Code::corrupt, name + (good ? " wrote no book" : " failed") + " (" + last_words(ended.said) +
                               "); repair the book, or convert it to EPUB yourself"};
  return {};
}

}  // namespace postil
