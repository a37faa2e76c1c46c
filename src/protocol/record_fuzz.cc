// SPDX-License-Identifier: Apache-2.0
// Fuzzes the record codec: bytes that decode must encode to themselves, or one leaf would have two
// hashes.
#include "base/check.h"
#include "base/json_reader.h"
#include "protocol/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  const ByteView bytes(data, size);
  if (const auto record = protocol::decode_record(bytes)) {
    const Bytes again = protocol::encode_record(*record);
    CHECK(again == Bytes(bytes.begin(), bytes.end()));
    JsonWriter json;
    protocol::put_record_json(json, *record);
    CHECK(JsonDocument::parse(json.text()).has_value());
  }
  if (const auto header = protocol::decode_block_leaf(bytes))
    CHECK(protocol::encode_block_leaf(*header) == Bytes(bytes.begin(), bytes.end()));
  return 0;
}
