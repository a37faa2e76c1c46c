// SPDX-License-Identifier: Apache-2.0
// Tests of the hashes and signatures against published vectors.
#include "base/hash.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tanshu {
namespace {

// FIPS 180-4 examples.
TEST(Sha256, gives_the_known_digests) {
  EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc").hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')).hex(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, hashes_pieces_like_the_whole_and_starts_anew) {
  Sha256 hash;
  EXPECT_EQ(hash.update("a").update("").update("bc").finish(), sha256("abc"));
  EXPECT_EQ(hash.finish(), sha256(""));
  EXPECT_EQ(hash.update("abc").finish(), sha256("abc"));
}

// GB/T 32905-2016 appendix A.
TEST(Sm3, gives_the_known_digests) {
  const auto sm3 = [](std::string_view text) {
    return digest_of(HashKind::sm3, view_of(text)).hex();
  };
  EXPECT_EQ(sm3("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(sm3("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

struct Vector {
  const char* seed;
  const char* key;
  const char* message;
  const char* signature;
};
// RFC 8032 section 7.1, tests 1 to 3.
constexpr Vector vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "659"
     "4a7c15e9716ed28dc027beceea1ec40a"}};

template <class Array>
Array array_of(std::string_view hex) {
  Array array{};
  const auto bytes = from_hex(hex);
  EXPECT_TRUE(bytes && bytes->size() == array.size());
  if (bytes) std::copy(bytes->begin(), bytes->end(), array.begin());
  return array;
}

TEST(Ed25519, gives_the_vectors_of_rfc_8032) {
  for (const Vector& vector : vectors) {
    const Ed25519Seed seed{array_of<std::array<std::uint8_t, 32>>(vector.seed)};
    const Bytes message = *from_hex(vector.message);
    EXPECT_EQ(to_hex(ed25519_public(seed)), vector.key);
    const Ed25519Signature signature = ed25519_sign(seed, message);
    EXPECT_EQ(to_hex(signature), vector.signature);
    EXPECT_TRUE(ed25519_verify(ed25519_public(seed), message, signature));
  }
}

TEST(Ed25519, refuses_every_flipped_bit_of_a_signature) {
  const Vector& vector = vectors[2];
  const auto key = array_of<Ed25519Public>(vector.key);
  const Bytes message = *from_hex(vector.message), signature = *from_hex(vector.signature);
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Bytes changed = signature;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(ed25519_verify(key, message, changed)) << bit;
  }
}

TEST(Ed25519, refuses_another_message_key_or_length) {
  const Vector& vector = vectors[2];
  const auto key = array_of<Ed25519Public>(vector.key);
  const Bytes message = *from_hex(vector.message), signature = *from_hex(vector.signature);
  EXPECT_FALSE(ed25519_verify(key, *from_hex("af83"), signature));
  EXPECT_FALSE(ed25519_verify(array_of<Ed25519Public>(vectors[0].key), message, signature));
  EXPECT_FALSE(ed25519_verify(key, message, ByteView(signature).first(63)));
  EXPECT_FALSE(ed25519_verify(key, message, {}));
  Ed25519Public no_point;
  no_point.fill(0xff);
  EXPECT_FALSE(ed25519_verify(no_point, message, signature));
}

TEST(FillRandom, fills_differently_each_time) {
  std::array<std::uint8_t, 32> first{}, second{};
  fill_random(first);
  fill_random(second);
  EXPECT_NE(first, second);
}

// Computed with another implementation of RFC 7914 (Python's hashlib).
TEST(PasswordHash, is_scrypt) {
  Bytes salt(16);
  for (std::size_t i = 0; i < salt.size(); ++i) salt[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(to_hex(password_hash("碳票 pass", salt)),
            "333719552d705911074c1c6ba056a510a1fc148a4144f702c6931fdb1c6564aa");
}

}  // namespace
}  // namespace tanshu
