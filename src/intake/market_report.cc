// SPDX-License-Identifier: Apache-2.0
// The words of facts and values. Numbers are the same in both languages.
#include "intake/market_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"

namespace tanshu::intake {

using namespace protocol;  // NOLINT: the report speaks the protocol's nouns throughout

namespace {

Text both(std::string text) {
  return {text, text};
}

template <NamedEnum E, std::size_t N>
const Text& word(E value, const Text (&words)[N]) {
  static_assert(N == EnumNames<E>::values.size());
  return words[static_cast<std::size_t>(value)];
}

Text title_of(Rounding rounding) {
  static const Text words[] = {{"四舍五入", "half up"}, {"舍去", "down"}, {"进位", "up"}};
  return word(rounding, words);
}

Text title_of(ExecutionPrice price) {
  static const Text words[] = {
      {"按对手挂单价成交", "at the resting price"},
      {"协商定价", "at the negotiated price"},
      {"取买价、卖价、前一成交价的居中价", "at the median of bid, offer and last"},
      {"按公告固定价成交", "at the fixed price of the notice"},
      {"按公告统一价或各自出价成交", "at one price or as bid, as the notice says"},
      {"价高者得", "at the highest bid"}};
  return word(price, words);
}

Text title_of(const PriceBand& band) {
  static const Text bases[] = {{"前收盘价", "the previous close"},
                               {"前一日均价", "the previous average"}};
  const Text base =
      band.base ? word(*band.base, bases) : Text{"基准价（未知）", "a base that is not known"};
  const Text rounding = title_of(band.rounding);
  const std::string down = rate_text(band.down_ppm), up = rate_text(band.up_ppm);
  return {fmt::format("{} 的 −{} 至 +{}，限价{}至最小变动价位", base.zh, down, up, rounding.zh),
          fmt::format("-{} to +{} of {}, limits rounded {} to the tick", down, up, base.en,
                      rounding.en)};
}

Text size_text(const OrderSize& size) {
  Text text;
  if (size.minimum) {
    text.zh = "不低于 " + to_text(*size.minimum);
    text.en = "at least " + to_text(*size.minimum);
  }
  if (!size.maximum) return text;
  text.zh += (text.zh.empty() ? "" : "，") + ("不高于 " + to_text(*size.maximum));
  text.en += (text.en.empty() ? "" : ", ") + ("at most " + to_text(*size.maximum));
  return text;
}

Text execution_text(const Execution& execution) {
  Text text = title_of(execution.price);
  if (execution.levels) {
    text.zh += fmt::format("，可点选最优 {} 档", *execution.levels);
    text.en += fmt::format(", from the best {} level(s)", *execution.levels);
  }
  if (execution.counterparty_chosen) {
    text.zh += "，同价可任选对手方（无时间优先）";
    text.en += ", any counterparty at one price (no time priority)";
  }
  return text;
}

Text auction_text(const AuctionRules& auction) {
  return {fmt::format("卖方最低 {}；提前 {} 个工作日申请，{} 个工作日内答复，提前 {} 个工作日冻结",
                      to_text(auction.lot_minimum), auction.apply_days, auction.answer_days,
                      auction.freeze_days),
          fmt::format("seller offers at least {}; applies {} working days before, is answered in "
                      "{}, units frozen {} before",
                      to_text(auction.lot_minimum), auction.apply_days, auction.answer_days,
                      auction.freeze_days)};
}

/// Gathers what is stated in one list and what is not in the other.
class Facts {
 public:
  std::vector<MarketFact> stated, unstated;

