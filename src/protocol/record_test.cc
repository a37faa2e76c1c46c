// SPDX-License-Identifier: Apache-2.0
// Tests of the two forms of commands and events: bytes and JSON, both ways, and nothing that is not
// one of them.
#include "protocol/record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/json_reader.h"
#include "protocol/sample.h"

namespace tanshu::protocol {
namespace {

constexpr int rounds = 6;  // so that optionals are met both ways and enumerations move on

Record record_of(Command command, Outcome outcome) {
  return {{UserId{"bureau-li"}, "key-1", Instant{1'700'000'000'123'456'789}, std::move(command)},
          std::move(outcome)};
}

Refusal sample_refusal() {
  return {1203, {{"account", "蒙草"}, {"available", "0 tCO2e"}}};
}

void expect_round_trip(const Record& record) {
  const Bytes bytes = encode_record(record);
  const auto decoded = decode_record(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(encode_record(*decoded), bytes);
  JsonWriter before, after;
  put_record_json(before, record);
  put_record_json(after, *decoded);
  EXPECT_EQ(before.text(), after.text());
  EXPECT_TRUE(JsonDocument::parse(before.text()));
}

void expect_only_whole(const Bytes& bytes) {
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_record(ByteView(bytes).first(size))) << size << " of " << bytes.size();
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode_record(longer));
}

TEST(RecordCodec, returns_every_command) {
  Sampler sampler;
  for (int round = 0; round < rounds; ++round)
    for (const Command& command : sample_commands(sampler)) {
      SCOPED_TRACE(row_of(command).name);
      expect_round_trip(record_of(command, Events{}));
      expect_round_trip(record_of(command, std::unexpected(sample_refusal())));
    }
}

TEST(RecordCodec, returns_every_event) {
  Sampler sampler;
  for (int round = 0; round < rounds; ++round) {
    for (const Event& event : sample_events(sampler)) {
      SCOPED_TRACE(row_of(event).name);
      expect_round_trip(record_of(sampler.next<ConfirmReport>(), Events{event}));
    }
    expect_round_trip(record_of(sampler.next<OpenCell>(), sample_events(sampler)));
  }
}

TEST(RecordCodec, refuses_truncated_and_extended_bytes) {
  Sampler sampler;
  for (const Command& command : sample_commands(sampler))
    expect_only_whole(encode_record(record_of(command, std::unexpected(sample_refusal()))));
  for (const Event& event : sample_events(sampler))
    expect_only_whole(encode_record(record_of(sampler.next<ConfirmReport>(), Events{event})));
}

TEST(RecordCodec, never_gives_two_byte_strings_one_meaning) {
  Sampler sampler;
  const Bytes bytes =
      encode_record(record_of(sampler.next<VerifyReport>(), sample_events(sampler)));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes changed = bytes;
    changed[at] ^= 0x41;
    const auto decoded = decode_record(changed);
    if (decoded) {
      EXPECT_EQ(encode_record(*decoded), changed) << "byte " << at;
    }
  }
}

TEST(RecordCodec, refuses_unknown_numbers_and_leaf_kinds) {
  Sampler sampler;
  Bytes bytes = encode_record(record_of(sampler.next<OpenCell>(), Events{}));
  ASSERT_TRUE(decode_record(bytes));
  for (const std::uint16_t number : {0, 6, 999, 65535}) {
    Bytes changed = bytes;
    changed[1] = static_cast<std::uint8_t>(number);
    changed[2] = static_cast<std::uint8_t>(number >> 8);
    EXPECT_FALSE(decode_record(changed)) << number;
  }
  bytes[0] = static_cast<std::uint8_t>(Leaf::block);
  EXPECT_FALSE(decode_record(bytes));
  EXPECT_FALSE(decode_record({}));
}

