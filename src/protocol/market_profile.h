// SPDX-License-Identifier: Apache-2.0
// The rules of one market from one day on, as data: what a rule file says and what a journal will
// carry. A rule that is not known is absent, and an absent rule restricts nothing.
//
// Prices are per tonne. Rates are in parts per million of the figure they are taken of. Times are
// seconds after midnight in Asia/Shanghai; a session includes its first second and not its last.
#pragma once

#include "base/quantity.h"
#include "protocol/trading_calendar.h"

namespace tanshu::protocol {

struct MarketIdTag {
  static constexpr std::string_view name = "market";
};
using MarketId = Id<MarketIdTag>;

enum class TradingMode : std::uint8_t {
  listing,              ///< 挂牌协议: pick from the five best levels
  best_pick,            ///< 挂牌点选: pick the best offer or bid only
  median_price,         ///< 协商议价: paired at the median of bid, ask and last
  order_book,           ///< continuous, by price and time
  block,                ///< 大宗协议
  auction,              ///< 单向竞价
  public_listing,       ///< 公开挂牌 at a fixed price
  competitive_listing,  ///< 竞价挂牌
  over_the_counter,     ///< 场外协议, settled at the registry
  quote_request         ///< 询价
};

enum class Rounding : std::uint8_t { half_up, down, up };

/// At what price a trade of a mode is done.
enum class ExecutionPrice : std::uint8_t {
  resting,
  negotiated,
  median,
  fixed,
  uniform_or_as_bid,
  highest_bid
};

enum class BandBase : std::uint8_t { previous_close, previous_average };
enum class OpenFormula : std::uint8_t { first_trade, previous_close };
enum class CloseFormula : std::uint8_t { average_of_day, average_of_last_trades };
enum class CompositeFormula : std::uint8_t { mean_of_instruments, newest_instrument };
/// What stands in for the previous close on an instrument's first day.
enum class FirstReference : std::uint8_t { given_price, composite_close };
enum class OrderLife : std::uint8_t { trading_day, until_withdrawn };
enum class DeliveryMethod : std::uint8_t { gross_per_trade, by_registration };
enum class HolderClass : std::uint8_t { compliance_entity, other };

struct RuleDocument {
  static constexpr std::string_view type_name = "RuleDocument";
  std::string key;
  std::string title_zh;
  std::string title_en;
  std::string read;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("key", self.key, "What sources call it.");
    visit("title_zh", self.title_zh, "Chinese title, with number and date.");
    visit("title_en", self.title_en, "English title.");
    visit("read", self.read, "How much of it was read, and where.");
  }
};

struct TradingSession {
  static constexpr std::string_view type_name = "TradingSession";
  std::uint32_t opens_s = 0;
  std::uint32_t closes_s = 0;
  bool operator==(const TradingSession&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("opens_s", self.opens_s, "First second, after midnight.");
    visit("closes_s", self.closes_s, "First second no longer in it.");
  }
};

struct TradingHours {
  static constexpr std::string_view type_name = "TradingHours";
  std::vector<TradingSession> sessions;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("sessions", self.sessions, "Sessions of a trading day, in order.");
    visit("source", self.source, "Where it was read.");
  }
};

/// "09:30-11:30, 13:00-15:00".
inline std::string to_text(const TradingHours& hours) {
  std::string text;
  for (const TradingSession& session : hours.sessions)
    text += (text.empty() ? "" : ", ") + clock_text(session.opens_s) + '-' +
            clock_text(session.closes_s);
  return text;
}

struct OrderSize {
  static constexpr std::string_view type_name = "OrderSize";
  std::optional<Carbon> minimum;
  std::optional<Carbon> maximum;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("minimum", self.minimum, "Least of one order.");
    visit("maximum", self.maximum, "Most of one order.");
    visit("source", self.source, "Where it was read.");
  }
};

