// SPDX-License-Identifier: Apache-2.0
// The whole state as rows of bytes, and back: what a snapshot holds.
#pragma once

#include <functional>

#include "base/result.h"
#include "engine/engine.h"

namespace tanshu::engine {

class Rows {
 public:
  using Write = std::function<Result<void>(ByteView)>;

  /// Hands out every row of every table in pieces of about a megabyte. Each table is a u64 count,
  /// then key and row as the codec writes them.
  static Result<void> write(const Engine& engine, const Write& write);
  /// An engine with these rows and no others; the bytes must end with the last. Its digest is that
  /// of the rows, so compare settle() with the digest the state should have.
  static Result<Engine> read(ByteView bytes, HashKind digests = HashKind::sha256);
};

}  // namespace tanshu::engine
