// SPDX-License-Identifier: Apache-2.0
// Feeds arbitrary bytes to the tile path and bundle readers; what is accepted must print back the
// same.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "proof/tiles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  using namespace tanshu::proof;
  const ByteView bytes(data, size);
  if (const auto name = parse_tile_path(text_of(bytes))) CHECK(tile_path(*name) == text_of(bytes));
  if (size == 0) return 0;
  const auto entries = parse_bundle(bytes.subspan(1), 1u + data[0]);
  if (!entries) return 0;
  Bytes again;
  for (const ByteView entry : *entries) {
    if (entry.size() > entry_bytes_max) return 0;
    append_to_bundle(again, entry);
  }
  CHECK(text_of(again) == text_of(bytes.subspan(1)));
  return 0;
}
