// SPDX-License-Identifier: Apache-2.0
// What is traded, by whom, on which days, and the figures of those days.
#pragma once

#include "protocol/market_profile.h"

namespace tanshu::protocol {

enum class InstrumentState : std::uint8_t { trading, halted, delisted };
enum class TradingRightState : std::uint8_t { active, suspended };
/// `closed`: no more orders, and those of the day expire. `cleared`: the bulletins are out.
enum class TradingDayState : std::uint8_t { open, closed, cleared };

/// Which batches a seller may deliver: all that fit every criterion that is given.
struct InstrumentCriteria {
  static constexpr std::string_view type_name = "InstrumentCriteria";
  std::vector<BatchId> batches;
  std::string origin_registry;
  std::string methodology;
  std::string region;
  std::optional<std::uint32_t> vintage_first;
  std::optional<std::uint32_t> vintage_last;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("batches", self.batches, "Only these batches; empty for no such limit.");
    visit("origin_registry", self.origin_registry,
          "Only units that came from this registry; empty for any.");
    visit("methodology", self.methodology,
          "Only units of projects under this methodology; empty for any.");
    visit("region", self.region,
          "Only units of projects in regions that begin with these digits; empty for any.");
    visit("vintage_first", self.vintage_first, "Only this vintage and later ones.");
    visit("vintage_last", self.vintage_last, "Only this vintage and earlier ones.");
  }
};

/// What is traded on a market under one name and one price.
struct Instrument {
  static constexpr std::string_view type_name = "Instrument";
  InstrumentId id;
  MarketId market;
  std::string title_zh;
  std::string title_en;
  InstrumentCriteria criteria;
  std::optional<Money> first_price;
  InstrumentState state = InstrumentState::trading;
  std::string reason;
  std::uint64_t number = 0;
  UserId listed_by;
  Instant listed_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code of the instrument.");
    visit("market", self.market, "Market it is traded on.");
    visit("title_zh", self.title_zh, "Chinese title.");
    visit("title_en", self.title_en, "English title.");
    visit("criteria", self.criteria, "Which batches can be delivered.");
    visit("first_price", self.first_price, "Given reference price of its first day, if any.");
    visit("state", self.state, "Whether it can be traded.");
    visit("reason", self.reason, "Why it is in this state, or empty.");
    visit("number", self.number, "Its place in the order of listing.");
    visit("listed_by", self.listed_by, "Operator who listed it.");
    visit("listed_at", self.listed_at, "When it was listed.");
  }
};

/// One version of a market's rules as it was taken into force.
struct MarketVersion {
  static constexpr std::string_view type_name = "MarketVersion";
  MarketId market;
  Day effective;
  std::string title_zh;
  std::string title_en;
  AccountId fee_account;
  UserId adopted_by;
  Instant adopted_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market.");
    visit("effective", self.effective, "First day of this version.");
    visit("title_zh", self.title_zh, "Chinese title.");
    visit("title_en", self.title_en, "English title.");
    visit("fee_account", self.fee_account, "Account that fees are paid to.");
    visit("adopted_by", self.adopted_by, "Operator who adopted it.");
    visit("adopted_at", self.adopted_at, "When it was adopted.");
  }
};

/// What a participant may do on a market; without one it trades as any other holder.
struct TradingRight {
  static constexpr std::string_view type_name = "TradingRight";
  MarketId market;
  ParticipantId participant;
  TradingRightState state = TradingRightState::active;
  HolderClass holder = HolderClass::other;
  Carbon allocation;
  std::string reason;
  UserId set_by;
  Instant set_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market.");
    visit("participant", self.participant, "Participant concerned.");
    visit("state", self.state, "Whether it may trade.");
    visit("holder", self.holder, "Which position rule binds it.");
    visit("allocation", self.allocation,
          "Its allocation of the year, which some position rules add.");
    visit("reason", self.reason, "Why.");
    visit("set_by", self.set_by, "Operator who set it.");
    visit("set_at", self.set_at, "When it was set.");
  }
};

/// A day of a market, from its opening to its bulletin.
struct TradingDay {
  static constexpr std::string_view type_name = "TradingDay";
  MarketId market;
  Day day;
  Day version;
  TradingDayState state = TradingDayState::open;
  Day sellable_from;
  std::optional<Money> composite_reference;
  std::optional<Money> composite;
  std::optional<std::int64_t> composite_basis;
  std::uint64_t trades = 0;
  Carbon amount;
  Money value;
  Carbon cleared_amount;
  Money cleared_value;
  Instant opened_at;
  std::optional<Instant> closed_at;
  std::optional<Instant> cleared_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market.");
    visit("day", self.day, "The day (Asia/Shanghai).");
    visit("version", self.version, "First day of the version of the rules that is in force.");
    visit("state", self.state, "How far the day is.");
    visit("sellable_from", self.sellable_from,
          "First day on which what is bought today can be sold.");
    visit("composite_reference", self.composite_reference, "Composite close of the day before.");
    visit("composite", self.composite, "Composite close, once the day is cleared.");
    visit("composite_basis", self.composite_basis, "Its change in hundredths of a per cent.");
    visit("trades", self.trades, "Trades of the day, once it is cleared.");
    visit("amount", self.amount, "How much was traded, once it is cleared.");
    visit("value", self.value, "What it was worth, once it is cleared.");
    visit("cleared_amount", self.cleared_amount, "The amount with both legs counted.");
    visit("cleared_value", self.cleared_value, "The value with both legs counted.");
    visit("opened_at", self.opened_at, "When it was opened.");
    visit("closed_at", self.closed_at, "When it was closed.");
    visit("cleared_at", self.cleared_at, "When it was cleared.");
  }
};

