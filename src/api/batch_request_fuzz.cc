// SPDX-License-Identifier: Apache-2.0
// However a body is cut into pieces, the same commands come out of it; each item has one answer,
// and what is sent reads back as envelopes of the one who sent it. The first byte says which form
// and where to cut.
#include <cstdint>

#include "api/batch_request.h"
#include "base/check.h"

namespace tanshu::api {
namespace {

struct Whole {
  std::vector<std::pair<std::uint64_t, std::uint16_t>> items;
  Buffer encoded;
};

Whole read_in_pieces(BatchForm form, std::string_view body, std::size_t piece_bytes) {
  BatchReader reader(form, {"clerk-1"});
  Whole whole;
  bool goes_on = true;
  while (goes_on) {
    const std::string_view piece = body.substr(0, piece_bytes);
    body.remove_prefix(piece.size());
    goes_on = reader.read(piece, body.empty()) && !body.empty();
    for (const BatchPart& part : reader.take_parts()) {
      std::size_t sent = 0;
      for (const BatchItem& item : part.items) {
        sent += item.refused == nullptr;
        whole.items.emplace_back(item.line, item.refused == nullptr ? 0 : item.refused->number);
      }
      CHECK(sent == part.sent);
      whole.encoded.append(part.encoded.view());
    }
  }
  return whole;
}

}  // namespace
}  // namespace tanshu::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;  // NOLINT: one function
  if (size == 0) return 0;
  const auto form = (data[0] & 1) != 0 ? api::BatchForm::frames : api::BatchForm::ndjson;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = api::read_in_pieces(form, body, size);
  const auto pieces = api::read_in_pieces(form, body, 1 + (data[0] >> 1));
  CHECK(whole.items == pieces.items);
  CHECK(text_of(whole.encoded.view()) == text_of(pieces.encoded.view()));
  std::size_t sent = 0;
  for (const auto& [line, refusal] : whole.items) {
    CHECK(line >= 1);
    CHECK(refusal == 0 || protocol::refusal_text(refusal) != nullptr);
    sent += refusal == 0;
  }
  std::size_t frames = 0;
  for (ByteView left = whole.encoded.view(); !left.empty(); ++frames) {
    std::uint32_t length = 0;
    Decoder(left).get(length);
    protocol::Envelope envelope;
    Decoder decoder(left.subspan(sizeof(length), length));
    protocol::get_envelope(decoder, envelope);
    // Lines are read here; frames are passed on and judged by the node.
    CHECK(form == api::BatchForm::frames || (decoder.at_end() && envelope.actor.text == "clerk-1"));
    left = left.subspan(sizeof(length) + length);
  }
  CHECK(frames == sent);
  return 0;
}
