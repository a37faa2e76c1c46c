// SPDX-License-Identifier: Apache-2.0
// Keys enter OpenSSL by their parameters, as type "SM2": imported as "EC" they cannot sign.
#include "base/sm2.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/check.h"
#include "base/hash.h"

namespace tanshu {
namespace {

constexpr std::string_view identifier = "1234567812345678";

template <auto release>
struct Release {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};
using Number = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Release<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Release<EC_POINT_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;

Group curve() {
  Group group(EC_GROUP_new_by_curve_name(NID_sm2));
  CHECK(group != nullptr);
  return group;
}

Number scalar_of(const Sm2Secret& secret) {
  Number number(BN_bin2bn(secret.bytes.data(), static_cast<int>(secret.bytes.size()), nullptr));
  CHECK(number != nullptr);
  return number;
}

/// Null when OpenSSL takes the public key for none.
Key make_key(const Sm2Public& key, const BIGNUM* scalar) {
  const Builder builder(OSSL_PARAM_BLD_new());
  CHECK(builder != nullptr);
  CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) == 1);
  CHECK(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, key.data(),
                                         key.size()) == 1);
  if (scalar != nullptr)
    CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1);
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr));
  CHECK(parameters != nullptr && context != nullptr);
  CHECK(EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* made = nullptr;
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (EVP_PKEY_fromdata(context.get(), &made, selection, parameters.get()) != 1) return nullptr;
  return Key(made);
}

/// A context to sign or verify in, with the identifier set before it is begun.
struct Signing {
  explicit Signing(EVP_PKEY* key)
      : key_context(EVP_PKEY_CTX_new(key, nullptr)), context(EVP_MD_CTX_new()) {
    CHECK(key_context != nullptr && context != nullptr);
    CHECK(EVP_PKEY_CTX_set1_id(key_context.get(), identifier.data(),
                               static_cast<int>(identifier.size())) == 1);
    EVP_MD_CTX_set_pkey_ctx(context.get(), key_context.get());
  }
  KeyContext key_context;  ///< outlives `context`, which does not own it
  Context context;
};

bool is_strict_der(ByteView signature) {
  const std::uint8_t* at = signature.data();
  const Signature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size())));
  if (parsed == nullptr) return false;
  std::uint8_t* again = nullptr;
  const int size = i2d_ECDSA_SIG(parsed.get(), &again);
  const std::unique_ptr<std::uint8_t, Release<[](void* held) { OPENSSL_free(held); }>> owner(again);
  return size > 0 && std::ranges::equal(signature, ByteView(again, static_cast<std::size_t>(size)));
}

}  // namespace

bool sm2_secret_is_valid(const Sm2Secret& secret) {
  const Number number = scalar_of(secret);
  const Group group = curve();
  const Number last(BN_dup(EC_GROUP_get0_order(group.get())));
  CHECK(last != nullptr && BN_sub_word(last.get(), 2) == 1);
  return BN_is_zero(number.get()) == 0 && BN_cmp(number.get(), last.get()) <= 0;
}

Sm2Secret make_sm2_secret() {
  Sm2Secret secret;
  do fill_random(secret.bytes);
  while (!sm2_secret_is_valid(secret));
  return secret;
}

Sm2Public sm2_public(const Sm2Secret& secret) {
  const Group group = curve();
  const Point point(EC_POINT_new(group.get()));
  CHECK(point != nullptr);
  CHECK(EC_POINT_mul(group.get(), point.get(), scalar_of(secret).get(), nullptr, nullptr,
                     nullptr) == 1);
  Sm2Public key{};
  CHECK(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, key.data(),
                           key.size(), nullptr) == key.size());
  return key;
}

Bytes sm2_sign(const Sm2Secret& secret, ByteView message) {
  const Key key = make_key(sm2_public(secret), scalar_of(secret).get());
  CHECK(key != nullptr);
  const Signing signing(key.get());
  CHECK(EVP_DigestSignInit(signing.context.get(), nullptr, EVP_sm3(), nullptr, key.get()) == 1);
  std::size_t size = 0;
  CHECK(EVP_DigestSign(signing.context.get(), nullptr, &size, message.data(), message.size()) == 1);
  Bytes signature(size);
  CHECK(EVP_DigestSign(signing.context.get(), signature.data(), &size, message.data(),
                       message.size()) == 1);
  signature.resize(size);
  return signature;
}

bool sm2_verify(const Sm2Public& key, ByteView message, ByteView signature) {
  if (!is_strict_der(signature)) return false;
  const Key imported = make_key(key, nullptr);
  if (imported == nullptr) return false;
  const Signing signing(imported.get());
  if (EVP_DigestVerifyInit(signing.context.get(), nullptr, EVP_sm3(), nullptr, imported.get()) != 1)
    return false;
  return EVP_DigestVerify(signing.context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace tanshu
