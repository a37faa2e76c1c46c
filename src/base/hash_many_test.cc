// SPDX-License-Identifier: Apache-2.0
// Tests of hashing many messages at once: the same digests as OpenSSL's, at every length around a
// block.
#include "base/hash_many.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace tanshu {
namespace {

Bytes pattern(std::size_t size, std::uint8_t seed) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + seed);
  return bytes;
}

class HashEach : public testing::TestWithParam<HashKind> {};

TEST_P(HashEach, agrees_with_openssl_at_every_length) {
  std::vector<Bytes> owners;
  for (std::size_t size = 0; size < 300; ++size)
    owners.push_back(pattern(size, static_cast<std::uint8_t>(size * 3)));
  const std::vector<ByteView> messages(owners.begin(), owners.end());
  std::vector<Digest> digests(messages.size());
  hash_each(GetParam(), messages, digests);
  for (std::size_t i = 0; i < messages.size(); ++i)
    EXPECT_EQ(digests[i], digest_of(GetParam(), messages[i])) << i;
  hash_each(GetParam(), 1, messages, digests);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Bytes prefixed = owners[i];
    prefixed.insert(prefixed.begin(), 1);
    EXPECT_EQ(digests[i], digest_of(GetParam(), prefixed)) << i;
  }
}

TEST_P(HashEach, takes_any_number_of_messages_of_different_lengths) {
  for (std::size_t count = 0; count <= 20; ++count) {
    std::vector<Bytes> owners;
    for (std::size_t i = 0; i < count; ++i)
      owners.push_back(pattern(i * i * 7 % 400, static_cast<std::uint8_t>(i)));
    const std::vector<ByteView> messages(owners.begin(), owners.end());
    std::vector<Digest> digests(count);
    hash_each(GetParam(), messages, digests);
    for (std::size_t i = 0; i < count; ++i)
      EXPECT_EQ(digests[i], digest_of(GetParam(), messages[i])) << i << " of " << count;
  }
}

INSTANTIATE_TEST_SUITE_P(BothKinds, HashEach, testing::Values(HashKind::sha256, HashKind::sm3));

}  // namespace
}  // namespace tanshu
