// SPDX-License-Identifier: Apache-2.0
// Each invariant is shown to fail: one change behind the engine's back trips it and no other.
#include "engine/invariants/invariants.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "engine/story.h"

namespace tanshu::ledger {

/// Reaches past the book's own care, as a bug would.
struct BookMutation {
  static void put_balance(Book& book, const BalanceKey& key, Carbon amount) {
    book.balances_.put(key, {amount});
  }
  static void erase_balance(Book& book, const BalanceKey& key) { book.balances_.erase(key); }
  static void put_range(Book& book, const RangeKey& key, const RangeRow& row) {
    book.ranges_.put(key, row);
  }
  static void erase_range(Book& book, const RangeKey& key) { book.ranges_.erase(key); }
  static void put_cash(Book& book, const protocol::AccountId& account, Money amount) {
    book.accounts_.change(account).free_cash = amount;
  }
};

}  // namespace tanshu::ledger

namespace tanshu::engine::invariants {
namespace {

using ledger::BookMutation;
using ledger::RangeKey;
using ledger::RangeRow;
using namespace protocol;  // NOLINT: rows of every kind are changed here

using Names = std::set<std::string_view>;

Names names_of(const Violations& found) {
  Names names;
  for (const Violation& violation : found) names.insert(violation.invariant);
  return names;
}

History history_of(const std::vector<Record>& records) {
  History history;
  std::uint64_t index = 0;
  for (const Record& record : records) history.add(index++, record);
  return history;
}

/// What a change of the finished story's state trips, among the invariants of states.
Names tripped_by(const std::function<void(State&)>& change) {
  State state = Story::whole().engine().state();
  change(state);
  return names_of(check_state(state));
}

/// The same with orders that rest.
Names tripped_with_orders(const std::function<void(State&)>& change) {
  State state = Story::with_orders().engine().state();
  change(state);
  return names_of(check_state(state));
}

/// What a change of the story's records trips, with the state as the engine made it.
Names tripped_by_record(const std::function<void(std::vector<Record>&)>& change) {
  Story story = Story::whole();
  std::vector<Record> records = story.records();
  change(records);
  return names_of(history_of(records).check(story.engine().state()));
}

template <class E>
E& event_of(std::vector<Record>& records, std::size_t which = 0) {
  for (Record& record : records)
    if (record.outcome)
      for (Event& event : *record.outcome)
        if (auto* found = std::get_if<E>(&event); found != nullptr && which-- == 0) return *found;
  CHECK(false);
  return std::get<E>(records.front().outcome->front());
}

const Pocket farm_free{{"farm"}, Place::free, {}};
const Pocket firm_free{{"firm"}, Place::free, {}};

TEST(Invariants, hold_in_a_whole_story) {
  Story story = Story::whole();
  for (const Violation& violation : check_state(story.engine().state()))
    ADD_FAILURE() << violation.invariant << ": " << violation.what;
  for (const Violation& violation : history_of(story.records()).check(story.engine().state()))
    ADD_FAILURE() << violation.invariant << ": " << violation.what;
}

TEST(Invariants, hold_with_orders_that_rest) {
  Story story = Story::with_orders();
  for (const Violation& violation : check_state(story.engine().state()))
    ADD_FAILURE() << violation.invariant << ": " << violation.what;
  for (const Violation& violation : history_of(story.records()).check(story.engine().state()))
    ADD_FAILURE() << violation.invariant << ": " << violation.what;
}

TEST(Invariants, have_names_in_order) {
  EXPECT_EQ(invariant_names().size(), 10u);
  EXPECT_EQ(invariant_names().front(), "i1_places_sum_to_issue");
  EXPECT_EQ(invariant_names().back(), "i11_refusals_leave_no_trace");
}

TEST(I1PlacesSumToIssue, trips_when_a_milligram_appears) {
  EXPECT_EQ(tripped_by([](State& state) {
              const ledger::BalanceKey key{{"b"}, farm_free};
              const Carbon amount = state.book.balances().at(key).amount;
              BookMutation::put_balance(state.book, key, amount + Carbon{1});
            }),
            Names{"i1_places_sum_to_issue"});
}

TEST(I1PlacesSumToIssue, trips_when_a_report_is_issued_twice_over) {
  EXPECT_EQ(tripped_by([](State& state) {
              Report report = state.registry.reports.at({"m"});
              report.verified = tonnes(99);
              state.registry.reports.put({"m"}, report);
            }),
            Names{"i1_places_sum_to_issue"});
}

/// Pockets keep their sums, tonnes keep theirs, one serial is there twice and its neighbour gone.
TEST(I2RangesTileTheBatch, trips_when_two_ranges_overlap) {
  EXPECT_EQ(
      tripped_by([](State& state) {
        std::vector<std::pair<RangeKey, RangeRow>> rows;
        for (const auto& [key, row] : state.book.ranges())
          if (key.batch.text == "b" && row.pocket == farm_free) rows.emplace_back(key, row);
        ASSERT_EQ(rows.size(), 1u);
        auto [key, row] = rows.front();
        const std::uint64_t first = key.first.position;
        // aa|bb… of one pocket: the first part one longer, the second one shorter at its
        // start's far side.
        BookMutation::put_range(state.book, key, {{first + 10}, row.pocket});
        BookMutation::put_range(state.book, {key.batch, {first + 10}}, {{first + 19}, row.pocket});
        BookMutation::put_range(state.book, {key.batch, {first + 21}}, row);
      }),
      Names{"i2_ranges_tile_the_batch"});
}

TEST(I3PartsSumToTheTonne, trips_when_a_part_names_no_account) {
  EXPECT_EQ(tripped_by([](State& state) {
              const Pocket nobody{{"nobody"}, Place::free, {}};
              const Carbon amount = state.book.balances().at({{"b"}, farm_free}).amount;
              BookMutation::erase_balance(state.book, {{"b"}, farm_free});
              BookMutation::put_balance(state.book, {{"b"}, nobody}, amount);
              std::vector<std::pair<RangeKey, RangeRow>> rows;
              for (const auto& [key, row] : state.book.ranges())
                if (key.batch.text == "b" && row.pocket == farm_free) rows.emplace_back(key, row);
              for (auto& [key, row] : rows)
                BookMutation::put_range(state.book, key, {row.last, nobody});
            }),
            Names{"i3_parts_sum_to_the_tonne"});
}

TEST(I3PartsSumToTheTonne, sees_a_milligram_missing_from_a_tonne) {
  State state = Story::whole().engine().state();
  const auto [key, row] = *in_order(state.book.ranges()).begin();
  BookMutation::put_range(state.book, key, {{row.last.position - 1}, row.pocket});
  Violations found;
  i3_parts_sum_to_the_tonne(state, found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found.front().what.contains("the parts of tonne"));
}

TEST(I4HoldsHaveOneOwner, trips_when_a_hold_outlives_its_owner) {
  EXPECT_EQ(tripped_by([](State& state) {
              Encumbrance pledge = state.registry.encumbrances.at({"e1"});
              pledge.state = EncumbranceState::released;
              state.registry.encumbrances.put({"e1"}, pledge);
            }),
            Names{"i4_holds_have_one_owner"});
}

TEST(I4HoldsHaveOneOwner, trips_when_a_pledge_holds_less_than_it_says) {
  EXPECT_EQ(tripped_by([](State& state) {
              Encumbrance pledge = state.registry.encumbrances.at({"e1"});
              pledge.amount += Carbon{1};
              state.registry.encumbrances.put({"e1"}, pledge);
            }),
            Names{"i4_holds_have_one_owner"});
}

TEST(I4HoldsHaveOneOwner, trips_when_a_reservation_holds_less_than_it_says) {
  EXPECT_TRUE(tripped_by([](State& state) {
                Reservation reservation = state.clearing.reservations.at({"w"});
                reservation.amount += Money{1};
                state.clearing.reservations.put({"w"}, reservation);
              }).contains("i4_holds_have_one_owner"));
}

TEST(I4HoldsHaveOneOwner, trips_when_money_outlives_its_reservation) {
  EXPECT_EQ(tripped_by([](State& state) { state.clearing.reservations.erase({"w"}); }),
            Names{"i4_holds_have_one_owner"});
}

TEST(I5RestingOrdersAreFunded, trips_when_a_listing_offers_what_it_has_not) {
  EXPECT_EQ(tripped_by([](State& state) {
              Listing listing = state.market.listings.at({"l"});
              listing.remaining += tonnes(1);
              state.market.listings.put({"l"}, listing);
            }),
            Names{"i5_resting_orders_are_funded"});
}

TEST(I5RestingOrdersAreFunded, trips_when_a_waiting_trade_is_short_of_money) {
  EXPECT_EQ(tripped_by([](State& state) {
              Trade trade = state.market.trades.at({"t000002"});
              trade.total += Money{1};
              state.market.trades.put({"t000002"}, trade);
            }),
            Names{"i5_resting_orders_are_funded"});
}

TEST(I4HoldsHaveOneOwner, trips_when_units_outlive_their_order) {
  EXPECT_EQ(tripped_with_orders([](State& state) { state.market.orders.erase({"s1"}); }),
            Names{"i4_holds_have_one_owner"});
}

TEST(I4HoldsHaveOneOwner, trips_when_bought_units_wait_for_no_market) {
  EXPECT_TRUE(tripped_with_orders([](State& state) {
                state.market.days.erase({"mk"});
              }).contains("i4_holds_have_one_owner"));
}

TEST(I5RestingOrdersAreFunded, trips_when_a_sale_has_more_left_than_it_holds) {
  EXPECT_EQ(tripped_with_orders(
                [](State& state) { state.market.orders.change({"s1"}).remaining += tonnes(1); }),
            Names{"i5_resting_orders_are_funded"});
}

TEST(I5RestingOrdersAreFunded, trips_when_a_bid_holds_less_than_it_would_pay) {
  EXPECT_EQ(tripped_with_orders(
                [](State& state) { state.market.orders.change({"b2"}).price += yuan(1); }),
            Names{"i5_resting_orders_are_funded"});
  EXPECT_EQ(tripped_with_orders(
                [](State& state) { state.market.orders.change({"b2"}).held += Money{1}; }),
            Names{"i5_resting_orders_are_funded"});
}

TEST(I5RestingOrdersAreFunded, trips_when_a_book_is_crossed) {
  EXPECT_EQ(
      tripped_with_orders([](State& state) { state.market.orders.change({"s1"}).price = yuan(9); }),
      Names{"i5_resting_orders_are_funded"});
}

TEST(I5RestingOrdersAreFunded, trips_when_an_order_of_the_day_outlives_its_clearing) {
  EXPECT_EQ(tripped_with_orders([](State& state) {
              state.market.days.change({"mk"}).state = TradingDayState::cleared;
            }),
            Names{"i5_resting_orders_are_funded"});
}

TEST(I6CashEqualsControl, trips_when_a_fen_appears) {
  EXPECT_EQ(tripped_by([](State& state) {
              BookMutation::put_cash(state.book, {"farm"}, yuan(100) + Money{1});
            }),
            Names{"i6_cash_equals_control"});
}

TEST(I6CashEqualsControl, trips_when_a_trade_moves_one_leg) {
  const Names names = tripped_by_record([](std::vector<Record>& records) {
    for (Record& record : records)
      if (std::holds_alternative<RegisterTransfer>(record.envelope.command))
        std::erase_if(*record.outcome,
                      [](const Event& event) { return std::holds_alternative<CashMoved>(event); });
  });
  EXPECT_TRUE(names.contains("i6_cash_equals_control"));
}

TEST(I7RetiredNeverMoves, trips_when_a_certificate_loses_its_beneficiary) {
  EXPECT_EQ(tripped_by([](State& state) {
              Retirement retirement = state.registry.retirements.at({"r000001"});
              retirement.beneficiary_en = " ";
              state.registry.retirements.put({"r000001"}, retirement);
            }),
            Names{"i7_retired_never_moves"});
}

TEST(I7RetiredNeverMoves, trips_when_a_certificate_names_other_serials) {
  EXPECT_EQ(tripped_by([](State& state) {
              Retirement retirement = state.registry.retirements.at({"r000001"});
              Range& range = retirement.units.front().ranges.front();
              ++range.first.position;
              ++range.last.position;
              state.registry.retirements.put({"r000001"}, retirement);
            }),
            Names{"i7_retired_never_moves"});
}

/// A later record that moves retired serials back, explained by a gift and all: only I7 objects to
/// the record, and the fold to the state.
TEST(I7RetiredNeverMoves, trips_when_a_retired_serial_moves_again) {
  const Names names = tripped_by_record([](std::vector<Record>& records) {
    const UnitsRetired retired = event_of<UnitsRetired>(records);
    UnitsMoved back;
    back.batch = {"b"};
    back.from = {{"firm"}, Place::retired, {}};
    back.to = firm_free;
    back.amount = retired.retirement.amount;
    back.ranges = retired.retirement.units.front().ranges;
    records.push_back({records.back().envelope, Events{back}});
  });
  EXPECT_TRUE(names.contains("i7_retired_never_moves"));
}

TEST(I8OriginsAreUsedOnce, trips_when_an_origin_is_forgotten) {
  EXPECT_EQ(tripped_by([](State& state) {
              state.registry.origins.erase({"R", "1"});
            }),
            Names{"i8_origins_are_used_once"});
}

TEST(I8OriginsAreUsedOnce, trips_when_two_batches_have_one_origin) {
  EXPECT_EQ(tripped_by([](State& state) {
              Batch batch = state.registry.batches.at({"b"});
              batch.origin_registry = "R";
              batch.origin_id = "1";
              state.registry.batches.put({"b"}, batch);
            }),
            Names{"i8_origins_are_used_once"});
}

/// The state is whole in itself, and not what the events tell.
TEST(I9EventsAndBooksAgree, trips_when_units_change_hands_without_an_event) {
  Story story = Story::whole();
  State state = story.engine().state();
  const ledger::BalanceKey from{{"b"}, farm_free}, to{{"b"}, {{"bank"}, Place::free, {}}};
  BookMutation::put_balance(state.book, to, state.book.balances().at(from).amount);
  BookMutation::erase_balance(state.book, from);
  std::vector<std::pair<RangeKey, RangeRow>> rows;
  for (const auto& [key, row] : state.book.ranges())
    if (key.batch.text == "b" && row.pocket == farm_free) rows.emplace_back(key, row);
  for (auto& [key, row] : rows) BookMutation::put_range(state.book, key, {row.last, to.pocket});
  EXPECT_EQ(names_of(check_state(state)), Names{});
  EXPECT_EQ(names_of(history_of(story.records()).check(state)), Names{"i9_events_and_books_agree"});
}

TEST(I9EventsAndBooksAgree, trips_when_a_noun_and_its_posting_differ) {
  const Names i9{"i9_events_and_books_agree"};
  EXPECT_EQ(tripped_by_record([](auto& records) {
              event_of<UnitsRetired>(records).retirement.amount += Carbon{1};
            }),
            i9);
  EXPECT_EQ(
      tripped_by_record([](auto& records) { event_of<UnitsGiven>(records).gift.to = {"bank"}; }),
      i9);
  EXPECT_EQ(tripped_by_record(
                [](auto& records) { event_of<TradeMade>(records).trade.total += Money{1}; }),
            i9);
  EXPECT_EQ(tripped_by_record([](auto& records) {
              event_of<CashRecorded>(records).transfer.direction = CashDirection::withdrawal;
            }),
            i9);
  EXPECT_EQ(tripped_by_record([](auto& records) { event_of<UnitsMoved>(records, 4).amount = {7}; }),
            i9);
}

TEST(I9EventsAndBooksAgree, trips_when_orders_and_their_events_differ) {
  const Names i9{"i9_events_and_books_agree"};
  const auto tripped = [](const std::function<void(State&, std::vector<Record>&)>& change) {
    Story story = Story::with_orders();
    State state = story.engine().state();
    std::vector<Record> records = story.records();
    change(state, records);
    return names_of(history_of(records).check(state));
  };
  EXPECT_EQ(
      tripped([](State& state, auto&) { state.market.quotes.change({"f"}).last_price = yuan(3); }),
      i9);
  EXPECT_EQ(tripped([](State& state, auto&) { ++state.market.counts.change("trades").number; }),
            i9);
  EXPECT_EQ(tripped([](State&, auto& records) {
              event_of<OrderTraded>(records).trade.buyer_fee += Money{1};
            }),
            i9);
  EXPECT_EQ(tripped([](State&, auto& records) {
              event_of<OrderTraded>(records).trade.value += Money{1};
            }),
            i9);
  EXPECT_EQ(tripped([](State&, auto& records) {
              event_of<OrderPlaced>(records, 2).order.held += Money{1};
            }),
            i9);
}

TEST(I9EventsAndBooksAgree, trips_when_a_record_is_left_out) {
  const Names names = tripped_by_record([](auto& records) { records.pop_back(); });
  EXPECT_EQ(names, Names{"i9_events_and_books_agree"});
}

TEST(I11RefusalsLeaveNoTrace, trips_when_a_refusal_changes_the_books) {
  Story story = Story::whole();
  History history = history_of(story.records());
  const Digest before = story.engine().books_digest();
  const Record refused = story.give("ma", RegisterTransfer{{"t000002"}});
  ASSERT_FALSE(refused.outcome);
  const Digest after = story.engine().books_digest();
  EXPECT_EQ(before, after);
  history.add(story.records().size() - 1, refused, Books{before, after});
  EXPECT_EQ(names_of(history.check(story.engine().state())), Names{});
  Digest other = after;
  other.bytes[5] ^= 1;
  history.add(story.records().size(), refused, Books{before, other});
  EXPECT_EQ(names_of(history.check(story.engine().state())), Names{"i11_refusals_leave_no_trace"});
}

TEST(I11RefusalsLeaveNoTrace, trips_on_a_number_nobody_gave_out) {
  Story story = Story::whole();
  History history = history_of(story.records());
  history.add(99, {story.records().back().envelope, std::unexpected(Refusal{1999, {}})});
  EXPECT_EQ(names_of(history.check(story.engine().state())), Names{"i11_refusals_leave_no_trace"});
}

}  // namespace
}  // namespace tanshu::engine::invariants
