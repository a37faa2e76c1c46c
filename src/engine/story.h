// SPDX-License-Identifier: Apache-2.0
// A small cell for tests: parties, one issued and one imported batch, money, a listing, a waiting
// and a settled trade, a pledge, a freeze, a gift, a retirement and an export, all through the
// engine.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"

namespace tanshu::engine {

class Story {
 public:
  /// Gives a command a second after the one before; the record is kept.
  const protocol::Record& give(const std::string& actor, protocol::Command command) {
    at_ns_ += 1'000'000'000;
    const std::uint64_t index = records_.size();
    protocol::Envelope envelope{{actor}, "k" + std::to_string(index), {at_ns_}, std::move(command)};
    protocol::Outcome outcome = engine_.execute(envelope, index);
    records_.push_back({std::move(envelope), std::move(outcome)});
    return records_.back();
  }
  /// The same, and it must be accepted.
  void accept(const std::string& actor, protocol::Command command) {
    CHECK(give(actor, std::move(command)).outcome.has_value());
  }

  /// The next command is given a second after this.
  void set_clock(Instant at) { at_ns_ = at.ns; }

  Engine& engine() { return engine_; }
  const std::vector<protocol::Record>& records() const { return records_; }

  void open_parties();
  void issue();
  void trade();
  void encumber_and_dispose();
  /// A market with its day open: a bid and an offer rest, two tonnes were bought.
  void trade_by_orders();
  static Story with_orders() {
    Story story = whole();
    story.trade_by_orders();
    return story;
  }
  static Story whole() {
    Story story;
    story.open_parties();
    story.issue();
    story.trade();
    story.encumber_and_dispose();
    return story;
  }

