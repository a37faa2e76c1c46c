// SPDX-License-Identifier: Apache-2.0
// SM3 (GB/T 32905-2016) of many short messages, eight side by side in the lanes of a vector.
#pragma once

#include <span>

#include "base/bytes.h"

namespace tanshu {

/// True when the processor has the vectors that are used here (AVX2).
bool sm3_lanes_are_there();

/// The digest of each message with `prefix` before it. Only when sm3_lanes_are_there().
void sm3_in_lanes(std::span<const std::uint8_t> prefix, std::span<const ByteView> messages,
                  std::span<Digest> digests);

}  // namespace tanshu
