#include "packer/sign/signature.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <vector>

#include "schema/bytes.h"
#include "schema/format.h"

namespace postil {
namespace {

constexpr char kMagic[8] = {'P', 'S', 'T', 'L', 'S', 'I', 'G', '\n'};
constexpr uint32_t kVersion = 1;
constexpr size_t kKeyAt = 16, kSignatureAt = 48, kTrailer = 112;
// Keeps a signature made for another purpose from being one of a pack.
constexpr char kPurpose[] = "postil pack signature 1";

void ready() {
  if (sodium_init() < 0) throw std::bad_alloc();
}

std::vector<uint8_t> signed_message(const std::string& pack, size_t size) {
  std::vector<uint8_t> out(kPurpose, kPurpose + sizeof kPurpose);
  out.resize(out.size() + crypto_hash_sha512_BYTES);
  crypto_hash_sha512(out.data() + sizeof kPurpose, reinterpret_cast<const uint8_t*>(pack.data()), size);
  return out;
}

// The pack's own size, by its header.
Result pack_size(const std::string& pack, size_t& size) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(pack.data());
  if (pack.size() < format::kHeaderSize || std::memcmp(bytes, format::kMagic, 8) != 0)
    return Result(Code::corrupt, "this is no pack; give the file that postil pack wrote");
  const uint64_t stated = load64(bytes + format::kHeaderFileSize);
  if (stated < format::kHeaderSize || stated > pack.size())
    return Result(Code::corrupt, "the pack is cut short; copy it again");
  size = static_cast<size_t>(stated);
  return {};
}

}  // namespace

SecretKey new_key(const std::string& name) {
  ready();
  SecretKey out;
  out.name = name;
  randombytes_buf(out.seed.data(), out.seed.size());
  return out;
}

PublicKey public_key(const SecretKey& key) {
  ready();
  PublicKey out{};
  uint8_t secret[crypto_sign_SECRETKEYBYTES];
  crypto_sign_seed_keypair(out.data(), secret, key.seed.data());
  sodium_memzero(secret, sizeof secret);
  return out;
}

std::string fingerprint(const PublicKey& key) {
  uint8_t hash[crypto_hash_sha512_BYTES];
  crypto_hash_sha512(hash, key.data(), key.size());
  char hex[17];
  sodium_bin2hex(hex, sizeof hex, hash, 8);
  return hex;
}

Result sign(const std::string& pack, const SecretKey& key, std::string& out) {
  ready();
  size_t size = 0;
  if (Result r = pack_size(pack, size); !r) return r;
  uint8_t open[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], trailer[kTrailer] = {};
  crypto_sign_seed_keypair(open, secret, key.seed.data());
  std::memcpy(trailer, kMagic, sizeof kMagic);
  store32(trailer + 8, kVersion);
  store32(trailer + 12, kTrailer);
  std::memcpy(trailer + kKeyAt, open, sizeof open);
  const std::vector<uint8_t> message = signed_message(pack, size);
  crypto_sign_detached(trailer + kSignatureAt, nullptr, message.data(), message.size(), secret);
  sodium_memzero(secret, sizeof secret);
  out.assign(pack, 0, size);
  out.append(reinterpret_cast<const char*>(trailer), kTrailer);
  return {};
}

Result read_signature(const std::string& pack, Signature& out) {
  ready();
  out = {};
  size_t size = 0;
  if (Result r = pack_size(pack, size); !r) return r;
  if (pack.size() == size) return Result(Code::absent, "the pack is not signed; postil sign signs it");
  const auto* trailer = reinterpret_cast<const uint8_t*>(pack.data()) + size;
  const size_t left = pack.size() - size;
  if (left < kKeyAt || std::memcmp(trailer, kMagic, sizeof kMagic) != 0)
    return Result(Code::corrupt, "what stands after the pack is no signature; get the file from its publisher again");
  if (load32(trailer + 8) != kVersion)
    return Result(Code::unsupported, "its signature is of a later kind; update Postil");
  if (left != kTrailer || load32(trailer + 12) != kTrailer)
    return Result(Code::corrupt,
                  "its signature is cut short or followed by something; get the file from its publisher again");
  std::copy_n(trailer + kKeyAt, out.by.size(), out.by.begin());
  const std::vector<uint8_t> message = signed_message(pack, size);
  out.right = crypto_sign_verify_detached(trailer + kSignatureAt, message.data(), message.size(), out.by.data()) == 0;
  return {};
}

}  // namespace postil
