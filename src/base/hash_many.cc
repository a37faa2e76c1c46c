// SPDX-License-Identifier: Apache-2.0
// FIPS 180-4 with the x86 SHA extensions. One message's rounds wait for each other; those of two
// messages fill each other's gaps, which is worth half again the speed.
#include "base/hash_many.h"

#include "base/check.h"
#include "base/padded_message.h"
#include "base/sm3_lanes.h"

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>

#include <bit>
#include <cstring>
#endif

namespace tanshu {
namespace {

void through_openssl(HashKind kind, std::span<const std::uint8_t> prefix,
                     std::span<const ByteView> messages, std::span<Digest> digests) {
  Hasher& hasher = thread_hasher(kind);
  for (std::size_t i = 0; i < messages.size(); ++i)
    digests[i] = hasher.update(prefix).update(messages[i]).finish();
}

#ifdef __x86_64__
#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

constexpr std::size_t block_bytes = PaddedMessage::block_bytes;

// FIPS 180-4 section 4.2.2: the fractional parts of the cube roots of the first 64 primes.
alignas(16) constexpr std::uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The chaining value as the instructions want it: words A B E F and C D G H, highest first.
struct Chain {
  __m128i abef;
  __m128i cdgh;
};

WITH_SHA inline Chain initial() {
  return {_mm_set_epi32(0x6a09e667, static_cast<int>(0xbb67ae85), 0x510e527f,
                        static_cast<int>(0x9b05688c)),
          _mm_set_epi32(0x3c6ef372, static_cast<int>(0xa54ff53a), 0x1f83d9ab, 0x5be0cd19)};
}

/// One block of each lane.
template <int lanes>
WITH_SHA inline void compress(Chain* chains, const std::uint8_t* const* blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i words[lanes][4];
  Chain now[lanes];
  for (int lane = 0; lane < lanes; ++lane) {
    now[lane] = chains[lane];
    for (int i = 0; i < 4; ++i)
      words[lane][i] = _mm_shuffle_epi8(
          _mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks[lane]) + i), big_endian);
  }
#pragma GCC unroll 16
  for (int group = 0; group < 16; ++group) {
    const __m128i constants =
        _mm_load_si128(reinterpret_cast<const __m128i*>(round_constants) + group);
#pragma GCC unroll 2
    for (int lane = 0; lane < lanes; ++lane) {
      __m128i* w = words[lane];
      const int at = group % 4;
      if (group >= 4) {
        const __m128i w9 = _mm_alignr_epi8(w[(at + 3) % 4], w[(at + 2) % 4], 4);
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[at], w[(at + 1) % 4]), w9);
        w[at] = _mm_sha256msg2_epu32(sum, w[(at + 3) % 4]);
      }
      const __m128i keyed = _mm_add_epi32(w[at], constants);
      now[lane].cdgh = _mm_sha256rnds2_epu32(now[lane].cdgh, now[lane].abef, keyed);
      now[lane].abef =
          _mm_sha256rnds2_epu32(now[lane].abef, now[lane].cdgh, _mm_shuffle_epi32(keyed, 0x0e));
    }
  }
  for (int lane = 0; lane < lanes; ++lane) {
    chains[lane].abef = _mm_add_epi32(chains[lane].abef, now[lane].abef);
    chains[lane].cdgh = _mm_add_epi32(chains[lane].cdgh, now[lane].cdgh);
  }
}

WITH_SHA inline void write_out(const Chain& chain, Digest& digest) {
  alignas(16) std::uint32_t abef[4], cdgh[4];
  _mm_store_si128(reinterpret_cast<__m128i*>(abef), chain.abef);
  _mm_store_si128(reinterpret_cast<__m128i*>(cdgh), chain.cdgh);
  const std::uint32_t ordered[8] = {abef[3], abef[2], cdgh[3], cdgh[2],
                                    abef[1], abef[0], cdgh[1], cdgh[0]};
  for (std::size_t i = 0; i < 8; ++i) {
    const std::uint32_t word = __builtin_bswap32(ordered[i]);
    std::memcpy(digest.bytes.data() + 4 * i, &word, sizeof(word));
  }
}

WITH_SHA void hash_pair(const PaddedMessage* messages, Digest* digests) {
  alignas(16) std::uint8_t scratch[2][block_bytes];
  Chain chains[2] = {initial(), initial()};
  const std::size_t counts[2] = {messages[0].blocks(), messages[1].blocks()};
  const std::size_t shared = std::min(counts[0], counts[1]);
  for (std::size_t i = 0; i < shared; ++i) {
    const std::uint8_t* const blocks[2] = {messages[0].block(i, scratch[0]),
                                           messages[1].block(i, scratch[1])};
    compress<2>(chains, blocks);
  }
  for (int lane = 0; lane < 2; ++lane) {
    for (std::size_t i = shared; i < counts[lane]; ++i) {
      const std::uint8_t* const block = messages[lane].block(i, scratch[lane]);
      compress<1>(&chains[lane], &block);
    }
    write_out(chains[lane], digests[lane]);
  }
}

WITH_SHA void hash_one(const PaddedMessage& message, Digest& digest) {
  alignas(16) std::uint8_t scratch[block_bytes];
  Chain chain = initial();
  for (std::size_t i = 0; i < message.blocks(); ++i) {
    const std::uint8_t* const block = message.block(i, scratch);
    compress<1>(&chain, &block);
  }
  write_out(chain, digest);
}

void through_hardware(std::span<const std::uint8_t> prefix, std::span<const ByteView> messages,
                      std::span<Digest> digests) {
  std::size_t i = 0;
  for (; i + 1 < messages.size(); i += 2) {
    const PaddedMessage pair[2] = {{prefix, messages[i]}, {prefix, messages[i + 1]}};
    hash_pair(pair, &digests[i]);
  }
  if (i < messages.size()) hash_one({prefix, messages[i]}, digests[i]);
}

bool ask_processor() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & bit_SHA) == 0) return false;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_1) != 0 && (c & bit_SSSE3) != 0;
}
#else
void through_hardware(std::span<const std::uint8_t> prefix, std::span<const ByteView> messages,
                      std::span<Digest> digests) {
  through_openssl(HashKind::sha256, prefix, messages, digests);
}
bool ask_processor() {
  return false;
}
#endif

/// Below this the lanes that stay empty cost more than they save.
constexpr std::size_t messages_for_lanes = 3;

void hash_all(HashKind kind, std::span<const std::uint8_t> prefix,
              std::span<const ByteView> messages, std::span<Digest> digests) {
  CHECK(messages.size() == digests.size());
  if (kind == HashKind::sha256 && sha256_is_in_hardware())
    through_hardware(prefix, messages, digests);
  else if (kind == HashKind::sm3 && messages.size() >= messages_for_lanes && sm3_lanes_are_there())
    sm3_in_lanes(prefix, messages, digests);
  else
    through_openssl(kind, prefix, messages, digests);
}

}  // namespace

bool sha256_is_in_hardware() {
  static const bool answer = ask_processor();
  return answer;
}

void hash_each(HashKind kind, std::uint8_t prefix, std::span<const ByteView> messages,
               std::span<Digest> digests) {
  hash_all(kind, {&prefix, 1}, messages, digests);
}

void hash_each(HashKind kind, std::span<const ByteView> messages, std::span<Digest> digests) {
  hash_all(kind, {}, messages, digests);
}

}  // namespace tanshu