  template <class Rule, class Value>
  void add(const std::string& key, Text title, const std::optional<Rule>& rule, Value&& value_of) {
    if (rule)
      stated.push_back({key, std::move(title), value_of(*rule), rule->source});
    else
      unstated.push_back({key, std::move(title), {}, {}});
  }
};

void add_mode(Facts& facts, const ModeRules& mode) {
  const std::string key = "mode." + std::string(name_of(mode.mode));
  const Text title = intake::title_of(mode.mode);
  const auto titled = [&title](std::string_view zh, std::string_view en) {
    return Text{title.zh + std::string(zh), title.en + std::string(en)};
  };
  facts.stated.push_back({key, title,
                          mode.makes_prices
                              ? Text{"计入开、高、低、收", "makes open, high, low and close"}
                              : Text{"不计入开、高、低、收", "does not make prices"},
                          mode.source});
  facts.add(key + ".size", titled("：单笔数量", ": order size"), mode.size, size_text);
  facts.add(key + ".band", titled("：涨跌幅", ": price band"), mode.band,
            [](const PriceBand& band) { return title_of(band); });
  facts.add(key + ".hours", titled("：时段", ": hours"), mode.hours,
            [](const TradingHours& hours) { return both(protocol::to_text(hours)); });
  facts.add(key + ".execution", titled("：成交", ": execution"), mode.execution, execution_text);
  if (mode.mode == TradingMode::auction)
    facts.add(key + ".auction", titled("：程序", ": steps"), mode.auction, auction_text);
}

Text close_text(const ClosePriceRule& close) {
  const Text rounding = title_of(close.rounding);
  Text text = close.formula == CloseFormula::average_of_day
                  ? Text{"当日全部成交的加权平均价", "average of all trades of the day by volume"}
                  : Text{fmt::format("最后 {} 笔成交的加权平均价", close.last_trades),
                         fmt::format("average of the last {} trades by volume", close.last_trades)};
  text.zh += "，" + rounding.zh + "至分；无成交取前收盘价";
  text.en += ", " + rounding.en + " to the fen; the previous close without trades";
  if (close.open_up_to) {
    text.zh += "；成交不超过 " + to_text(*close.open_up_to) + " 时取开盘价";
    text.en += "; the open up to " + to_text(*close.open_up_to);
  }
  return text;
}

void add_steps(Facts& facts, const MarketProfile& profile) {
  facts.add("lot", {"交易单位", "Lot"}, profile.lot,
            [](const LotRule& lot) { return both(to_text(lot.amount)); });
  facts.add("tick", {"最小变动价位", "Tick"}, profile.tick,
            [](const TickRule& tick) { return both(to_text(tick.price)); });
  facts.add("calendar", {"交易日历", "Calendar"}, profile.calendar, [](const CalendarRule& rule) {
    const TradingCalendar& calendar = rule.calendar;
    const std::string days = to_text(calendar.first) + " – " + to_text(calendar.last);
    return Text{fmt::format("{}（{}），调休上班的周末{}", calendar.title_zh, days,
                            rule.trades_on_make_up_days ? "开市" : "休市"),
                fmt::format("{} ({}), {} on worked weekends", calendar.title_en, days,
                            rule.trades_on_make_up_days ? "open" : "closed")};
  });
  facts.add("order_life", {"委托有效期", "Order life"}, profile.order_life,
            [](const OrderLifeRule& rule) {
              return rule.life == OrderLife::trading_day ? Text{"当日有效", "the trading day"}
                                                         : Text{"撤回前有效", "until withdrawn"};
            });
}

void add_prices(Facts& facts, const MarketProfile& profile) {
  facts.add("open", {"开盘价", "Open"}, profile.open, [](const OpenPriceRule& open) {
    return open.formula == OpenFormula::first_trade
               ? Text{"当日首笔成交价；无成交取前收盘价",
                      "first trade of the day; the previous close without trades"}
               : Text{"前收盘价", "the previous close"};
  });
  facts.add("close", {"收盘价", "Close"}, profile.close, close_text);
  facts.add("composite", {"综合价格行情", "Composite quote"}, profile.composite,
            [](const CompositeRule& rule) {
              const Text rounding = title_of(rule.rounding);
              return rule.formula == CompositeFormula::newest_instrument
                         ? Text{"最新年度品种的收盘价", "close of the newest vintage"}
                         : Text{"各品种收盘价的算术平均，" + rounding.zh + "至分",
                                "plain mean of all closes, " + rounding.en + " to the fen"};
            });
  facts.add("first_reference", {"新品种首日参考价", "First reference of an instrument"},
            profile.first_reference, [](const FirstReferenceRule& rule) {
              return rule.rule == FirstReference::given_price
                         ? both(to_text(rule.price.value_or(Money{})))
                         : Text{"前一日综合收盘价", "the previous composite close"};
            });
}

void add_holding(Facts& facts, const MarketProfile& profile) {
  facts.add("resale", {"买入后可卖出", "Resale"}, profile.resale,
            [](const ResaleRule& rule) { return both(fmt::format("T+{}", rule.trading_days)); });
  facts.add("proceeds", {"卖出资金", "Proceeds"}, profile.proceeds, [](const ProceedsRule& rule) {
    return rule.same_day ? Text{"当日可用于买入", "can buy on the same day"}
                         : Text{"当日不可用", "cannot be used on the same day"};
  });
  for (const PositionRule& rule : profile.positions) {
    const bool bound = rule.holder == HolderClass::compliance_entity;
    const Text added =
        rule.adds_allocation ? Text{"当年配额 + ", "allocation of the year + "} : Text{};
    Text value{"不超过 " + added.zh + to_text(rule.limit),
               "at most " + added.en + to_text(rule.limit)};
    if (rule.published_above) {
      value.zh += "；超过 " + added.zh + to_text(*rule.published_above) + " 即公布";
      value.en += "; published above " + added.en + to_text(*rule.published_above);
    }
    facts.stated.push_back(
        {"position." + std::string(name_of(rule.holder)),
         bound ? Text{"最大持仓量：履约单位", "Position limit: compliance entities"}
               : Text{"最大持仓量：其他", "Position limit: others"},
         std::move(value), rule.source});
  }
  if (profile.positions.empty())
    facts.unstated.push_back({"position", {"最大持仓量", "Position limit"}, {}, {}});
}

void add_settling(Facts& facts, const MarketProfile& profile) {
  for (const FeeRule& fee : profile.fees) {
    const Text mode = intake::title_of(fee.mode);
    const std::string buyer = rate_text(fee.buyer_ppm), seller = rate_text(fee.seller_ppm);
    Text value{fmt::format("买方 {}，卖方 {}", buyer, seller),
               fmt::format("buyer {}, seller {}", buyer, seller)};
    if (fee.minimum.positive()) {
      value.zh += "，最低 " + to_text(fee.minimum);
      value.en += ", at least " + to_text(fee.minimum);
    }
    facts.stated.push_back({"fee." + std::string(name_of(fee.mode)),
                            {"费率：" + mode.zh, "Fee: " + mode.en},
                            std::move(value),
                            fee.source});
  }
  if (profile.fees.empty()) facts.unstated.push_back({"fee", {"费率", "Fees"}, {}, {}});
  facts.add("settlement", {"清算交收机构", "Settlement body"}, profile.settlement,
            [](const SettlementBody& body) {
              return Text{body.name_zh, body.name_en};
            });
  facts.add("delivery", {"交收方式", "Delivery"}, profile.delivery, [](const DeliveryRule& rule) {
    return rule.method == DeliveryMethod::gross_per_trade
               ? Text{"逐笔全额，货银对付", "gross, trade by trade, against payment"}
               : Text{"主管部门登记时过户", "when the authority registers the transfer"};
  });
}

Facts all_facts(const MarketProfile& profile) {
  Facts facts;
  for (const ModeRules& mode : profile.modes) add_mode(facts, mode);
  add_steps(facts, profile);
  add_prices(facts, profile);
  add_holding(facts, profile);
  add_settling(facts, profile);
  return facts;
}

void put_source(JsonWriter& json, const MarketProfile& profile, const RuleSource& source) {
  json.key("source").begin_object();
  json.member("document", std::string_view(source.document));
  put_words(json, "title", document_title(profile, source.document));
  json.member("clause", std::string_view(source.clause));
  json.member("confidence", name_of(source.confidence)).end_object();
}

}  // namespace

Text title_of(TradingMode mode) {
  static const Text words[] = {{"挂牌协议", "Listing"},
                               {"挂牌点选", "Best pick"},
                               {"协商议价", "Median price"},
                               {"连续竞价", "Order book"},
                               {"大宗协议", "Block"},
                               {"单向竞价", "One-way auction"},
                               {"公开挂牌（定价）", "Public listing at a fixed price"},
                               {"竞价挂牌", "Competitive listing"},
                               {"场外协议", "Over the counter"},
                               {"询价", "Request for quote"}};
  return word(mode, words);
}

Text title_of(Confidence confidence) {
  static const Text words[] = {{"官方原文", "official text"},
                               {"公开报道", "published"},
                               {"由公开数据推得", "derived from data"},
                               {"本项目选择", "own choice"},
                               {"未核实", "unverified"}};
  return word(confidence, words);
}

std::vector<MarketFact> facts_of(const MarketProfile& profile) {
  return all_facts(profile).stated;
}

std::vector<MarketFact> unstated_of(const MarketProfile& profile) {
  return all_facts(profile).unstated;
}

Text document_title(const MarketProfile& profile, const std::string& key) {
  const auto found = std::ranges::find(profile.documents, key, &RuleDocument::key);
  return found == profile.documents.end() ? both(key) : Text{found->title_zh, found->title_en};
}

std::string rate_text(std::uint32_t ppm) {
  return decimal_text(ppm, 4) + " %";
}

std::string change_text(std::int64_t basis) {
  return (basis > 0 ? "+" : "") + decimal_text(basis, 2, 2) + " %";
}

void put_words(JsonWriter& json, std::string_view key, const Text& text) {
  json.key(key).begin_object();
  json.member("zh", std::string_view(text.zh)).member("en", std::string_view(text.en));
  json.end_object();
}

void put_profile(JsonWriter& json, const MarketProfile& profile) {
  json.begin_object();
  json.member("market", std::string_view(profile.id.text));
  put_words(json, "title", {profile.title_zh, profile.title_en});
  json.member("effective", std::string_view(to_text(profile.effective)));
  put_source(json, profile, profile.effective_source);
  json.key("facts").begin_array();
  for (const MarketFact& fact : facts_of(profile)) {
    json.begin_object().member("key", std::string_view(fact.key));
    put_words(json, "title", fact.title);
    put_words(json, "value", fact.value);
    put_source(json, profile, fact.source);
    json.end_object();
  }
  json.end_array().key("not_stated").begin_array();
  for (const MarketFact& fact : unstated_of(profile)) {
    json.begin_object().member("key", std::string_view(fact.key));
    put_words(json, "title", fact.title);
    json.end_object();
  }
  json.end_array().key("notes").begin_array();
  for (const ProfileNote& note : profile.notes) put_json(json, note);
  json.end_array().key("documents").begin_array();
  for (const RuleDocument& document : profile.documents) put_json(json, document);
  json.end_array().end_object();
}

}  // namespace tanshu::intake