/// The limits are rounded to the tick, and the rounded limits are the limits.
struct PriceBand {
  static constexpr std::string_view type_name = "PriceBand";
  std::uint32_t down_ppm = 0;
  std::uint32_t up_ppm = 0;
  std::optional<BandBase> base;
  Rounding rounding = Rounding::half_up;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("down_ppm", self.down_ppm, "How far below the base, in millionths of it.");
    visit("up_ppm", self.up_ppm, "How far above the base, in millionths of it.");
    visit("base", self.base, "What it is taken of; none when that is not known.");
    visit("rounding", self.rounding, "How a limit is rounded to the tick.");
    visit("source", self.source, "Where it was read.");
  }
};

struct Execution {
  static constexpr std::string_view type_name = "Execution";
  ExecutionPrice price = ExecutionPrice::resting;
  std::optional<std::uint32_t> levels;
  bool counterparty_chosen = false;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("price", self.price, "At what price a trade is done.");
    visit("levels", self.levels, "Best price levels that can be picked from; none for all.");
    visit("counterparty_chosen", self.counterparty_chosen,
          "Whether the taker may choose among orders at one price, so that time does not count.");
    visit("source", self.source, "Where it was read.");
  }
};

/// What a one-way auction adds to its mode. Days are working days before the auction.
struct AuctionRules {
  static constexpr std::string_view type_name = "AuctionRules";
  Carbon lot_minimum;
  std::uint32_t apply_days = 0;
  std::uint32_t answer_days = 0;
  std::uint32_t freeze_days = 0;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("lot_minimum", self.lot_minimum, "Least a seller can offer.");
    visit("apply_days", self.apply_days, "Working days before it by which the seller applies.");
    visit("answer_days", self.answer_days, "Working days in which the exchange answers.");
    visit("freeze_days", self.freeze_days,
          "Working days before it by which the units are frozen, or the application lapses.");
    visit("source", self.source, "Where it was read.");
  }
};

struct ModeRules {
  static constexpr std::string_view type_name = "ModeRules";
  TradingMode mode = TradingMode::listing;
  bool makes_prices = false;
  std::optional<OrderSize> size;
  std::optional<PriceBand> band;
  std::optional<TradingHours> hours;
  std::optional<Execution> execution;
  std::optional<AuctionRules> auction;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("mode", self.mode, "The trading mode.");
    visit("makes_prices", self.makes_prices, "Whether its trades enter open, high, low and close.");
    visit("size", self.size, "Order sizes.");
    visit("band", self.band, "Price band.");
    visit("hours", self.hours, "When it is open.");
    visit("execution", self.execution, "How trades come about.");
    visit("auction", self.auction, "Steps of an auction.");
    visit("source", self.source, "Where it was read that the mode exists.");
  }
};

struct LotRule {
  static constexpr std::string_view type_name = "LotRule";
  Carbon amount;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("amount", self.amount, "Orders are whole multiples of it.");
    visit("source", self.source, "Where it was read.");
  }
};

struct TickRule {
  static constexpr std::string_view type_name = "TickRule";
  Money price;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("price", self.price, "Prices are whole multiples of it.");
    visit("source", self.source, "Where it was read.");
  }
};

struct CalendarRule {
  static constexpr std::string_view type_name = "CalendarRule";
  TradingCalendar calendar;
  bool trades_on_make_up_days = false;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("calendar", self.calendar, "Holidays and make-up days.");
    visit("trades_on_make_up_days", self.trades_on_make_up_days,
          "Whether a worked weekend day is a trading day.");
    visit("source", self.source, "Where it was read that the market keeps it.");
  }
};

struct OrderLifeRule {
  static constexpr std::string_view type_name = "OrderLifeRule";
  OrderLife life = OrderLife::trading_day;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("life", self.life, "How long an unfilled order stands.");
    visit("source", self.source, "Where it was read.");
  }
};

struct OpenPriceRule {
  static constexpr std::string_view type_name = "OpenPriceRule";
  OpenFormula formula = OpenFormula::first_trade;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("formula", self.formula, "How the open is made.");
    visit("source", self.source, "Where it was read.");
  }
};

