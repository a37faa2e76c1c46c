// SPDX-License-Identifier: Apache-2.0
// SHA-256, SM3 and Ed25519 through OpenSSL, and random bytes for keys and tokens (never inside the
// engine).
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct evp_md_ctx_st;

namespace tanshu {

/// The hashes that a published log may be made with: FIPS 180-4 SHA-256 and GB/T 32905-2016 SM3,
/// both of 32 bytes. What is nobody else's to verify is SHA-256.
enum class HashKind : std::uint8_t { sha256, sm3 };

/// A reusable context; one-shot OpenSSL calls are about three times slower. Not for sharing between
/// threads.
class Hasher {
 public:
  explicit Hasher(HashKind kind);
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Hasher& update(ByteView bytes);
  Hasher& update(std::string_view text) { return update(view_of(text)); }
  /// Returns the digest and starts anew.
  Digest finish();

 private:
  evp_md_ctx_st* context_;
};

class Sha256 : public Hasher {
 public:
  Sha256() : Hasher(HashKind::sha256) {}
};

/// A context of the calling thread, at its start; to be finished before it is asked for again.
Hasher& thread_hasher(HashKind kind);
inline Digest digest_of(HashKind kind, ByteView bytes) {
  return thread_hasher(kind).update(bytes).finish();
}

inline Digest sha256(ByteView bytes) {
  return digest_of(HashKind::sha256, bytes);
}
inline Digest sha256(std::string_view text) {
  return sha256(view_of(text));
}

struct Ed25519Seed {
  std::array<std::uint8_t, 32> bytes{};
};
using Ed25519Public = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

Ed25519Public ed25519_public(const Ed25519Seed& seed);
Ed25519Signature ed25519_sign(const Ed25519Seed& seed, ByteView message);
bool ed25519_verify(const Ed25519Public& key, ByteView message, ByteView signature);

/// Bytes from the operating system's generator.
void fill_random(std::span<std::uint8_t> bytes);

/// scrypt (RFC 7914) with N=2^15, r=8, p=1: 32 bytes to store beside the salt.
std::array<std::uint8_t, 32> password_hash(std::string_view password, ByteView salt);

}  // namespace tanshu
