// SPDX-License-Identifier: Apache-2.0
// SHA-256 and Ed25519 through OpenSSL, and random bytes for keys and tokens (never inside the
// engine).
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct evp_md_ctx_st;

namespace tanshu {

/// A reusable SHA-256 context; one-shot OpenSSL calls are about three times slower. Not for sharing
/// between threads.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& update(ByteView bytes);
  Sha256& update(std::string_view text) { return update(view_of(text)); }
  /// Returns the digest and starts anew.
  Digest finish();

 private:
  evp_md_ctx_st* context_;
};

/// SHA-256 of the bytes, with a context of the calling thread.
Digest sha256(ByteView bytes);
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
