// SPDX-License-Identifier: Apache-2.0
// Tests of hex and base64: one text for each value.
#include "base/bytes.h"

#include <gtest/gtest.h>

namespace tanshu {
namespace {

Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

TEST(Hex, is_lower_case_and_even) {
  EXPECT_EQ(to_hex(Bytes{0x00, 0x0f, 0xff}), "000fff");
  EXPECT_EQ(from_hex("000fff"), (Bytes{0x00, 0x0f, 0xff}));
  EXPECT_EQ(from_hex(""), Bytes{});
  for (const char* text : {"0", "0g", "FF", "0x00", " 00", "00 ", "00\n"})
    EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Base64, gives_the_vectors_of_rfc_4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : vectors) {
    EXPECT_EQ(to_base64(view_of(plain)), text);
    EXPECT_EQ(from_base64(text), bytes_of(plain)) << text;
  }
  EXPECT_EQ(to_base64(Bytes{0xfb, 0xff}), "+/8=");
}

TEST(Base64, refuses_every_other_spelling) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zg==Zg==", "=",
                           "====", "Z===", "Zm9v=", "-_8=", "Zm9vYg==="})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base64, returns_every_length) {
  Bytes bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
    bytes.push_back(static_cast<std::uint8_t>(i * 37));
  }
}

TEST(DigestFromHex, takes_64_digits_only) {
  const std::string text(64, 'a');
  EXPECT_EQ(digest_from_hex(text)->hex(), text);
  EXPECT_FALSE(digest_from_hex(text.substr(2)));
  EXPECT_FALSE(digest_from_hex(text + "aa"));
  EXPECT_FALSE(digest_from_hex(std::string(64, 'A')));
}

}  // namespace
}  // namespace tanshu
