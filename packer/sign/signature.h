// Signatures of packs: Ed25519 (RFC 8032) over SHA-512 of the whole pack, as a trailer after it. FORMAT.md has the bytes.
//
// A signature says that who holds the secret key has signed these very bytes. It does not say who that is (the reader decides which keys
// to trust), nor that the notes are right, nor when it was made.
#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "schema/result.h"

namespace postil {

using PublicKey = std::array<uint8_t, 32>;

struct SecretKey {
  std::string name;
  std::array<uint8_t, 32> seed{};
};

struct NamedKey {
  std::string name;
  PublicKey key{};
};

SecretKey new_key(const std::string& name);  // from the system's randomness
PublicKey public_key(const SecretKey& key);
// Sixteen hexadecimal digits to compare by eye: the beginning of SHA-512 of the key.
std::string fingerprint(const PublicKey& key);

// `pack`: the bytes of a file that begins with a pack; what stands after the pack (an older signature) is replaced.
Result sign(const std::string& pack, const SecretKey& key, std::string& out);

struct Signature {
  PublicKey by{};
  bool right = false;  // made by that key over these bytes
};
// Code::absent: not signed. Code::corrupt: no pack, or what stands after it is no signature. Code::unsupported: a later kind of signature.
Result read_signature(const std::string& pack, Signature& out);

}  // namespace postil
