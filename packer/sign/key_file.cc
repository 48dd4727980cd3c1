#include "packer/sign/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace postil {
namespace {

constexpr size_t kMaxKeyFile = 4096;
constexpr char kSecret[] = "postil secret key ", kPublic[] = "postil public key ";

std::string text_of(const char* head, const std::string& name, const uint8_t* bytes) {
  char base64[sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_ORIGINAL)];
  sodium_bin2base64(base64, sizeof base64, bytes, 32, sodium_base64_VARIANT_ORIGINAL);
  return head + name + "\n" + base64 + "\n";
}

Result read_key(const std::string& path, const std::string& head, std::string& name, uint8_t* bytes) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return errno == EACCES ? Result(Code::permission, "you may not read it; change its permissions")
                           : Result(Code::absent, "no such key file; postil key new NAME makes one");
  std::string text(kMaxKeyFile, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  const size_t line = text.find('\n');
  const Result wrong(Code::corrupt, "this is no " + head.substr(7, head.size() - 8) +
                                        " of Postil; give the file that postil key new wrote");
  if (line == std::string::npos || text.compare(0, head.size(), head) != 0) return wrong;
  name = text.substr(head.size(), line - head.size());
  size_t size = 0;
  if (!right_key_name(name) ||
      sodium_base642bin(bytes, 32, text.data() + line + 1, text.size() - line - 1, "\r\n \t", &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0 ||
      size != 32)
    return wrong;
  return {};
}

}  // namespace

std::string secret_key_text(const SecretKey& key) {
  return text_of(kSecret, key.name, key.seed.data());
}

std::string public_key_text(const NamedKey& key) {
  return text_of(kPublic, key.name, key.key.data());
}

Result read_secret_key(const std::string& path, SecretKey& out) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Result(Code::permission,
                  "others may read this secret key; chmod 600 it, and make a new one if they might have");
  return read_key(path, kSecret, out.name, out.seed.data());
}

Result read_public_key(const std::string& path, NamedKey& out) {
  return read_key(path, kPublic, out.name, out.key.data());
}

Result write_secret_key(const std::string& path, const SecretKey& key) {
  const std::string text = secret_key_text(key);
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0)
    return errno == EEXIST
               ? Result(Code::invalid_argument, "a key of that name is there already, and is kept; choose another name")
               : Result(Code::io, "it cannot be written; choose another folder");
  const bool whole = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  if (close(file) != 0 || !whole) {
    unlink(path.c_str());
    return Result(Code::no_space, "it cannot be written whole; free some space");
  }
  return {};
}

Result read_key_ring(const std::string& folder, std::vector<NamedKey>& out) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".postil-pub") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    NamedKey key;
    if (Result r = read_public_key(path, key); !r) {
      r.file = path;
      return r;
    }
    out.push_back(key);
  }
  return {};
}

std::string default_key_ring() {
  auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  if (const std::string own = variable("POSTIL_KEYS"); !own.empty()) return own;
  if (const std::string config = variable("XDG_CONFIG_HOME"); !config.empty()) return config + "/postil/keys";
  const std::string home = variable("HOME");
  return home.empty() ? "" : home + "/.config/postil/keys";
}

bool right_key_name(const std::string& name) {
  if (name.empty() || name.size() > 64 || name[0] == '.' || name[0] == '-' || name.back() == ' ') return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' ||
           c == '-' || c == '_' || c == '.' || c == '@';
  });
}

}  // namespace postil
