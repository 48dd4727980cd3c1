#include <openssl/evp.h>

#include <cstdio>
#include <memory>

#include "packer/read/read.h"

namespace postil {
namespace {

struct Digest {
  explicit Digest(const EVP_MD* kind) : context(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context, kind, nullptr); }
  ~Digest() { EVP_MD_CTX_free(context); }
  void add(const void* data, size_t size) { EVP_DigestUpdate(context, data, size); }
  std::string finish() {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(context, out, &size);
    return {reinterpret_cast<char*>(out), size};
  }
  EVP_MD_CTX* context;
};

}  // namespace

bool sha256(std::string_view bytes, std::string& out) {
  Digest digest(EVP_sha256());
  if (!digest.context) return false;
  digest.add(bytes.data(), bytes.size());
  out = digest.finish();
  return out.size() == 32;
}

Result digest_files(const std::vector<std::string>& paths, std::string& sha256, std::string& partial_md5) {
  Digest whole(EVP_sha256()), samples(EVP_md5());
  std::string buffer(1 << 16, '\0');
  for (size_t k = 0; k < paths.size(); ++k) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(paths[k].c_str(), "rb"), &std::fclose);
    if (!file) return {Code::io, "it cannot be opened; check the file and its disk"};
    while (const size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get())) whole.add(buffer.data(), n);
    if (std::ferror(file.get())) return {Code::io, "it cannot be read to its end; check the file and its disk"};
    for (int i = -1; i <= 10 && k == 0; ++i) {
      // KOReader shifts by 2i; LuaJIT's lshift by -2 of 1024 gives 0.
      const long at = i < 0 ? 0 : 1024L << (2 * i);
      if (std::fseek(file.get(), at, SEEK_SET) != 0) break;
      const size_t n = std::fread(buffer.data(), 1, 1024, file.get());
      if (n == 0) break;
      samples.add(buffer.data(), n);
    }
  }
  sha256 = whole.finish();
  partial_md5 = samples.finish();
  return {};
}

}  // namespace postil
