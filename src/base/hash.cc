// SPDX-License-Identifier: Apache-2.0
// The OpenSSL calls. Digest algorithms are fetched once; every unexpected answer of the library is
// a fault.
#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include "base/check.h"

namespace tanshu {
namespace {

const EVP_MD* fetched(const char* name) {
  const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
  CHECK(algorithm != nullptr);
  return algorithm;
}

const EVP_MD* algorithm_of(HashKind kind) {
  if (kind == HashKind::sm3) {
    static const EVP_MD* const sm3 = fetched("SM3");
    return sm3;
  }
  static const EVP_MD* const sha256 = fetched("SHA256");
  return sha256;
}

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Key private_key(const Ed25519Seed& seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.bytes.data(),
                                       seed.bytes.size()));
  CHECK(key != nullptr);
  return key;
}

}  // namespace

Hasher::Hasher(HashKind kind) : context_(EVP_MD_CTX_new()) {
  CHECK(context_ != nullptr);
  CHECK(EVP_DigestInit_ex2(context_, algorithm_of(kind), nullptr) == 1);
}

Hasher::~Hasher() {
  EVP_MD_CTX_free(context_);
}

Hasher& Hasher::update(ByteView bytes) {
  CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
  return *this;
}

Digest Hasher::finish() {
  Digest digest;
  CHECK(EVP_DigestFinal_ex(context_, digest.bytes.data(), nullptr) == 1);
  CHECK(EVP_DigestInit_ex2(context_, nullptr, nullptr) == 1);
  return digest;
}

Hasher& thread_hasher(HashKind kind) {
  if (kind == HashKind::sm3) {
    thread_local Hasher sm3(HashKind::sm3);
    return sm3;
  }
  thread_local Hasher sha256(HashKind::sha256);
  return sha256;
}

Ed25519Public ed25519_public(const Ed25519Seed& seed) {
  Ed25519Public out{};
  std::size_t size = out.size();
  CHECK(EVP_PKEY_get_raw_public_key(private_key(seed).get(), out.data(), &size) == 1);
  CHECK(size == out.size());
  return out;
}

Ed25519Signature ed25519_sign(const Ed25519Seed& seed, ByteView message) {
  const Key key = private_key(seed);
  const Context context(EVP_MD_CTX_new());
  Ed25519Signature out{};
  std::size_t size = out.size();
  CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  CHECK(EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) == 1);
  CHECK(size == out.size());
  return out;
}

bool ed25519_verify(const Ed25519Public& key, ByteView message, ByteView signature) {
  if (signature.size() != sizeof(Ed25519Signature)) return false;
  const Key public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  if (public_key == nullptr) return false;
  const Context context(EVP_MD_CTX_new());
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) != 1)
    return false;
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

void fill_random(std::span<std::uint8_t> bytes) {
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

std::array<std::uint8_t, 32> password_hash(std::string_view password, ByteView salt) {
  constexpr std::uint64_t cost = 1u << 15;
  constexpr std::uint64_t memory_max = 64u << 20;
  std::array<std::uint8_t, 32> out{};
  CHECK(EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), cost, 8, 1,
                       memory_max, out.data(), out.size()) == 1);
  return out;
}

}  // namespace tanshu
