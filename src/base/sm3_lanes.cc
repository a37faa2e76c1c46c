// SPDX-License-Identifier: Apache-2.0
// SM3 has no instructions of its own, and the rounds of one message wait for each other; eight
// messages need no waiting. A lane whose message has ended takes up the next.
#include "base/sm3_lanes.h"

#include "base/check.h"

#ifdef __x86_64__
#include <array>
#include <bit>

#include "base/padded_message.h"

namespace tanshu {
namespace {

constexpr std::size_t lanes = 8;
using Word = std::uint32_t;
/// The same word of eight messages.
using Words = Word __attribute__((vector_size(lanes * sizeof(Word))));

constexpr std::size_t chain_words = 8;
constexpr std::array<Word, chain_words> initial = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
                                                   0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};
constexpr Word early_constant = 0x79cc4519, late_constant = 0x7a879d8a;
constexpr int rounds = 64, early_rounds = 16;
constexpr int expanded_words = rounds + 4;

/// The chaining values of all lanes, word by word.
struct Chains {
  alignas(Words) Word words[chain_words][lanes] = {};
};

#define SM3_INLINE SM3_TARGET __attribute__((always_inline)) inline

namespace avx2 {
#define SM3_TARGET __attribute__((target("avx2")))
#include "base/sm3_rounds.inc"
#undef SM3_TARGET
}  // namespace avx2

/// Vectors of the same size, with instructions that rotate and that combine three words.
namespace avx512 {
#define SM3_TARGET __attribute__((target("avx2,avx512f,avx512vl")))
#include "base/sm3_rounds.inc"
#undef SM3_TARGET
}  // namespace avx512

using Compress = void (*)(Chains&, const std::uint8_t* const*);

bool rotates() {
  static const bool answer =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  return answer;
}

/// A message on its way through a lane.
struct Lane {
  PaddedMessage message;
  std::size_t block = 0;
  std::size_t blocks = 0;  ///< 0: the lane is idle
  Digest* digest = nullptr;
  alignas(32) std::uint8_t scratch[PaddedMessage::block_bytes];
};

class Hashing {
 public:
  Hashing(std::span<const std::uint8_t> prefix, std::span<const ByteView> messages,
          std::span<Digest> digests)
      : prefix_(prefix), messages_(messages), digests_(digests) {}

  void run() {
    for (std::size_t lane = 0; lane < lanes; ++lane) take_up(lane);
    while (busy_ != 0) {
      const std::uint8_t* blocks[lanes];
      for (std::size_t i = 0; i < lanes; ++i) {
        Lane& lane = lanes_[i];
        // An idle lane hashes whatever lies in its scratch: nobody looks at the result.
        blocks[i] = lane.blocks == 0 ? lane.scratch : lane.message.block(lane.block, lane.scratch);
      }
      compress_(chains_, blocks);
      for (std::size_t i = 0; i < lanes; ++i)
        if (lanes_[i].blocks != 0 && ++lanes_[i].block == lanes_[i].blocks) finish(i);
    }
  }

 private:
  void take_up(std::size_t i) {
    Lane& lane = lanes_[i];
    lane.blocks = lane.block = 0;
    if (next_ == messages_.size()) return;
    lane.message = PaddedMessage(prefix_, messages_[next_]);
    lane.blocks = lane.message.blocks();
    lane.digest = &digests_[next_++];
    for (std::size_t word = 0; word < initial.size(); ++word)
      chains_.words[word][i] = initial[word];
    ++busy_;
  }
  void finish(std::size_t i) {
    for (std::size_t word = 0; word < initial.size(); ++word) {
      const Word value = __builtin_bswap32(chains_.words[word][i]);
      std::memcpy(lanes_[i].digest->bytes.data() + word * sizeof(value), &value, sizeof(value));
    }
    --busy_;
    take_up(i);
  }

  std::span<const std::uint8_t> prefix_;
  std::span<const ByteView> messages_;
  std::span<Digest> digests_;
  std::size_t next_ = 0;
  std::size_t busy_ = 0;
  const Compress compress_ = rotates() ? avx512::compress : avx2::compress;
  Chains chains_;
  std::array<Lane, lanes> lanes_ = {};
};

}  // namespace

bool sm3_lanes_are_there() {
  static const bool answer = __builtin_cpu_supports("avx2") != 0;
  return answer;
}

void sm3_in_lanes(std::span<const std::uint8_t> prefix, std::span<const ByteView> messages,
                  std::span<Digest> digests) {
  Hashing(prefix, messages, digests).run();
}

}  // namespace tanshu
#else
namespace tanshu {

bool sm3_lanes_are_there() {
  return false;
}

void sm3_in_lanes(std::span<const std::uint8_t>, std::span<const ByteView>, std::span<Digest>) {
  CHECK(false);
}

}  // namespace tanshu
#endif