 private:
  Engine engine_;
  std::vector<protocol::Record> records_;
  std::int64_t at_ns_ = 1'709'258'400'000'000'000;  // 2024-03-01T02:00:00Z
};

inline void Story::open_parties() {
  using namespace protocol;  // NOLINT: every party and role
  accept("root", OpenCell{"c", {"registry"}, "中心", "Registry", "150200", {"root"}});
  const auto party = [this](const char* id, ParticipantKind kind) {
    accept("root", RegisterParticipant{{id}, kind, "甲", "A", "150200"});
  };
  const auto user = [this](const char* id, const char* participant, Role role) {
    accept("root", AuthoriseUser{{id}, {participant}, {role}});
  };
  party("bureau", ParticipantKind::bureau);
  party("farm", ParticipantKind::forest_owner);
  party("firm", ParticipantKind::firm);
  party("bank", ParticipantKind::bank);
  user("li", "bureau", Role::bureau_officer);
  user("wang", "bureau", Role::bureau_officer);
  user("he", "registry", Role::verifier);
  user("zhao", "registry", Role::exchange_operator);
  user("sun", "registry", Role::clearing_officer);
  user("niu", "farm", Role::trader);
  user("ma", "firm", Role::trader);
  user("yin", "bank", Role::trader);
  accept("li", OpenAccount{{"farm"}, {"farm"}});
  accept("li", OpenAccount{{"firm"}, {"firm"}});
  accept("li", OpenAccount{{"bank"}, {"bank"}});
}

inline void Story::issue() {
  using namespace protocol;  // NOLINT: project, report, batch
  RegisterProject project;
  project.id = {"p"};
  project.owner = {"farm"};
  project.name_zh = project.name_en = project.methodology = "造林";
  project.region = "150222";
  project.area = {100};
  project.crediting_period = {{18'262}, {25'566}};
  project.boundary = {{{0}, {0}}, {{9}, {0}}, {{9}, {9}}};
  accept("li", project);
  SubmitReport report;
  report.id = {"m"};
  report.project = {"p"};
  report.period = {{19'358}, {19'722}};  // 2023
  report.method = "v1";
  report.estimated = tonnes(100);
  accept("li", report);
  accept("he", VerifyReport{{"m"}, true, tonnes(100), "属实"});
  accept("wang", ConfirmReport{{"m"}});
  accept("li", IssueBatch{{"b"}, {"m"}, {"farm"}, 2023, tonnes(100), tonnes(10)});
  accept("li", ImportBatch{{"i"}, {"firm"}, 2022, tonnes(5), "R", "1"});
}

inline void Story::trade() {
  using namespace protocol;  // NOLINT: market and money
  accept("sun", DepositCash{{"firm"}, yuan(1'000), "B1"});
  accept(
      "zhao",
      OpenListing{{"l"}, {"farm"}, {"b"}, tonnes(30), tonnes(1), yuan(10), {{19'783}, {20'000}}});
  accept("ma", BuyListing{{"l"}, {"firm"}, tonnes(10)});
  accept("wang", RegisterTransfer{{"t000001"}});
  accept("ma", BuyListing{{"l"}, {"firm"}, tonnes(5)});
  accept("ma", TransferCash{{"firm"}, {"farm"}, yuan(20), "发票"});
  accept("ma", ReserveCash{{"v"}, {"firm"}, {"farm"}, yuan(8), {at_ns_ + 9'000'000'000}});
  accept("niu", PostReservation{{"v"}, yuan(3)});
  accept("ma", ReserveCash{{"w"}, {"firm"}, {"farm"}, yuan(7), {at_ns_ + 9'000'000'000}});
}

inline void Story::encumber_and_dispose() {
  using namespace protocol;  // NOLINT: pledges to exports
  const Period year{{19'358}, {19'722}};
  accept("niu", PledgeUnits{{"e1"}, {"farm"}, {"b"}, tonnes(7), {"bank"}, "合同"});
  accept("li", FreezeUnits{{"e2"}, {"farm"}, {"b"}, tonnes(3), {"bureau"}, "裁定"});
  accept("niu", GiveUnits{{"farm"}, {"firm"}, {{{"b"}, Carbon{1}}}, "植树节"});
  accept("ma", RetireUnits{RetirementKind::retirement,
                           {"firm"},
                           {{{"b"}, tonnes(2)}},
                           "甲",
                           "A",
                           "抵消",
                           "Offset",
                           year});
  accept("ma", RetireUnits{RetirementKind::cancellation,
                           {"firm"},
                           {{{"i"}, Carbon{9}}},
                           "甲",
                           "A",
                           "公益",
                           "For good",
                           year});
  accept("li", ExportUnits{{"firm"}, {{{"i"}, tonnes(1)}}, "R", "OUT"});
}

/// Continuous trading in whole tonnes at any price, T+1, one per mille from the buyer.
inline protocol::MarketProfile sample_market(Day effective) {
  using namespace protocol;  // NOLINT: parts of a profile
  MarketProfile profile;
  profile.id = {"mk"};
  profile.title_zh = "市场";
  profile.title_en = "Market";
  profile.effective = effective;
  ModeRules book;
  book.mode = TradingMode::order_book;
  book.makes_prices = true;
  profile.modes = {book};
  profile.resale = {1, {}};
  profile.fees = {{TradingMode::order_book, 1'000, 0, {}, Rounding::half_up, {}}};
  return profile;
}

inline protocol::PlaceOrder sample_order(const char* id, protocol::OrderSide side,
                                         std::int64_t tonnes_ordered, Money price) {
  protocol::PlaceOrder order;
  order.id = {id};
  order.instrument = {"f"};
  order.account = {side == protocol::OrderSide::buy ? "firm" : "farm"};
  order.mode = protocol::TradingMode::order_book;
  order.side = side;
  order.price = price;
  order.amount = tonnes(tonnes_ordered);
  if (side == protocol::OrderSide::sell) order.batch = {"b"};
  return order;
}

inline void Story::trade_by_orders() {
  using namespace protocol;  // NOLINT: a market and its orders
  const Day today{19'783};   // 2024-03-01
  accept("li", OpenAccount{{"fees"}, {"registry"}});
  accept("zhao", AdoptMarketProfile{sample_market(today), {"fees"}});
  ListInstrument list{{"f"}, {"mk"}, "碳票", "Tickets", {}, yuan(10)};
  list.criteria.vintage_first = 2020;
  accept("zhao", list);
  accept("zhao", OpenTradingDay{{"mk"}, today});
  accept("niu", sample_order("s1", OrderSide::sell, 5, yuan(10)));
  accept("ma", sample_order("b1", OrderSide::buy, 2, yuan(11)));
  accept("ma", sample_order("b2", OrderSide::buy, 3, yuan(9)));
}

}  // namespace tanshu::engine