TEST(CommandJson, returns_every_command) {
  Sampler sampler;
  for (int round = 0; round < rounds; ++round)
    for (const Command& command : sample_commands(sampler)) {
      const CommandRow& row = row_of(command);
      SCOPED_TRACE(row.name);
      const std::string text = command_json(command);
      const auto document = JsonDocument::parse(text);
      ASSERT_TRUE(document) << text;
      const auto read = command_from_json(row, document->root());
      ASSERT_TRUE(read) << read.error().path << " " << read.error().expected;
      EXPECT_EQ(&row_of(*read), &row);
      EXPECT_EQ(command_json(*read), text);
    }
}

bool is_optional(const FieldInfo& field) {
  return field.type->shape == Shape::optional;
}

TEST(CommandJson, refuses_a_field_more_or_less_for_every_command) {
  Sampler sampler;
  for (const Command& command : sample_commands(sampler)) {
    const CommandRow& row = row_of(command);
    SCOPED_TRACE(row.name);
    const std::string text = command_json(command);
    const auto more = JsonDocument::parse(text.substr(0, text.size() - 1) + ",\"surplus\":1}");
    const auto read_more = command_from_json(row, more->root());
    ASSERT_FALSE(read_more);
    EXPECT_EQ(read_more.error().kind, JsonProblem::Kind::unknown_field);
    EXPECT_EQ(read_more.error().path, "body.surplus");
    if (std::ranges::all_of(row.type->fields, &is_optional)) continue;
    const auto none = JsonDocument::parse("{}");
    const auto read_none = command_from_json(row, none->root());
    ASSERT_FALSE(read_none);
    EXPECT_EQ(read_none.error().kind, JsonProblem::Kind::missing_field);
    EXPECT_EQ(read_none.error().path, "body." + row.type->fields.front().name);
  }
}

TEST(EventJson, returns_every_event) {
  Sampler sampler;
  for (int round = 0; round < rounds; ++round)
    for (const Event& event : sample_events(sampler))
      std::visit(
          []<class T>(const T& body) {
            if constexpr (!std::is_same_v<T, std::monostate>) {
              const std::string text = to_json(body);
              const auto document = JsonDocument::parse(text);
              ASSERT_TRUE(document) << text;
              const auto read = JsonReader::read<T>(document->root());
              ASSERT_TRUE(read) << T::type_name << " " << read.error().path;
              EXPECT_EQ(to_json(*read), text);
            }
          },
          event);
}

TEST(BlockLeaf, returns_and_refuses_like_records) {
  Sampler sampler;
  const Bytes bytes = encode_block_leaf(sampler.next<BlockHeader>());
  const auto header = decode_block_leaf(bytes);
  ASSERT_TRUE(header);
  EXPECT_EQ(encode_block_leaf(*header), bytes);
  EXPECT_FALSE(decode_block_leaf(ByteView(bytes).first(bytes.size() - 1)));
  EXPECT_FALSE(decode_block_leaf({}));
  EXPECT_FALSE(decode_record(bytes));
}

TEST(RecordJson, spells_a_refusal_in_both_languages) {
  Sampler sampler;
  JsonWriter json;
  put_record_json(json, record_of(sampler.next<ConfirmReport>(),
                                  refuse(RefusalCode::report_is_unknown, {{"report", "mr-9"}})));
  const auto document = JsonDocument::parse(json.text());
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root()["accepted"].get_bool().value(), false);
  const auto refusal = document->root()["refusal"];
  EXPECT_EQ(refusal["number"].get_uint64().value(), 1105u);
  EXPECT_EQ(refusal["name"].get_string().value(), "report_is_unknown");
  EXPECT_EQ(refusal["message_en"].get_string().value(), "Report mr-9 is not known.");
  EXPECT_EQ(refusal["message_zh"].get_string().value(), "监测报告 mr-9 不存在。");
  EXPECT_EQ(refusal["parameters"]["report"].get_string().value(), "mr-9");
}

}  // namespace
}  // namespace tanshu::protocol
