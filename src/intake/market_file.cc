// SPDX-License-Identifier: Apache-2.0
// Reads calendars and market profiles: every key is known, every source names a document, and what
// one rule says fits what another says.
#include <fmt/format.h>

#include <algorithm>

#include "intake/market_fields.h"
#include "intake/market_library.h"

namespace tanshu::intake {

using namespace protocol;  // NOLINT: the file speaks the protocol's nouns throughout

namespace {

constexpr std::int64_t days_max = 250;

/// A profile while it is read.
struct Reading {
  TomlFields fields;
  KnownDocuments documents;
  MarketProfile profile;
};

template <class Row, class Key>
bool stands_among(const std::vector<Row>& rows, Key key, Key Row::*member) {
  return std::ranges::find(rows, key, member) != rows.end();
}

/// The rule in table `key`, if the file states it; `read` takes the table and the rule.
template <class Rule, class Read>
std::optional<Rule> rule_if(TomlFields& fields, const KnownDocuments& documents, const char* key,
                            Read&& read) {
  if (!fields.has(key)) return std::nullopt;
  TomlFields table = fields.table(key);
  Rule rule;
  read(table, rule);
  rule.source = read_source(table, "source", documents);
  table.done();
  return rule;
}

void read_holidays(TomlFields& fields, TradingCalendar& calendar) {
  Day after = calendar.first;
  for (TomlFields& row : fields.tables("holiday")) {
    Holiday holiday;
    holiday.first = read_day(row, "first");
    holiday.last = read_day(row, "last");
    const measure::Text name = row.words("name");
    holiday.name_zh = name.zh;
    holiday.name_en = name.en;
    if (holiday.first < after || holiday.last < holiday.first || holiday.last > calendar.last)
      row.wrong("first", in_both("假期须在日历范围内、按先后排列且不重叠",
                                 "holidays must lie in the calendar, in order and apart"));
    after = Day{holiday.last.number + 1};
    row.done();
    calendar.holidays.push_back(std::move(holiday));
  }
}

void read_make_up_days(TomlFields& fields, TradingCalendar& calendar) {
  for (const std::string& text : fields.texts("make_up_days")) {
    const auto day = day_from_text(text);
    const bool inside = day && calendar.first <= *day && *day <= calendar.last;
    const bool rises =
        day && (calendar.make_up_days.empty() || calendar.make_up_days.back() < *day);
    const bool free = day && std::ranges::none_of(calendar.holidays, [&](const Holiday& holiday) {
                        return holiday.first <= *day && *day <= holiday.last;
                      });
    if (!inside || !rises || !free || weekday_of(*day) < 6)
      return fields.wrong(
          "make_up_days",
          in_both(text + " 须为日历范围内、按先后排列、不在假期内的周末",
                  text + " must be a weekend day of the calendar, in order, outside holidays"));
    calendar.make_up_days.push_back(*day);
  }
}

void read_size(TomlFields& table, OrderSize& size) {
  if (table.has("minimum")) size.minimum = read_carbon(table, "minimum");
  if (table.has("maximum")) size.maximum = read_carbon(table, "maximum");
  if (!size.minimum && !size.maximum)
    table.wrong("minimum", in_both("minimum 与 maximum 至少要有一项",
                                   "one of minimum and maximum must be there"));
  if (size.minimum && size.maximum && *size.maximum < *size.minimum)
    table.wrong("maximum", in_both("不得小于 minimum", "must not be less than minimum"));
}

void read_band(TomlFields& table, PriceBand& band) {
  band.down_ppm = read_rate(table, "down");
  band.up_ppm = read_rate(table, "up");
  if (band.down_ppm > 1'000'000)
    table.wrong("down", in_both("跌幅不得超过 100 %", "must not be more than 100 %"));
  if (table.has("base")) band.base = read_choice<BandBase>(table, "base");
  band.rounding = read_choice<Rounding>(table, "rounding");
}

void read_execution(TomlFields& table, Execution& execution) {
  execution.price = read_choice<ExecutionPrice>(table, "price");
  if (table.has("levels"))
    execution.levels = static_cast<std::uint32_t>(table.whole_number("levels", 1, 1000));
  execution.counterparty_chosen = table.flag_or("counterparty_chosen", false);
}

void read_auction(TomlFields& table, AuctionRules& auction) {
  const auto days = [&table](const char* key) {
    return static_cast<std::uint32_t>(table.whole_number(key, 0, days_max));
  };
  auction.lot_minimum = read_carbon(table, "lot_minimum");
  auction.apply_days = days("apply_days");
  auction.answer_days = days("answer_days");
  auction.freeze_days = days("freeze_days");
}

ModeRules read_mode(TomlFields& row, const KnownDocuments& known) {
  ModeRules mode;
  mode.mode = read_choice<TradingMode>(row, "mode");
  mode.makes_prices = row.flag_or("makes_prices", false);
  mode.size = rule_if<OrderSize>(row, known, "size", read_size);
  mode.band = rule_if<PriceBand>(row, known, "band", read_band);
  mode.hours = rule_if<TradingHours>(row, known, "hours", [](TomlFields& table, auto& hours) {
    hours.sessions = read_sessions(table, "sessions");
    if (hours.sessions.empty())
      table.wrong("sessions", in_both("至少要有一个时段", "must hold at least one session"));
  });
  mode.execution = rule_if<Execution>(row, known, "execution", read_execution);
  mode.auction = rule_if<AuctionRules>(row, known, "auction", read_auction);
  if (mode.auction && mode.mode != TradingMode::auction)
    row.wrong("auction", in_both("只有单向竞价可有此项", "only mode auction has it"));
  mode.source = read_source(row, "source", known);
  row.done();
  return mode;
}

void read_head(Reading& r) {
  const std::string id = r.fields.text("id");
  if (id_is_well_formed(id))
    r.profile.id.text = id;
  else
    r.fields.wrong("id", "1 to 64 characters of a-z 0-9 . _ / -");
  const measure::Text title = r.fields.words("title");
  r.profile.title_zh = title.zh;
  r.profile.title_en = title.en;
  r.profile.effective = read_day(r.fields, "effective");
  r.profile.documents = read_documents(r.fields, r.documents);
  r.profile.effective_source = read_source(r.fields, "effective_source", r.documents);
  for (TomlFields& row : r.fields.tables("note")) {
    r.profile.notes.push_back({row.text("zh"), row.text("en")});
    row.done();
  }
}

void read_modes(Reading& r) {
  for (TomlFields& row : r.fields.tables("mode")) {
    ModeRules mode = read_mode(row, r.documents);
    if (stands_among(r.profile.modes, mode.mode, &ModeRules::mode))
      row.wrong("mode", in_both("交易方式重复", "stands twice among the modes"));
    r.profile.modes.push_back(std::move(mode));
  }
  if (r.profile.modes.empty())
    r.fields.wrong("mode", in_both("至少要有一种交易方式", "at least one mode must be there"));
}

void read_steps(Reading& r) {
  r.profile.lot = rule_if<LotRule>(r.fields, r.documents, "lot", [](TomlFields& t, LotRule& lot) {
    lot.amount = read_carbon(t, "amount");
  });
  r.profile.tick =
      rule_if<TickRule>(r.fields, r.documents, "tick", [](TomlFields& t, TickRule& tick) {
        tick.price = read_money(t, "price");
        if (!tick.price.positive()) t.wrong("price", in_both("须大于零", "must be above 0"));
        tick.price = std::max(tick.price, Money{1});
      });
}

/// Takes over the calendar that the file names, with the documents its sources name.
void read_calendar_rule(Reading& r, std::span<const CalendarFile> calendars) {
  r.profile.calendar = rule_if<CalendarRule>(
      r.fields, r.documents, "calendar", [&](TomlFields& table, CalendarRule& rule) {
        const std::string id = table.text("use");
        rule.trades_on_make_up_days = table.flag_or("trades_on_make_up_days", false);
        const auto found = std::ranges::find(
            calendars, id, [](const CalendarFile& file) { return file.calendar.id; });
        if (found == calendars.end())
          return table.wrong("use", in_both("没有这个日历：" + id, "there is no calendar " + id));
        rule.calendar = found->calendar;
        for (const RuleDocument& document : found->documents) {
          if (!r.documents.keys.insert(document.key).second)
            table.wrong("use",
                        in_both("文件代号与日历重复：" + document.key,
                                "the calendar has a document of the same key, " + document.key));
          r.profile.documents.push_back(document);
        }
      });
}

void read_close(TomlFields& table, ClosePriceRule& close) {
  close.formula = read_choice<CloseFormula>(table, "formula");
  if (close.formula == CloseFormula::average_of_last_trades)
    close.last_trades = static_cast<std::uint32_t>(table.whole_number("last_trades", 1, 1000));
  if (table.has("open_up_to")) close.open_up_to = read_carbon(table, "open_up_to");
  close.rounding = read_choice<Rounding>(table, "rounding");
}

void read_prices(Reading& r) {
  TomlFields& f = r.fields;
  r.profile.open = rule_if<OpenPriceRule>(f, r.documents, "open", [](TomlFields& t, auto& open) {
    open.formula = read_choice<OpenFormula>(t, "formula");
  });
  r.profile.close = rule_if<ClosePriceRule>(f, r.documents, "close", read_close);
  r.profile.composite =
      rule_if<CompositeRule>(f, r.documents, "composite", [](TomlFields& t, auto& composite) {
        composite.formula = read_choice<CompositeFormula>(t, "formula");
        composite.rounding = read_choice<Rounding>(t, "rounding");
      });
  r.profile.first_reference = rule_if<FirstReferenceRule>(
      f, r.documents, "first_reference", [](TomlFields& t, auto& first) {
        first.rule = read_choice<FirstReference>(t, "rule");
        if (first.rule == FirstReference::given_price) first.price = read_money(t, "price");
      });
}

void read_holding(Reading& r) {
  TomlFields& f = r.fields;
  r.profile.order_life = rule_if<OrderLifeRule>(
      f, r.documents, "order_life",
      [](TomlFields& t, auto& rule) { rule.life = read_choice<OrderLife>(t, "life"); });
  r.profile.resale = rule_if<ResaleRule>(f, r.documents, "resale", [](TomlFields& t, auto& rule) {
    rule.trading_days = static_cast<std::uint32_t>(t.whole_number("trading_days", 0, days_max));
  });
  r.profile.proceeds = rule_if<ProceedsRule>(
      f, r.documents, "proceeds",
      [](TomlFields& t, auto& rule) { rule.same_day = t.flag_or("same_day", false); });
  for (TomlFields& row : f.tables("position")) {
    PositionRule rule;
    rule.holder = read_choice<HolderClass>(row, "holder");
    rule.adds_allocation = row.flag_or("adds_allocation", false);
    rule.limit = read_carbon(row, "limit");
    if (row.has("published_above")) rule.published_above = read_carbon(row, "published_above");
    rule.source = read_source(row, "source", r.documents);
    if (stands_among(r.profile.positions, rule.holder, &PositionRule::holder))
      row.wrong("holder", in_both("持有人类别重复", "stands twice among the positions"));
    row.done();
    r.profile.positions.push_back(std::move(rule));
  }
}

void read_settling(Reading& r) {
  TomlFields& f = r.fields;
  for (TomlFields& row : f.tables("fee")) {
    FeeRule fee;
    fee.mode = read_choice<TradingMode>(row, "mode");
    fee.buyer_ppm = read_rate(row, "buyer");
    fee.seller_ppm = read_rate(row, "seller");
    if (row.has("minimum")) fee.minimum = read_money(row, "minimum");
    fee.rounding = read_choice<Rounding>(row, "rounding");
    fee.source = read_source(row, "source", r.documents);
    if (!stands_among(r.profile.modes, fee.mode, &ModeRules::mode))
      row.wrong("mode", in_both("不在交易方式之中", "is not among the modes"));
    if (stands_among(r.profile.fees, fee.mode, &FeeRule::mode))
      row.wrong("mode", in_both("该方式的费率重复", "has a fee already"));
    row.done();
    r.profile.fees.push_back(std::move(fee));
  }
  r.profile.settlement =
      rule_if<SettlementBody>(f, r.documents, "settlement", [](TomlFields& t, auto& body) {
        const measure::Text name = t.words("name");
        body.name_zh = name.zh;
        body.name_en = name.en;
      });
  r.profile.delivery = rule_if<DeliveryRule>(
      f, r.documents, "delivery",
      [](TomlFields& t, auto& rule) { rule.method = read_choice<DeliveryMethod>(t, "method"); });
}

}  // namespace

Verdict<CalendarFile> read_calendar(std::string_view toml, const std::string& file) {
  TomlTrouble trouble{file, std::nullopt};
  const toml::table root = measure::parse_toml(toml, trouble);
  TomlFields fields(root, "", trouble);
  KnownDocuments known;
  CalendarFile result;
  TradingCalendar& calendar = result.calendar;
  calendar.id = fields.text("id");
  const measure::Text title = fields.words("title");
  calendar.title_zh = title.zh;
  calendar.title_en = title.en;
  calendar.first = read_day(fields, "first");
  calendar.last = read_day(fields, "last");
  result.documents = read_documents(fields, known);
  calendar.source = read_source(fields, "source", known);
  read_holidays(fields, calendar);
  read_make_up_days(fields, calendar);
  fields.done();
  if (trouble.first) return std::unexpected(refusal_of_file(trouble));
  return result;
}

Verdict<MarketProfile> read_profile(std::string_view toml, const std::string& file,
                                    std::span<const CalendarFile> calendars) {
  TomlTrouble trouble{file, std::nullopt};
  const toml::table root = measure::parse_toml(toml, trouble);
  Reading reading{TomlFields(root, "", trouble), {}, {}};
  read_head(reading);
  read_modes(reading);
  read_steps(reading);
  read_calendar_rule(reading, calendars);
  read_prices(reading);
  read_holding(reading);
  read_settling(reading);
  reading.fields.done();
  if (trouble.first) return std::unexpected(refusal_of_file(trouble));
  return std::move(reading.profile);
}

}  // namespace tanshu::intake
