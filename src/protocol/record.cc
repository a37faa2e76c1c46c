// SPDX-License-Identifier: Apache-2.0
// Codec and JSON of records. Layout: u8 leaf kind, envelope, u8 accepted, then events (u32 count;
// u16 number and fields each) or the refusal.
#include "protocol/record.h"

#include "base/check.h"

namespace tanshu::protocol {
namespace {

void put_events(FastEncoder& encoder, const Events& events) {
  encoder.put(static_cast<std::uint32_t>(events.size()));
  for (const Event& event : events) {
    encoder.put(row_of(event).number);
    std::visit(
        [&encoder]<class T>(const T& body) {
          if constexpr (!std::is_same_v<T, std::monostate>) encoder.put(body);
        },
        event);
  }
}

void get_event(Decoder& decoder, Event& event) {
  std::uint16_t number = 0;
  decoder.get(number);
  switch (number) {
#define EVENT(number, name, Struct) \
  case number:                      \
    return decoder.get(event.emplace<Struct>());
#include "protocol/events.def"
#undef EVENT
    default:
      decoder.refuse();
  }
}

void get_events(Decoder& decoder, Events& events) {
  std::uint32_t count = 0;
  decoder.get(count);
  for (std::uint32_t i = 0; i < count && decoder.ok(); ++i)
    get_event(decoder, events.emplace_back());
}

}  // namespace

const std::vector<EventRow>& event_rows() {
  static const std::vector<EventRow> rows = {
#define EVENT(number, name, Struct) {number, #name, &type_of<Struct>()},
#include "protocol/events.def"
#undef EVENT
  };
  return rows;
}

const EventRow& row_of(const Event& event) {
  CHECK(event.index() < event_rows().size());
  return event_rows()[event.index()];
}

Bytes encode_record(const Record& record) {
  thread_local Buffer bytes;
  bytes.clear();
  FastEncoder encoder(bytes);
  put_record_head(encoder, record.envelope);
  put_outcome(encoder, record.outcome);
  return {bytes.data(), bytes.data() + bytes.size()};
}

void put_record_head(FastEncoder& encoder, const Envelope& envelope) {
  encoder.put(static_cast<std::uint8_t>(Leaf::record));
  put_envelope(encoder, envelope);
}

void get_record_head(Decoder& decoder, Envelope& envelope) {
  std::uint8_t leaf = 0;
  decoder.get(leaf);
  if (leaf != static_cast<std::uint8_t>(Leaf::record)) decoder.refuse();
  get_envelope(decoder, envelope);
}

void put_accepted(FastEncoder& encoder, const Events& events) {
  encoder.put(true);
  put_events(encoder, events);
}

void put_refused(FastEncoder& encoder, const Refusal& refusal) {
  encoder.put(false);
  encoder.put(refusal);
}

void put_outcome(FastEncoder& encoder, const Outcome& outcome) {
  if (outcome)
    put_accepted(encoder, *outcome);
  else
    put_refused(encoder, outcome.error());
}

std::optional<Record> decode_record(ByteView bytes) {
  Record record;
  Decoder decoder(bytes);
  get_record_head(decoder, record.envelope);
  bool accepted = false;
  decoder.get(accepted);
  if (accepted) {
    get_events(decoder, *record.outcome);
  } else {
    Refusal refusal;
    decoder.get(refusal);
    record.outcome = std::unexpected(std::move(refusal));
  }
  if (!decoder.at_end()) return std::nullopt;
  return record;
}

void put_refusal_json(JsonWriter& json, const Refusal& refusal) {
  const RefusalText* text = refusal_text(refusal.number);
  json.begin_object();
  json.member("number", std::uint64_t{refusal.number});
  json.member("name", text == nullptr ? std::string_view("unknown") : text->name);
  json.member("message_zh", chinese_of(refusal));
  json.member("message_en", english_of(refusal));
  json.key("parameters").begin_object();
  for (const RefusalParameter& parameter : refusal.parameters)
    json.member(parameter.name, std::string_view(parameter.value));
  json.end_object().end_object();
}

void put_event_json(JsonWriter& json, const Event& event) {
  json.begin_object().member("event", row_of(event).name);
  json.key("data");
  put_event_data_json(json, event);
  json.end_object();
}

void put_event_data_json(JsonWriter& json, const Event& event) {
  std::visit(
      [&json]<class T>(const T& body) {
        if constexpr (std::is_same_v<T, std::monostate>)
          json.null();
        else
          put_json(json, body);
      },
      event);
}

void put_record_json(JsonWriter& json, const Record& record) {
  json.begin_object();
  put_record_members(json, record);
  json.end_object();
}

void put_record_members(JsonWriter& json, const Record& record) {
  json.member("command", row_of(record.envelope.command).name);
  json.member("actor", std::string_view(record.envelope.actor.text));
  json.member("key", std::string_view(record.envelope.key));
  json.member("at", to_text(record.envelope.at));
  json.key("body").raw(command_json(record.envelope.command));
  json.member("accepted", record.outcome.has_value());
  if (record.outcome) {
    json.key("events").begin_array();
    for (const Event& event : *record.outcome) put_event_json(json, event);
    json.end_array();
  } else {
    json.key("refusal");
    put_refusal_json(json, record.outcome.error());
  }
}

Bytes encode_block_leaf(const BlockHeader& header) {
  Bytes bytes;
  Encoder encoder(bytes);
  encoder.put(static_cast<std::uint8_t>(Leaf::block));
  encoder.put(header);
  return bytes;
}

std::optional<BlockHeader> decode_block_leaf(ByteView bytes) {
  if (bytes.empty() || bytes.front() != static_cast<std::uint8_t>(Leaf::block)) return std::nullopt;
  return decode<BlockHeader>(bytes.subspan(1));
}

}  // namespace tanshu::protocol