/// A trade as a close formula counts it.
struct CountedTrade {
  static constexpr std::string_view type_name = "CountedTrade";
  Money price;
  Carbon amount;
  Money value;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("price", self.price, "Price per tonne.");
    visit("amount", self.amount, "How much.");
    visit("value", self.value, "What it was worth.");
  }
};

/// The prices of an instrument on the last day on which it was ordered or traded.
struct Quote {
  static constexpr std::string_view type_name = "Quote";
  InstrumentId instrument;
  MarketId market;
  Day day;
  std::optional<Money> reference_price;
  std::optional<Money> open;
  std::optional<Money> high;
  std::optional<Money> low;
  std::optional<Money> last_price;
  std::uint64_t trades = 0;
  std::uint64_t priced_trades = 0;
  Carbon priced_amount;
  Money priced_value;
  Carbon amount;
  Money value;
  std::vector<CountedTrade> last_trades;
  std::optional<Money> close;
  std::optional<Day> closed_on;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("instrument", self.instrument, "Instrument.");
    visit("market", self.market, "Market it is traded on.");
    visit("day", self.day, "The day the figures are of.");
    visit("reference_price", self.reference_price,
          "What stands for the previous close on that day.");
    visit("open", self.open, "Price of the first trade that makes prices.");
    visit("high", self.high, "Highest price of such a trade.");
    visit("low", self.low, "Lowest price of such a trade.");
    visit("last_price", self.last_price, "Price of the last trade that makes prices.");
    visit("trades", self.trades, "Trades of the day.");
    visit("priced_trades", self.priced_trades, "Trades that make prices.");
    visit("priced_amount", self.priced_amount, "How much those were.");
    visit("priced_value", self.priced_value, "What those were worth.");
    visit("amount", self.amount, "How much was traded in all.");
    visit("value", self.value, "What that was worth.");
    visit("last_trades", self.last_trades, "The last trades, where the close is made of them.");
    visit("close", self.close, "The last close that was published.");
    visit("closed_on", self.closed_on, "The day of that close.");
  }
};

/// An instrument's figures of one day, as they are published.
struct Bulletin {
  static constexpr std::string_view type_name = "Bulletin";
  InstrumentId instrument;
  Day day;
  MarketId market;
  std::optional<Money> reference_price;
  std::optional<Money> open;
  std::optional<Money> high;
  std::optional<Money> low;
  std::optional<Money> close;
  std::optional<Money> change;
  std::optional<std::int64_t> change_basis;
  std::uint64_t trades = 0;
  Carbon priced_amount;
  Money priced_value;
  Carbon amount;
  Money value;
  Carbon cleared_amount;
  Money cleared_value;
  Instant issued_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("instrument", self.instrument, "Instrument.");
    visit("day", self.day, "The day.");
    visit("market", self.market, "Market it is traded on.");
    visit("reference_price", self.reference_price,
          "What stands for the previous close on that day.");
    visit("open", self.open, "Open.");
    visit("high", self.high, "Highest price; none without a trade that makes prices.");
    visit("low", self.low, "Lowest price; none without a trade that makes prices.");
    visit("close", self.close, "Close.");
    visit("change", self.change, "Close less reference.");
    visit("change_basis", self.change_basis,
          "The change in hundredths of a per cent of the reference.");
    visit("trades", self.trades, "Trades of the day.");
    visit("priced_amount", self.priced_amount, "How much was traded in modes that make prices.");
    visit("priced_value", self.priced_value, "What that was worth.");
    visit("amount", self.amount, "How much was traded in all.");
    visit("value", self.value, "What that was worth.");
    visit("cleared_amount", self.cleared_amount,
          "The amount with both legs counted, as a registry reports it.");
    visit("cleared_value", self.cleared_value,
          "The value with both legs counted, as a registry reports it.");
    visit("issued_at", self.issued_at, "When it was published.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::InstrumentState, "instrument_state", "trading", "halted", "delisted");
TANSHU_ENUM(tanshu::protocol::TradingRightState, "trading_right_state", "active", "suspended");
TANSHU_ENUM(tanshu::protocol::TradingDayState, "trading_day_state", "open", "closed", "cleared");
