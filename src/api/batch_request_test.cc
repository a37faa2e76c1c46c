// SPDX-License-Identifier: Apache-2.0
#include "api/batch_request.h"

#include <gtest/gtest.h>

#include "node/node.h"

namespace tanshu::api {
namespace {

struct Seen {
  std::vector<std::pair<std::uint64_t, std::uint16_t>> items;  ///< line and refusal, or 0
  std::vector<protocol::Envelope> sent;
  bool over = false;
};
using Items = std::vector<std::pair<std::uint64_t, std::uint16_t>>;

Seen read(BatchForm form, std::string_view body, std::size_t piece_bytes = SIZE_MAX) {
  BatchReader reader(form, {"clerk-1"});
  Seen seen;
  do {
    const std::string_view piece = body.substr(0, piece_bytes);
    body.remove_prefix(piece.size());
    seen.over = !reader.read(piece, body.empty());
    for (const BatchPart& part : reader.take_parts()) {
      EXPECT_LE(part.items.size(), node::batch_commands_max);
      for (const BatchItem& item : part.items)
        seen.items.emplace_back(item.line, item.refused == nullptr ? 0 : item.refused->number);
      Decoder decoder(part.encoded.view());
      for (std::size_t i = 0; i < part.sent; ++i) {
        std::uint32_t length = 0;
        decoder.get(length);
        protocol::get_envelope(decoder, seen.sent.emplace_back());
      }
      EXPECT_TRUE(decoder.at_end());
    }
  } while (!seen.over && !body.empty());
  return seen;
}

std::string line_of(const std::string& key, const std::string& amount = "5.00 CNY") {
  return R"({"key":")" + key + R"(","command":"deposit_cash","body":{"account":"a-1","amount":")" +
         amount + R"(","bank_reference":"b-)" + key + R"("}})";
}

std::string frame_of(const std::string& actor, const std::string& key) {
  Bytes bytes;
  node::append_submission(bytes, {{actor}, key, protocol::DepositCash{{"a-1"}, Money{500}, "b"}});
  return std::string(text_of(bytes));
}

TEST(BatchReader, reads_lines_wherever_they_are_cut) {
  const std::string body = line_of("k-1") + "\n\r\n" + line_of("k-2") + "\r\n" + line_of("k-3");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{100}, body.size()}) {
    const Seen seen = read(BatchForm::ndjson, body, piece);
    EXPECT_EQ(seen.items, (Items{{1, 0}, {3, 0}, {4, 0}})) << piece;
    ASSERT_EQ(seen.sent.size(), 3u);
    EXPECT_EQ(seen.sent[1].actor.text, "clerk-1");
    EXPECT_EQ(seen.sent[1].key, "k-2");
    EXPECT_EQ(std::get<protocol::DepositCash>(seen.sent[2].command).bank_reference, "b-k-3");
  }
}

TEST(BatchReader, refuses_a_line_and_goes_on) {
  const std::string body = line_of("k-1") + "\n" + "{\n" + line_of("k-2", "5,0 CNY") + "\n[]\n" +
                           R"({"command":"deposit_cash","body":{}})" + "\n" +
                           R"({"key":"","command":"deposit_cash","body":{}})" + "\n" +
                           R"({"key":"k","key":"k","command":"deposit_cash","body":{}})" + "\n" +
                           R"({"key":"k","command":"fly","body":{}})" + "\n\xff\n" + line_of("k-3");
  const Seen seen = read(BatchForm::ndjson, body);
  EXPECT_EQ(seen.items, (Items{{1, 0},
                               {2, 1020},
                               {3, 1025},
                               {4, 1024},
                               {5, 1022},
                               {6, 1025},
                               {7, 1023},
                               {8, 1026},
                               {9, 1020},
                               {10, 0}}));
  EXPECT_EQ(seen.sent.size(), 2u);
}

TEST(BatchReader, refuses_a_line_without_end_and_finds_the_next) {
  const std::string body =
      std::string(batch_line_bytes_max * 3, 'x') + "\n" + line_of("k-1") + "\n";
  for (const std::size_t piece : {std::size_t{50'000}, body.size()}) {
    const Seen seen = read(BatchForm::ndjson, body, piece);
    EXPECT_EQ(seen.items, (Items{{1, 1049}, {2, 0}})) << piece;
  }
}

TEST(BatchReader, takes_so_many_commands_and_no_more) {
  std::string body;
  for (std::uint64_t i = 0; i < batch_request_commands_max + 2; ++i) body += "x\n";
  const Seen seen = read(BatchForm::ndjson, body, 100'000);
  ASSERT_EQ(seen.items.size(), batch_request_commands_max + 1);
  EXPECT_EQ(seen.items.back(), (std::pair(batch_request_commands_max + 1, std::uint16_t{1048})));
  EXPECT_TRUE(seen.over);
}

TEST(BatchReader, reads_frames_wherever_they_are_cut) {
  const std::string body =
      frame_of("clerk-1", "k-1") + frame_of("clerk-2", "k-2") + frame_of("clerk-1", "k-3");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, std::size_t{64}, body.size()}) {
    const Seen seen = read(BatchForm::frames, body, piece);
    EXPECT_EQ(seen.items, (Items{{1, 0}, {2, 1050}, {3, 0}})) << piece;
    ASSERT_EQ(seen.sent.size(), 2u);
    EXPECT_EQ(seen.sent[1].key, "k-3");
  }
}

TEST(BatchReader, reads_no_further_than_a_frame_that_cannot_be) {
  const std::string good = frame_of("clerk-1", "k-1");
  const Seen cut = read(BatchForm::frames, good + good.substr(0, good.size() - 1));
  EXPECT_EQ(cut.items, (Items{{1, 0}, {2, 1033}}));
  const Seen huge = read(BatchForm::frames, good + "\xff\xff\xff\xff" + good);
  EXPECT_EQ(huge.items, (Items{{1, 0}, {2, 1033}}));
  EXPECT_TRUE(huge.over);
  const Seen empty = read(BatchForm::frames, std::string(4, '\0') + good);
  EXPECT_EQ(empty.items, (Items{{1, 1033}, {2, 0}}));
}

}  // namespace
}  // namespace tanshu::api
