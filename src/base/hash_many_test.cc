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

TEST(Sha256Each, agrees_with_openssl_at_every_length) {
  std::vector<Bytes> owners;
  for (std::size_t size = 0; size < 300; ++size)
    owners.push_back(pattern(size, static_cast<std::uint8_t>(size * 3)));
  const std::vector<ByteView> messages(owners.begin(), owners.end());
  std::vector<Digest> digests(messages.size());
  sha256_each(messages, digests);
  for (std::size_t i = 0; i < messages.size(); ++i) EXPECT_EQ(digests[i], sha256(messages[i])) << i;
  sha256_each(1, messages, digests);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Bytes prefixed = owners[i];
    prefixed.insert(prefixed.begin(), 1);
    EXPECT_EQ(digests[i], sha256(prefixed)) << i;
  }
}

TEST(Sha256Each, pairs_messages_of_different_lengths_and_takes_an_odd_one) {
  const std::vector<Bytes> owners = {pattern(10, 1), pattern(1000, 2), pattern(64, 3)};
  const std::vector<ByteView> messages(owners.begin(), owners.end());
  std::vector<Digest> digests(messages.size());
  sha256_each(messages, digests);
  for (std::size_t i = 0; i < messages.size(); ++i) EXPECT_EQ(digests[i], sha256(messages[i])) << i;
  sha256_each({}, std::span<Digest>{});
}

}  // namespace
}  // namespace tanshu
