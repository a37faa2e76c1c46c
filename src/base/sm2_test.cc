// SPDX-License-Identifier: Apache-2.0
// Tests of SM2 against the example of GB/T 32918.5-2017 appendix A.2, and of what must not pass.
#include "base/sm2.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tanshu {
namespace {

constexpr const char* example_secret =
    "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
constexpr const char* example_public =
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
// r and s of the standard, as DER.
constexpr const char* example_signature =
    "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
constexpr std::string_view example_message = "message digest";

template <class Array>
Array array_of(std::string_view hex) {
  Array array{};
  const Bytes bytes = from_hex(hex).value();
  EXPECT_EQ(bytes.size(), array.size());
  std::ranges::copy(bytes, array.begin());
  return array;
}

Sm2Secret secret() {
  return {array_of<std::array<std::uint8_t, 32>>(example_secret)};
}

TEST(Sm2, has_the_standards_public_key) {
  EXPECT_EQ(to_hex(sm2_public(secret())), example_public);
}

TEST(Sm2, verifies_the_standards_signature) {
  const auto key = array_of<Sm2Public>(example_public);
  const Bytes signature = from_hex(example_signature).value();
  EXPECT_TRUE(sm2_verify(key, view_of(example_message), signature));
  EXPECT_FALSE(sm2_verify(key, view_of("message digesu"), signature));
}

TEST(Sm2, signs_what_it_verifies_and_differently_each_time) {
  const Sm2Secret made = make_sm2_secret();
  const Bytes one = sm2_sign(made, view_of("text")), other = sm2_sign(made, view_of("text"));
  EXPECT_NE(one, other);
  EXPECT_TRUE(sm2_verify(sm2_public(made), view_of("text"), one));
  EXPECT_TRUE(sm2_verify(sm2_public(made), view_of("text"), other));
  EXPECT_FALSE(sm2_verify(sm2_public(secret()), view_of("text"), one));
}

TEST(Sm2, takes_no_signature_with_a_byte_changed_or_spelt_otherwise) {
  const auto key = array_of<Sm2Public>(example_public);
  const Bytes good = from_hex(example_signature).value();
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 1;
    EXPECT_FALSE(sm2_verify(key, view_of(example_message), bad)) << i;
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(sm2_verify(key, view_of(example_message), longer));
  // The length in two bytes where one is enough: BER, not DER.
  Bytes ber = good;
  ber.insert(ber.begin() + 1, 0x81);
  EXPECT_FALSE(sm2_verify(key, view_of(example_message), ber));
  EXPECT_FALSE(sm2_verify(key, view_of(example_message), {}));
}

TEST(Sm2, takes_no_key_off_the_curve_and_no_scalar_out_of_range) {
  auto key = array_of<Sm2Public>(example_public);
  key[64] ^= 1;
  EXPECT_FALSE(sm2_verify(key, view_of(example_message), from_hex(example_signature).value()));
  EXPECT_FALSE(sm2_secret_is_valid({}));
  Sm2Secret large;
  large.bytes.fill(0xff);
  EXPECT_FALSE(sm2_secret_is_valid(large));
  EXPECT_TRUE(sm2_secret_is_valid(secret()));
}

}  // namespace
}  // namespace tanshu
