// SPDX-License-Identifier: Apache-2.0
// Tests of the machine: keys, rights, sizes, digests, and that a command does what its row says.
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/rows.h"
#include "engine/story.h"

namespace tanshu::engine {
namespace {

using namespace protocol;  // NOLINT: commands of every kind are given here

std::uint16_t number_of(const Record& record) {
  return record.outcome ? 0 : record.outcome.error().number;
}

TEST(Execute, accepts_the_whole_story) {
  Story story = Story::whole();
  for (const Record& record : story.records()) EXPECT_TRUE(record.outcome);
  EXPECT_EQ(story.engine().state().market.trades.size(), 2u);
}

TEST(Execute, leaves_the_books_after_a_refusal) {
  Story story = Story::whole();
  const Digest before = story.engine().books_digest();
  EXPECT_EQ(number_of(story.give("ma", ConfirmReport{{"m"}})), 1004);
  EXPECT_EQ(number_of(story.give("ma", BuyListing{{"l"}, {"firm"}, tonnes(1'000)})), 1305);
  EXPECT_EQ(number_of(story.give("stranger", ConfirmReport{{"m"}})), 1002);
  EXPECT_EQ(story.engine().books_digest(), before);
}

TEST(Execute, gives_the_same_digest_a_second_time) {
  Story one = Story::whole();
  Engine two;
  std::uint64_t index = 0;
  for (const Record& record : one.records()) {
    const auto read = decode_record(encode_record(record));
    ASSERT_TRUE(read);
    const Outcome outcome = two.execute(read->envelope, index++);
    EXPECT_EQ(encode_record({read->envelope, outcome}), encode_record(record));
  }
  EXPECT_EQ(one.engine().settle(), two.settle());
}

TEST(Settle, is_what_all_rows_say) {
  Story story;
  story.open_parties();
  EXPECT_EQ(story.engine().settle(), story.engine().recompute_digest());
  story.issue();
  story.trade();
  EXPECT_EQ(story.engine().settle(), story.engine().recompute_digest());
  story.encumber_and_dispose();
  const Digest last = story.engine().settle();
  EXPECT_EQ(last, story.engine().recompute_digest());
  EXPECT_EQ(last, story.engine().settle());
}

/// What is derived from tables is made anew after a snapshot, and the next steps are the same.
TEST(Rows, carry_resting_orders_on) {
  Story story = Story::with_orders();
  Bytes bytes;
  ASSERT_TRUE(Rows::write(story.engine(), [&](ByteView piece) -> Result<void> {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    return {};
  }));
  auto again = Rows::read(bytes, story.engine().digests());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->recompute_digest(), story.engine().recompute_digest());
  const auto both = [&](const std::string& actor, Command command) {
    const std::uint64_t index = story.records().size();
    const Record& record = story.give(actor, std::move(command));
    const Outcome outcome = again->execute(record.envelope, index);
    EXPECT_EQ(encode_record({record.envelope, outcome}), encode_record(record));
    return number_of(record);
  };
  EXPECT_EQ(both("ma", sample_order("b3", OrderSide::buy, 2, yuan(10))), 0);
  EXPECT_EQ(both("ma", sample_order("b4", OrderSide::buy, 2, yuan(10))), 0);
  EXPECT_EQ(both("niu", sample_order("s2", OrderSide::sell, 4, yuan(9))), 0);
  EXPECT_EQ(both("ma", sample_order("b5", OrderSide::buy, 9, yuan(9))), 0);
  EXPECT_EQ(both("ma", CancelOrders{}), 0);
  EXPECT_EQ(both("zhao", CloseTradingDay{{"mk"}}), 0);
  EXPECT_EQ(both("zhao", ExpireOrders{{"mk"}}), 0);
  EXPECT_EQ(both("zhao", ClearTradingDay{{"mk"}}), 0);
  EXPECT_EQ(again->settle(), story.engine().settle());
}

/// What an entry holds is traded; what is left beyond it ends and says so.
TEST(PlaceOrder, trades_as_much_as_an_entry_holds) {
  Story story = Story::with_orders();
  story.accept("li", OpenAccount{{"bank2"}, {"bank"}});
  story.accept("sun", DepositCash{{"bank"}, yuan(100'000), "B2"});
  for (int i = 0; i < 30; ++i)
    story.accept("niu",
                 sample_order(("t" + std::to_string(i)).c_str(), OrderSide::sell, 1, yuan(12)));
  PlaceOrder order = sample_order("big", OrderSide::buy, 40, yuan(12));
  order.account = {"bank"};
  const Record& record = story.give("yin", order);
  ASSERT_TRUE(record.outcome);
  const auto& placed = std::get<OrderPlaced>(record.outcome->front()).order;
  EXPECT_EQ(placed.state, OrderState::entry_is_full);
  const auto trades = std::ranges::count_if(*record.outcome, [](const Event& event) {
    return std::holds_alternative<OrderTraded>(event);
  });
  EXPECT_EQ(trades, 24);  // 33 each: the trade and its one range
  EXPECT_EQ(story.engine().settle(), story.engine().recompute_digest());
}

/// A refused command's key is part of the state: its second coming must find the first answer.
TEST(Settle, counts_the_answers) {
  Story story = Story::whole();
  const Digest before = story.engine().settle();
  story.give("stranger", ConfirmReport{{"m"}});
  EXPECT_NE(story.engine().settle(), before);
}

TEST(Answered, knows_key_actor_and_command) {
  Engine engine;
  const OpenCell open{"c", {"o"}, "甲", "A", "150200", {"root"}};
  ASSERT_TRUE(engine.execute({{"root"}, "k", {1}, open}, 40));
  EXPECT_EQ(engine.answered({"root"}, "k", open), 40u);
  EXPECT_FALSE(engine.answered({"root"}, "k2", open));
  EXPECT_FALSE(engine.answered({"other"}, "k", open));
  OpenCell other = open;
  other.cell = "d";
  EXPECT_FALSE(engine.answered({"root"}, "k", other));
  const Outcome again = engine.execute({{"root"}, "k", {2}, other}, 41);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), RefusalCode::key_was_used_with_another_body);
  EXPECT_EQ(engine.answered({"root"}, "k", open), 40u);
}

TEST(BeyondItsRow, names_what_a_row_does_not_allow) {
  const UnitsMoved mint{{"b"}, {{}, Place::issuance, {}}, {{"a"}, Place::free, {}}, {1}, {}};
  const UnitsMoved burn{{"b"}, {{"a"}, Place::free, {}}, {{"a"}, Place::retired, {}}, {1}, {}};
  const UnitsMoved hold{{"b"}, {{"a"}, Place::free, {}}, {{"a"}, Place::frozen, {"f"}}, {1}, {}};
  const UnitsMoved move{{"b"}, {{"a"}, Place::free, {}}, {{"c"}, Place::free, {}}, {1}, {}};
  const CashMoved cash{{}, {{"a"}, {}}, {1}};
  const std::pair<std::uint8_t, Event> cases[] = {{may::mint, mint},
                                                  {may::burn, burn},
                                                  {may::hold, hold},
                                                  {may::move, move},
                                                  {may::trade, cash}};
  for (const CommandRow& row : command_rows())
    for (const auto& [needed, event] : cases)
      EXPECT_EQ(beyond_its_row(row, {event}).has_value(), (row.may & needed) == 0) << row.name;
}

std::string text_of(std::size_t bytes) {
  return std::string(bytes, 'x');
}

/// Alternate gifts leave `pieces` single milligrams of batch "b" on the firm's account.
void shatter(Story& story, int pieces) {
  for (int i = 0; i < pieces; ++i) {
    story.accept("niu", GiveUnits{{"farm"}, {"firm"}, {{{"b"}, Carbon{1}}}, "a"});
    story.accept("niu", GiveUnits{{"farm"}, {"bank"}, {{{"b"}, Carbon{1}}}, "b"});
  }
}

void expect_recordable(const Record& record, std::size_t at_least) {
  const Bytes bytes = encode_record(record);
  EXPECT_LE(bytes.size(), record_bytes_max);
  EXPECT_GE(bytes.size(), at_least);
  const auto read = decode_record(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(encode_record(*read), bytes);
}

TEST(RecordSize, of_a_retirement_with_every_piece_and_the_longest_texts) {
  Story story;
  story.open_parties();
  story.issue();
  shatter(story, 800);
  const Period year{{19'358}, {19'722}};
  RetireUnits command{RetirementKind::retirement,
                      {"firm"},
                      {{{"b"}, Carbon{792}}},
                      text_of(3'900),
                      text_of(3'900),
                      "抵消",
                      "Offset",
                      year};
  const Record& record = story.give("ma", command);
  ASSERT_TRUE(record.outcome);
  expect_recordable(record, 40'000);
  command.lots.front().amount = Carbon{1};
  command.purpose_en = text_of(300);
  EXPECT_EQ(number_of(story.give("ma", command)), 1010);
}

TEST(RecordSize, of_a_retirement_of_fifty_batches_in_pieces) {
  Story story;
  story.open_parties();
  RetireUnits command{
      RetirementKind::retirement, {"firm"}, {}, text_of(2'000), text_of(2'500), "抵", "O",
      {{19'358}, {19'722}}};
  for (int b = 0; b < 50; ++b) {
    const BatchId batch{std::string(37, 'b') + std::to_string(100 + b)};
    story.accept("li", ImportBatch{batch, {"farm"}, 2022, Carbon{100}, "R", std::to_string(b)});
    for (int i = 0; i < 8; ++i) {
      story.accept("niu", GiveUnits{{"farm"}, {"firm"}, {{batch, Carbon{1}}}, "a"});
      story.accept("niu", GiveUnits{{"farm"}, {"bank"}, {{batch, Carbon{1}}}, "b"});
    }
    command.lots.push_back({batch, Carbon{8}});
  }
  const Record& record = story.give("ma", command);
  ASSERT_TRUE(record.outcome);
  EXPECT_EQ(std::get<UnitsRetired>(record.outcome->front()).retirement.units.size(), 50u);
  expect_recordable(record, 30'000);
}

TEST(RecordSize, of_a_purchase_of_every_piece) {
  Story story;
  story.open_parties();
  story.issue();
  shatter(story, 800);
  story.accept("sun", DepositCash{{"bank"}, yuan(1'000), "B"});
  story.accept(
      "zhao",
      OpenListing{
          {"l"}, {"firm"}, {"b"}, Carbon{792}, Carbon{792}, yuan(1'000'000), {{19'783}, {20'000}}});
  expect_recordable(story.records().back(), 12'000);
  story.accept("yin", BuyListing{{"l"}, {"bank"}, Carbon{792}});
  expect_recordable(story.records().back(), 25'000);
  const Record& rejected = story.give("wang", RejectTransfer{{"t000001"}, text_of(4'000)});
  ASSERT_TRUE(rejected.outcome);
  expect_recordable(rejected, 30'000);
}

TEST(RecordSize, of_the_longest_market_rules) {
  Story story;
  story.open_parties();
  story.accept("li", OpenAccount{{"fees"}, {"registry"}});
  MarketProfile profile = sample_market({19'783});
  profile.title_zh = profile.title_en = text_of(400);
  for (int i = 0; i < 6; ++i) profile.notes.push_back({text_of(2'000), text_of(2'000)});
  profile.notes.push_back({text_of(600), "x"});
  const Record& record = story.give("zhao", AdoptMarketProfile{profile, {"fees"}});
  ASSERT_TRUE(record.outcome) << english_of(record.outcome.error());
  expect_recordable(record, 51'000);
  profile.notes.back().en = text_of(600);
  EXPECT_EQ(number_of(story.give("zhao", AdoptMarketProfile{profile, {"fees"}})), 1010);
}

/// Codes as long as they may be: the order meets as many others as an entry holds, and what it
/// sells lies in as many pieces as a posting moves.
TEST(RecordSize, of_an_order_that_meets_all_it_can_in_every_piece) {
  Story story;
  story.open_parties();
  story.issue();
  const auto longest = [](char letter, int number) {
    std::string text(38, letter);
    return text + std::to_string(10 + number);
  };
  const BatchId batch{longest('b', 0)};
  const AccountId seller{longest('s', 0)}, buyer{longest('a', 0)}, fees{longest('f', 0)};
  story.accept("li", OpenAccount{seller, {"farm"}});
  story.accept("li", OpenAccount{buyer, {"firm"}});
  story.accept("li", OpenAccount{fees, {"registry"}});
  story.accept("sun", DepositCash{buyer, yuan(100'000), "B"});
  story.accept("li", ImportBatch{batch, seller, 2022, tonnes(2'000), "R", "2"});
  for (int i = 0; i < 760; ++i) {
    story.accept("niu", GiveUnits{seller, {"farm"}, {{batch, tonnes(1)}}, "a"});
    story.accept("niu", GiveUnits{seller, {"bank"}, {{batch, tonnes(1)}}, "b"});
  }
  MarketProfile profile = sample_market({19'783});
  profile.id = {longest('m', 0)};
  profile.fees.front().seller_ppm = 2'000;
  story.accept("zhao", AdoptMarketProfile{profile, fees});
  const InstrumentId instrument{longest('i', 0)};
  ListInstrument list{instrument, profile.id, "碳票", "Tickets", {}, yuan(10)};
  list.criteria.vintage_first = 2020;
  story.accept("zhao", list);
  story.accept("zhao", OpenTradingDay{profile.id, {19'783}});
  PlaceOrder order = sample_order("x", OrderSide::buy, 29, yuan(10));
  order.instrument = instrument;
  order.account = buyer;
  for (int i = 0; i < 26; ++i) {
    order.id = {longest('o', i)};
    story.accept("ma", order);
  }
  order.id = {longest('o', 80)};
  order.account = {"farm"};
  order.side = OrderSide::sell;
  order.batch = batch;
  order.amount = tonnes(760);
  order.price = yuan(9);
  expect_recordable(story.give("niu", order), 30'000);
  EXPECT_EQ(std::get<OrderPlaced>(story.records().back().outcome->front()).order.remaining,
            tonnes(760 - 25 * 29));
}

TEST(RecordSize, of_a_project_with_a_thousand_corners) {
  Story story;
  story.open_parties();
  RegisterProject project;
  project.id = {"p"};
  project.owner = {"farm"};
  project.name_zh = text_of(4'000);
  project.name_en = text_of(4'000);
  project.methodology = text_of(1'700);
  project.region = "150222";
  project.area = {100};
  project.crediting_period = {{18'262}, {25'566}};
  for (std::int64_t i = 0; i < 998; ++i)
    project.boundary.push_back({{i * 10}, {i % 2 == 0 ? 100 : 200}});
  project.boundary.push_back({{9'980}, {0}});
  project.boundary.push_back({{0}, {0}});
  const Record& record = story.give("li", project);
  ASSERT_TRUE(record.outcome);
  expect_recordable(record, 51'000);
  project.methodology = text_of(3'000);
  EXPECT_EQ(number_of(story.give("li", project)), 1010);
}

/// The longest accounts of reports ride along in later events.
TEST(RecordSize, of_an_issue_after_long_statements) {
  Story story;
  story.open_parties();
  story.issue();
  SubmitReport report;
  report.id = {"m2"};
  report.project = {"p"};
  report.period = {{19'723}, {20'000}};
  report.method = text_of(4'000);
  report.estimated = tonnes(1);
  story.accept("li", report);
  story.accept("he", VerifyReport{{"m2"}, true, tonnes(1), text_of(4'000)});
  story.accept("wang", ConfirmReport{{"m2"}});
  story.accept("li", IssueBatch{{"b2"}, {"m2"}, {"farm"}, 2024, tonnes(1), Carbon{1}});
  expect_recordable(story.records().back(), 8'000);
}

TEST(CheckOrderable, turns_away_what_no_entry_could_hold) {
  RegisterProject project;
  Envelope envelope{{"li"}, std::string(64, 'k'), {1}, {}};
  project.boundary.resize(3'000);
  envelope.command = project;
  EXPECT_TRUE(check_orderable(envelope));
  Engine engine;
  const Outcome outcome = engine.execute(envelope, 0);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), RefusalCode::entry_is_too_large);
  EXPECT_LE(encode_record({envelope, outcome}).size(), record_bytes_max);
  project.boundary.resize(3'200);
  envelope.command = project;
  const auto verdict = check_orderable(envelope);
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code(), RefusalCode::entry_is_too_large);
}

}  // namespace
}  // namespace tanshu::engine
