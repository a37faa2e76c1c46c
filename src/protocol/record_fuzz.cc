// SPDX-License-Identifier: Apache-2.0
// Fuzzes the record codec: bytes that decode must encode to themselves, or one leaf would have two
// hashes. The input is tried as it is, and as edits of a well-formed record, so that the search
// starts inside every command and event.
#include "base/check.h"
#include "base/json_reader.h"
#include "protocol/record.h"
#include "protocol/sample.h"

namespace {

using namespace tanshu;

void check(const Bytes& bytes) {
  if (const auto record = protocol::decode_record(bytes)) {
    CHECK(protocol::encode_record(*record) == bytes);
    JsonWriter json;
    protocol::put_record_json(json, *record);
    CHECK(JsonDocument::parse(json.text()).has_value());
  }
  if (const auto header = protocol::decode_block_leaf(bytes))
    CHECK(protocol::encode_block_leaf(*header) == bytes);
}

std::vector<Bytes> make_samples() {
  protocol::Sampler sampler;
  std::vector<Bytes> samples;
  const protocol::Refusal refusal{1101, {{"id", "a"}}};
  for (protocol::Command& command : protocol::sample_commands(sampler))
    samples.push_back(protocol::encode_record(
        {{protocol::UserId{"u"}, "k", Instant{1}, std::move(command)}, std::unexpected(refusal)}));
  for (protocol::Event& event : protocol::sample_events(sampler))
    samples.push_back(protocol::encode_record(
        {{protocol::UserId{"u"}, "k", Instant{1}, sampler.next<protocol::ConfirmReport>()},
         protocol::Events{std::move(event)}}));
  samples.push_back(protocol::encode_block_leaf(sampler.next<protocol::BlockHeader>()));
  return samples;
}

/// First byte: which sample. Then edits of three bytes: a place, and the value to put there.
Bytes edited_sample(ByteView edits) {
  static const std::vector<Bytes> samples = make_samples();
  Bytes bytes = samples[edits[0] % samples.size()];
  for (std::size_t i = 1; i + 2 < edits.size(); i += 3)
    bytes[static_cast<std::size_t>(edits[i] * 256 + edits[i + 1]) % bytes.size()] = edits[i + 2];
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check(Bytes(data, data + size));
  if (size != 0) check(edited_sample({data, size}));
  return 0;
}
