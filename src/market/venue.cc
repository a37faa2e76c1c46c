// SPDX-License-Identifier: Apache-2.0
// What an exchange sets up: the rules of its markets, their instruments, and who may trade there.
#include <algorithm>
#include <array>

#include "market/desk.h"
#include "market/profile_check.h"
#include "protocol/codes.h"

namespace tanshu::market {
namespace {

constexpr std::size_t named_batches_max = 50;

/// Those whose own staff run, supervise or judge the market (R775 art. 7).
constexpr std::array barred = {ParticipantKind::registry_operator,
                               ParticipantKind::bureau,
                               ParticipantKind::exchange,
                               ParticipantKind::clearing_house,
                               ParticipantKind::verifier,
                               ParticipantKind::regulator,
                               ParticipantKind::auditor};

bool is_barred(const Participant& participant) {
  return std::ranges::find(barred, participant.kind) != barred.end();
}

Verdict<void> check_fee_account(const AccountId& id, const Desk& desk) {
  const ledger::AccountRow* account = desk.book.accounts().find(id);
  if (account == nullptr)
    return refuse(RefusalCode::account_is_unknown, {{"account", std::string(id.text)}});
  if (is_barred(desk.registered.participants.at(account->participant))) return {};
  return refuse(
      RefusalCode::fee_account_is_a_traders,
      {{"account", std::string(id.text)}, {"participant", std::string(account->participant.text)}});
}

Verdict<void> check_criteria(const InstrumentCriteria& c, const Desk& desk) {
  const bool none = c.batches.empty() && c.origin_registry.empty() && c.methodology.empty() &&
                    c.region.empty() && !c.vintage_first && !c.vintage_last;
  if (none) return refuse(RefusalCode::criteria_are_empty);
  if (c.batches.size() > named_batches_max)
    return refuse(RefusalCode::too_many_lots, {{"limit", std::to_string(named_batches_max)}});
  for (const BatchId& batch : c.batches)
    if (!desk.registered.batches.contains(batch))
      return refuse(RefusalCode::batch_is_unknown, {{"batch", std::string(batch.text)}});
  if (c.vintage_first && c.vintage_last && *c.vintage_last < *c.vintage_first)
    return refuse(RefusalCode::period_is_reversed, {{"first", std::to_string(*c.vintage_first)},
                                                    {"last", std::to_string(*c.vintage_last)}});
  return {};
}

bool project_fits(const InstrumentCriteria& c, const Batch& batch, const Registered& registered) {
  if (c.methodology.empty() && c.region.empty()) return true;
  if (!batch.project) return false;
  const Project& project = registered.projects.at(*batch.project);
  return (c.methodology.empty() || project.methodology == c.methodology) &&
         project.region.starts_with(c.region);
}

}  // namespace

Verdict<void> check_market(const Market& market, const MarketId& id) {
  const auto first = market.versions.lower_bound({id, {INT32_MIN}});
  if (first != market.versions.end() && first->first.market == id) return {};
  return refuse(RefusalCode::market_is_unknown, {{"market", std::string(id.text)}});
}

Verdict<const Instrument*> find_instrument(const Market& market, const InstrumentId& id) {
  if (const Instrument* found = market.instruments.find(id)) return found;
  return refuse(RefusalCode::instrument_is_unknown, {{"instrument", std::string(id.text)}});
}

bool is_suspended(const Market& market, const MarketId& id, const ParticipantId& participant) {
  const TradingRight* right = market.rights.find({id, participant});
  return right != nullptr && right->state == TradingRightState::suspended;
}

Verdict<void> check_may_trade(const Desk& desk, const MarketId& market,
                              const ParticipantId& participant) {
  const auto refused = [&](std::string_view problem) {
    return refuse(RefusalCode::participant_may_not_trade,
                  {{"participant", std::string(participant.text)},
                   {"market", std::string(market.text)},
                   {"problem", std::string(problem)}});
  };
  if (is_barred(desk.registered.participants.at(participant)))
    return refused("该类机构不得参与交易 | bodies of its kind are barred from trading");
  if (is_suspended(desk.market, market, participant))
    return refused("交易资格已被暂停 | it is suspended");
  return {};
}

bool is_deliverable(const Instrument& instrument, const BatchId& id, const Registered& registered) {
  const InstrumentCriteria& c = instrument.criteria;
  const Batch* batch = registered.batches.find(id);
  if (batch == nullptr) return false;
  if (!c.batches.empty() && std::ranges::find(c.batches, id) == c.batches.end()) return false;
  if (!c.origin_registry.empty() && batch->origin_registry != c.origin_registry) return false;
  if (c.vintage_first && batch->vintage < *c.vintage_first) return false;
  if (c.vintage_last && batch->vintage > *c.vintage_last) return false;
  return project_fits(c, *batch, registered);
}

Verdict<void> adopt_market_profile(const AdoptMarketProfile& c, const Desk& desk) {
  const MarketProfile& profile = c.profile;
  TRY(check_profile(profile));
  TRY(check_fee_account(c.fee_account, desk));
  const TradingDay* day = desk.market.days.find(profile.id);
  if (day != nullptr && profile.effective <= day->day)
    return refuse(RefusalCode::version_is_too_early, {{"market", std::string(profile.id.text)},
                                                      {"effective", to_text(profile.effective)},
                                                      {"day", to_text(day->day)}});
  const VersionKey key{profile.id, profile.effective};
  if (desk.market.versions.contains(key))
    return refuse(RefusalCode::version_is_repeated, {{"market", std::string(profile.id.text)},
                                                     {"effective", to_text(profile.effective)}});

  const MarketVersion version{profile.id,    profile.effective,  profile.title_zh, profile.title_en,
                              c.fee_account, desk.context.actor, desk.context.at};
  desk.market.versions.put(key, {version, profile});
  desk.events.emplace_back(MarketAdopted{version, profile});
  return {};
}

Verdict<void> list_instrument(const ListInstrument& c, const Desk& desk) {
  TRY(check_new_code(c.id.text, desk.market.instruments.contains(c.id)));
  TRY(check_market(desk.market, c.market));
  TRY(check_text("title_zh", c.title_zh));
  TRY(check_text("title_en", c.title_en));
  TRY(check_criteria(c.criteria, desk));
  if (c.first_price && !c.first_price->positive())
    return refuse(RefusalCode::price_is_not_positive, {{"price", to_text(*c.first_price)}});

  Instrument instrument;
  instrument.id = c.id;
  instrument.market = c.market;
  instrument.title_zh = c.title_zh;
  instrument.title_en = c.title_en;
  instrument.criteria = c.criteria;
  instrument.first_price = c.first_price;
  instrument.number = desk.market.instruments.size() + 1;
  instrument.listed_by = desk.context.actor;
  instrument.listed_at = desk.context.at;
  desk.market.instruments.put(c.id, instrument);
  desk.events.emplace_back(InstrumentListed{instrument});
  return {};
}

Verdict<void> set_instrument_state(const SetInstrumentState& c, const Desk& desk) {
  TRY_SET(const Instrument* found, find_instrument(desk.market, c.instrument));
  if (found->state == InstrumentState::delisted)
    return refuse(RefusalCode::instrument_is_not_traded,
                  {{"instrument", std::string(c.instrument.text)},
                   {"state", std::string(name_of(found->state))}});
  TRY(check_text("reason", c.reason));

  Instrument instrument = *found;
  instrument.state = c.state;
  instrument.reason = c.reason;
  desk.market.instruments.put(c.instrument, instrument);
  desk.events.emplace_back(InstrumentStateChanged{instrument});
  return {};
}

Verdict<void> set_trading_right(const SetTradingRight& c, const Desk& desk) {
  TRY(check_market(desk.market, c.market));
  if (!desk.registered.participants.contains(c.participant))
    return refuse(RefusalCode::participant_is_unknown,
                  {{"participant", std::string(c.participant.text)}});
  if (c.allocation < Carbon{})
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(c.allocation)}});
  TRY(check_text("reason", c.reason));

  const TradingRight right{c.market, c.participant,      c.state,        c.holder, c.allocation,
                           c.reason, desk.context.actor, desk.context.at};
  desk.market.rights.put({c.market, c.participant}, right);
  desk.events.emplace_back(TradingRightSet{right});
  return {};
}

}  // namespace tanshu::market