/// Without a trade that makes prices, the close is the previous close.
struct ClosePriceRule {
  static constexpr std::string_view type_name = "ClosePriceRule";
  CloseFormula formula = CloseFormula::average_of_day;
  std::uint32_t last_trades = 0;
  std::optional<Carbon> open_up_to;
  Rounding rounding = Rounding::half_up;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("formula", self.formula, "How the close is made; averages are weighted by volume.");
    visit("last_trades", self.last_trades, "How many last trades are averaged; else 0.");
    visit("open_up_to", self.open_up_to, "Up to this volume of the day the close is the open.");
    visit("rounding", self.rounding, "How it is rounded to the fen.");
    visit("source", self.source, "Where it was read.");
  }
};

struct CompositeRule {
  static constexpr std::string_view type_name = "CompositeRule";
  CompositeFormula formula = CompositeFormula::mean_of_instruments;
  Rounding rounding = Rounding::half_up;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("formula", self.formula, "How the composite close is made of the instruments' closes.");
    visit("rounding", self.rounding, "How it is rounded to the fen.");
    visit("source", self.source, "Where it was read.");
  }
};

struct FirstReferenceRule {
  static constexpr std::string_view type_name = "FirstReferenceRule";
  FirstReference rule = FirstReference::composite_close;
  std::optional<Money> price;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("rule", self.rule, "What stands in for the previous close of a new instrument.");
    visit("price", self.price, "The given price, if it is one.");
    visit("source", self.source, "Where it was read.");
  }
};

struct ResaleRule {
  static constexpr std::string_view type_name = "ResaleRule";
  std::uint32_t trading_days = 0;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("trading_days", self.trading_days,
          "Trading days after the purchase on which units can be sold: 0, or 1 for T+1.");
    visit("source", self.source, "Where it was read.");
  }
};

struct ProceedsRule {
  static constexpr std::string_view type_name = "ProceedsRule";
  bool same_day = false;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("same_day", self.same_day, "Whether proceeds of a sale can buy on the same day.");
    visit("source", self.source, "Where it was read.");
  }
};

struct PositionRule {
  static constexpr std::string_view type_name = "PositionRule";
  HolderClass holder = HolderClass::other;
  bool adds_allocation = false;
  Carbon limit;
  std::optional<Carbon> published_above;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("holder", self.holder, "Whom it binds.");
    visit("adds_allocation", self.adds_allocation,
          "Whether the holder's allocation of the year is added to both figures.");
    visit("limit", self.limit, "Most that may be held.");
    visit("published_above", self.published_above, "Above it the holder is published.");
    visit("source", self.source, "Where it was read.");
  }
};

struct FeeRule {
  static constexpr std::string_view type_name = "FeeRule";
  TradingMode mode = TradingMode::listing;
  std::uint32_t buyer_ppm = 0;
  std::uint32_t seller_ppm = 0;
  Money minimum;
  Rounding rounding = Rounding::half_up;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("mode", self.mode, "Trades of this mode.");
    visit("buyer_ppm", self.buyer_ppm, "Millionths of the value that the buyer pays.");
    visit("seller_ppm", self.seller_ppm, "Millionths of the value that the seller pays.");
    visit("minimum", self.minimum, "Least that a side pays whose rate is not zero.");
    visit("rounding", self.rounding, "How a fee is rounded to the fen.");
    visit("source", self.source, "Where it was read.");
  }
};

struct SettlementBody {
  static constexpr std::string_view type_name = "SettlementBody";
  std::string name_zh;
  std::string name_en;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("name_zh", self.name_zh, "Chinese name.");
    visit("name_en", self.name_en, "English name.");
    visit("source", self.source, "Where it was read.");
  }
};

struct DeliveryRule {
  static constexpr std::string_view type_name = "DeliveryRule";
  DeliveryMethod method = DeliveryMethod::gross_per_trade;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("method", self.method, "How units and money are exchanged.");
    visit("source", self.source, "Where it was read.");
  }
};

