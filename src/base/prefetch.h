// SPDX-License-Identifier: Apache-2.0
// Asking for memory some time before it is needed.
#pragma once

namespace tanshu {

/// Starts to bring the line of memory at `place` near; `place` may be any address at all.
template <bool to_write = false>
inline void prefetch(const void* place) {
  __builtin_prefetch(place, to_write ? 1 : 0);
  // GCC takes a function that does nothing but this for one without effect, and drops calls of it.
  asm volatile("");
}

}  // namespace tanshu
