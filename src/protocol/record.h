// SPDX-License-Identifier: Apache-2.0
// A record: one command with what came of it. Its bytes are what is journaled, hashed as a log
// entry and proved.
#pragma once

#include <variant>
#include <vector>

#include "base/json.h"
#include "protocol/command.h"
#include "protocol/events.h"
#include "protocol/refusal.h"
#include "protocol/trading_events.h"

namespace tanshu::protocol {

using Event = std::variant<
#define EVENT(number, name, Struct) Struct,
#include "protocol/events.def"
#undef EVENT
    std::monostate>;

using Events = std::vector<Event>;

struct EventRow {
  std::uint16_t number;
  std::string_view name;
  const TypeInfo* type;
};
const std::vector<EventRow>& event_rows();
const EventRow& row_of(const Event& event);

/// Events of an accepted command, or the refusal.
using Outcome = std::expected<Events, Refusal>;

struct Record {
  Envelope envelope;
  Outcome outcome;
};

/// C2SP caps a log entry at 65,535 bytes; we stay below.
inline constexpr std::size_t record_bytes_max = 60'000;

/// First byte of every log entry: what kind of leaf it is.
enum class Leaf : std::uint8_t { record = 1, block = 2 };

/// What came of a command, as it ends a record.
void put_outcome(FastEncoder& encoder, const Outcome& outcome);
Bytes encode_record(const Record& record);
/// A record is its head, and then what came of the command.
void put_record_head(FastEncoder& encoder, const Envelope& envelope);
void get_record_head(Decoder& decoder, Envelope& envelope);
void put_accepted(FastEncoder& encoder, const Events& events);
void put_refused(FastEncoder& encoder, const Refusal& refusal);
std::optional<Record> decode_record(ByteView bytes);

/// {"command":…,"actor":…,"at":…,"body":…,"accepted":…,"events":[…]} or with "refusal".
void put_record_json(JsonWriter& json, const Record& record);
/// The same without its brackets.
void put_record_members(JsonWriter& json, const Record& record);
void put_refusal_json(JsonWriter& json, const Refusal& refusal);
/// {"event":"units_issued","data":{…}}
void put_event_json(JsonWriter& json, const Event& event);
/// What stands under "data" there.
void put_event_data_json(JsonWriter& json, const Event& event);

/// The block that closes a batch of records: the leaf after them, and the header in the journal.
struct BlockHeader {
  static constexpr std::string_view type_name = "BlockHeader";
  std::uint64_t position = 0;
  std::uint64_t first_leaf = 0;
  std::uint32_t record_count = 0;
  Digest previous_hash;
  Digest entries_root;
  Digest state_digest;
  Instant at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("position", self.position, "Number of the block, from 0.");
    visit("first_leaf", self.first_leaf, "Log index of its first record.");
    visit("record_count", self.record_count, "How many records it closes.");
    visit("previous_hash", self.previous_hash,
          "SHA-256 of the previous block's leaf; zero for the first.");
    visit("entries_root", self.entries_root, "RFC 6962 root over the block's records.");
    visit("state_digest", self.state_digest, "Digest of the whole state after the block.");
    visit("at", self.at, "When the block was closed.");
  }
};

/// The header as a log entry: the byte Leaf::block, then its fields.
Bytes encode_block_leaf(const BlockHeader& header);
std::optional<BlockHeader> decode_block_leaf(ByteView bytes);

}  // namespace tanshu::protocol