/// A conflict between sources, or what must be looked up before anybody cites this version.
struct ProfileNote {
  static constexpr std::string_view type_name = "ProfileNote";
  std::string zh;
  std::string en;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("zh", self.zh, "In Chinese.");
    visit("en", self.en, "In English.");
  }
};

/// One version of a market's rules, in force from `effective` until the next version's day.
struct MarketProfile {
  static constexpr std::string_view type_name = "MarketProfile";
  MarketId id;
  std::string title_zh;
  std::string title_en;
  Day effective;
  RuleSource effective_source;
  std::vector<RuleDocument> documents;
  std::vector<ModeRules> modes;
  std::optional<LotRule> lot;
  std::optional<TickRule> tick;
  std::optional<CalendarRule> calendar;
  std::optional<OrderLifeRule> order_life;
  std::optional<OpenPriceRule> open;
  std::optional<ClosePriceRule> close;
  std::optional<CompositeRule> composite;
  std::optional<FirstReferenceRule> first_reference;
  std::optional<ResaleRule> resale;
  std::optional<ProceedsRule> proceeds;
  std::vector<PositionRule> positions;
  std::vector<FeeRule> fees;
  std::optional<SettlementBody> settlement;
  std::optional<DeliveryRule> delivery;
  std::vector<ProfileNote> notes;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the market, the same in all versions.");
    visit("title_zh", self.title_zh, "Chinese title.");
    visit("title_en", self.title_en, "English title.");
    visit("effective", self.effective, "First day of this version.");
    visit("effective_source", self.effective_source, "Where that day was read.");
    visit("documents", self.documents, "What the sources of this version name.");
    visit("modes", self.modes, "Trading modes.");
    visit("lot", self.lot, "Least step of an amount.");
    visit("tick", self.tick, "Least step of a price.");
    visit("calendar", self.calendar, "Trading days.");
    visit("order_life", self.order_life, "How long orders stand.");
    visit("open", self.open, "Open price.");
    visit("close", self.close, "Close price.");
    visit("composite", self.composite, "Composite quote of all instruments.");
    visit("first_reference", self.first_reference, "Reference price of a new instrument.");
    visit("resale", self.resale, "When bought units can be sold.");
    visit("proceeds", self.proceeds, "When proceeds can be used.");
    visit("positions", self.positions, "Position limits.");
    visit("fees", self.fees, "Fees.");
    visit("settlement", self.settlement, "Who clears and settles.");
    visit("delivery", self.delivery, "How it is settled.");
    visit("notes", self.notes, "Conflicts and open points.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::TradingMode, "trading_mode", "listing", "best_pick", "median_price",
            "order_book", "block", "auction", "public_listing", "competitive_listing",
            "over_the_counter", "quote_request");
TANSHU_ENUM(tanshu::protocol::Rounding, "rounding", "half_up", "down", "up");
TANSHU_ENUM(tanshu::protocol::ExecutionPrice, "execution_price", "resting", "negotiated", "median",
            "fixed", "uniform_or_as_bid", "highest_bid");
TANSHU_ENUM(tanshu::protocol::BandBase, "band_base", "previous_close", "previous_average");
TANSHU_ENUM(tanshu::protocol::OpenFormula, "open_formula", "first_trade", "previous_close");
TANSHU_ENUM(tanshu::protocol::CloseFormula, "close_formula", "average_of_day",
            "average_of_last_trades");
TANSHU_ENUM(tanshu::protocol::CompositeFormula, "composite_formula", "mean_of_instruments",
            "newest_instrument");
TANSHU_ENUM(tanshu::protocol::FirstReference, "first_reference", "given_price", "composite_close");
TANSHU_ENUM(tanshu::protocol::OrderLife, "order_life", "trading_day", "until_withdrawn");
TANSHU_ENUM(tanshu::protocol::DeliveryMethod, "delivery_method", "gross_per_trade",
            "by_registration");
TANSHU_ENUM(tanshu::protocol::HolderClass, "holder_class", "compliance_entity", "other");
