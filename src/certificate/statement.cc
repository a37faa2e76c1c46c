// SPDX-License-Identifier: Apache-2.0
// Derives statements, kind by kind.
#include "certificate/statement.h"

#include <algorithm>

#include "certificate/serials.h"
#include "certificate/spelling.h"

namespace tanshu::certificate {
namespace {

using namespace protocol;  // NOLINT: this file is about the protocol's nouns

/// The only event of type T in a record for which `is_it` holds.
template <class T, class Predicate>
const T* event_of(const Record& record, Predicate is_it) {
  for (const Event& event : *record.outcome)
    if (const T* found = std::get_if<T>(&event); found != nullptr && is_it(*found)) return found;
  return nullptr;
}

class Teller {
 public:
  Teller(const Document& document, const Facts& facts) : document_(document), facts_(facts) {
    out_.kind = document.kind;
    out_.number = document.number;
    out_.title = title_of(document.kind);
    out_.as_of = document.as_of;
    out_.log_index = facts.records.front().index;
    out_.at = facts.records.front().record.envelope.at;
  }

  Checked<Statement> tell() {
    TRY(check_as_of());
    TRY(check_companions());
    switch (document_.kind) {
      case DocumentKind::cancellation_certificate:
        TRY(tell_retirement());
        break;
      case DocumentKind::trade_voucher:
        TRY(tell_trade());
        break;
      case DocumentKind::carbon_ticket:
        TRY(tell_ticket());
        break;
    }
    return std::move(out_);
  }

 private:
  Checked<void> check_as_of();
  Checked<void> check_companions();
  Checked<void> tell_retirement();
  Checked<void> check_retired_units(const Retirement& retirement);
  void put_retirement_rows(const Retirement& retirement);
  Checked<void> tell_trade();
  Checked<const Trade*> latest_state(const Trade& made);
  Checked<void> check_trade(const Trade& trade);
  void put_trade_rows(const Trade& trade);
  Checked<void> tell_ticket();
  void put_ticket_rows(const Holding& holding, const IssuedBatch& issued);

  void row(const char* zh, const char* en, Words value) {
    out_.rows.push_back({{zh, en}, std::move(value)});
  }
  Words participant(const ParticipantId& id) const {
    const Participant& found = facts_.participants.at(id);
    return {found.name_zh, found.name_en};
  }
  Words account(const AccountId& id) const {
    return named(participant(facts_.accounts.at(id).participant), id.text);
  }
  Words project(const Project& found) const {
    return named({found.name_zh, found.name_en}, found.id.text);
  }
  /// The rows that say where units of the batch come from.
  void put_batch_rows(const Batch& batch) {
    if (batch.project) {
      const Project& found = facts_.projects.at(*batch.project);
      if (!out_.project) out_.project = project(found);
      row("项目", "Project", project(found));
    } else {
      row("来源登记机构", "Registry of origin",
          both(fmt::format("{} {}", batch.origin_registry, batch.origin_id)));
    }
    row("批次与年份", "Batch and vintage",
        {fmt::format("{} · {} 年", batch.id.text, batch.vintage),
         fmt::format("{} · vintage {}", batch.id.text, batch.vintage)});
  }

  const Document& document_;
  const Facts& facts_;
  Statement out_;
};

Checked<void> Teller::check_as_of() {
  for (const ProvenRecord& proven : facts_.records)
    if (proven.record.envelope.at > document_.as_of)
      return problem(fmt::format("文档时点早于条目 {} 的时间", proven.index),
                     fmt::format("the document's time is before that of entry {}", proven.index),
                     "as_of");
  const bool is_ticket = document_.kind == DocumentKind::carbon_ticket;
  if (is_ticket == document_.holding.has_value()) return {};
  return problem("只有碳票且每张碳票都须载明持有量", "a holding is stated on carbon tickets only",
                 "holding");
}

Checked<void> Teller::check_companions() {
  const Wanted wanted = still_wanted(facts_, document_.holding);
  const auto missing = [](const char* zh, const char* en, const std::string& id) {
    return problem(fmt::format("证据中缺少{} {}", zh, id),
                   fmt::format("the evidence lacks {} {}", en, id), "evidence");
  };
  if (!wanted.batches.empty())
    return missing("批次签发", "the issue of batch", wanted.batches[0].text);
  if (!wanted.projects.empty())
    return missing("项目登记", "the registration of project", wanted.projects[0].text);
  if (!wanted.accounts.empty())
    return missing("账户开立", "the opening of account", wanted.accounts[0].text);
  if (!wanted.participants.empty())
    return missing("参与方登记", "the registration of participant", wanted.participants[0].text);
  return {};
}

Checked<void> Teller::tell_retirement() {
  const auto* event = event_of<UnitsRetired>(
      facts_.records.front().record,
      [this](const UnitsRetired& e) { return e.retirement.id.text == document_.number; });
  if (event == nullptr)
    return problem(fmt::format("首个条目不是编号 {} 的注销", document_.number),
                   fmt::format("the first entry is not retirement {}", document_.number), "number");
  const Retirement& retirement = event->retirement;
  TRY(check_retired_units(retirement));
  out_.amount = retirement.amount;
  out_.holder = account(retirement.account);
  out_.units = retirement.units;
  out_.beneficiary = {retirement.beneficiary_zh, retirement.beneficiary_en};
  out_.purpose = {retirement.purpose_zh, retirement.purpose_en};
  out_.period = retirement.period;
  put_retirement_rows(retirement);
  return {};
}

Checked<void> Teller::check_retired_units(const Retirement& retirement) {
  const std::string field = "evidence[0]";
  Carbon sum;
  for (const BatchRanges& units : retirement.units) {
    TRY_SET(const Carbon part,
            sum_of_ranges(units.ranges, facts_.batches.at(units.batch).batch, field));
    const auto more = sum.plus(part);
    if (!more) return problem("注销数量溢出", "the retired amount overflows", field);
    sum = *more;
  }
  if (sum != retirement.amount || !sum.positive())
    return problem(fmt::format("注销数量 {} 不等于其序列号段之和 {}", to_text(retirement.amount),
                               to_text(sum)),
                   fmt::format("the retired amount {} is not the sum {} of its serial ranges",
                               to_text(retirement.amount), to_text(sum)),
                   field);
  const Place place =
      retirement.kind == RetirementKind::retirement ? Place::retired : Place::cancelled;
  const auto moved = moved_into(*facts_.records.front().record.outcome, retirement.account, place);
  if (moved == joined(retirement.units)) return {};
  return problem("注销记录与其记账不一致", "the retirement does not agree with its postings",
                 field);
}

void Teller::put_retirement_rows(const Retirement& retirement) {
  row("注销类型", "Kind", spell(retirement.kind));
  row("受益方", "Beneficiary", *out_.beneficiary);
  row("用途", "Purpose", *out_.purpose);
  row("抵销排放期间", "Emissions of", spell(retirement.period));
  row("注销账户", "Retired from", out_.holder);
  for (const BatchRanges& units : retirement.units)
    put_batch_rows(facts_.batches.at(units.batch).batch);
  row("注销时间", "Retired at", spell(retirement.retired_at));
}

Checked<void> Teller::tell_trade() {
  const auto* event = event_of<TradeMade>(
      facts_.records.front().record,
      [this](const TradeMade& e) { return e.trade.id.text == document_.number; });
  if (event == nullptr)
    return problem(fmt::format("首个条目不是编号 {} 的成交", document_.number),
                   fmt::format("the first entry is not trade {}", document_.number), "number");
  TRY_SET(const Trade* trade, latest_state(event->trade));
  TRY(check_trade(event->trade));
  out_.amount = trade->amount;
  out_.holder = account(trade->buyer);
  out_.units = {{trade->batch, trade->units}};
  put_trade_rows(*trade);
  return {};
}

/// The trade as settled or rejected by a later entry of the evidence, if there is one; else as
/// made.
Checked<const Trade*> Teller::latest_state(const Trade& made) {
  const Trade* latest = &made;
  for (std::size_t i = 1; i < facts_.records.size(); ++i) {
    const Record& record = facts_.records[i].record;
    const auto is_it = [&made](const auto& e) { return e.trade.id == made.id; };
    const auto* settled = event_of<TradeSettled>(record, is_it);
    const auto* rejected = event_of<TradeRejected>(record, is_it);
    if (settled == nullptr && rejected == nullptr) continue;
    const Trade& later = settled != nullptr ? settled->trade : rejected->trade;
    const std::string field = fmt::format("evidence[{}]", i);
    if (latest != &made || facts_.records[i].index < out_.log_index)
      return problem("成交的后续条目重复或次序不对", "the trade's later entries do not follow on",
                     field);
    const TradeState expected = settled != nullptr ? TradeState::settled : TradeState::rejected;
    Trade as_made = later;
    as_made.state = made.state;
    as_made.reason = made.reason;
    as_made.registered_by = made.registered_by;
    as_made.registered_at = made.registered_at;
    const bool delivered =
        settled == nullptr || moved_into(*record.outcome, made.buyer, Place::free) ==
                                  joined(std::vector<BatchRanges>{{made.batch, made.units}});
    if (later.state != expected || encode(as_made) != encode(made) || !delivered)
      return problem("后续条目与成交不一致", "the later entry does not agree with the trade",
                     field);
    latest = &later;
  }
  return latest;
}

Checked<void> Teller::check_trade(const Trade& trade) {
  const std::string field = "evidence[0]";
  TRY_SET(const Carbon sum,
          sum_of_ranges(trade.units, facts_.batches.at(trade.batch).batch, field));
  if (sum != trade.amount || !sum.positive())
    return problem("成交数量不等于其序列号段之和",
                   "the traded amount is not the sum of its serial ranges", field);
  if (price_of(trade.amount, trade.price) != trade.total)
    return problem("成交金额不等于数量乘以单价", "the total is not the amount times the price",
                   field);
  return {};
}

void Teller::put_trade_rows(const Trade& trade) {
  row("状态", "State", spell(trade.state));
  row("卖方", "Seller", account(trade.seller));
  row("买方", "Buyer", account(trade.buyer));
  Words price = spell(trade.price);
  row("单价", "Price per tonne", {price.zh + "/吨", price.en + "/t"});
  row("成交金额", "Total", spell(trade.total));
  row("挂牌编号", "Listing", both(trade.listing.text));
  put_batch_rows(facts_.batches.at(trade.batch).batch);
  row("成交时间", "Traded at", spell(trade.traded_at));
  if (trade.state == TradeState::settled && trade.registered_at)
    row("过户登记时间", "Transfer registered at", spell(*trade.registered_at));
  if (trade.state == TradeState::rejected && trade.registered_at) {
    row("退回时间", "Rejected at", spell(*trade.registered_at));
    row("退回原因", "Reason", both(trade.reason));
  }
  if (const auto& report = facts_.batches.at(trade.batch).report) out_.period = report->period;
}

Checked<void> Teller::tell_ticket() {
  const Holding& holding = *document_.holding;
  const Record& first = facts_.records.front().record;
  const auto is_it = [&holding](const auto& e) { return e.batch.id == holding.batch; };
  if (event_of<BatchIssued>(first, is_it) == nullptr &&
      event_of<BatchImported>(first, is_it) == nullptr)
    return problem(fmt::format("首个条目不是批次 {} 的签发", holding.batch.text),
                   fmt::format("the first entry is not the issue of batch {}", holding.batch.text),
                   "holding");
  if (document_.number != ticket_number(holding.account, holding.batch))
    return problem("碳票编号与账户和批次不符", "the ticket's number does not fit account and batch",
                   "number");
  const IssuedBatch& issued = facts_.batches.at(holding.batch);
  TRY_SET(const Carbon sum, sum_of_ranges(holding.ranges, issued.batch, "holding"));
  if (sum != holding.amount || !sum.positive())
    return problem("碳票数量不等于其序列号段之和",
                   "the ticket's amount is not the sum of its serial ranges", "holding");
  out_.amount = holding.amount;
  out_.holder = account(holding.account);
  out_.units = {{holding.batch, holding.ranges}};
  put_ticket_rows(holding, issued);
  return {};
}

void Teller::put_ticket_rows(const Holding& holding, const IssuedBatch& issued) {
  row("持有人", "Holder", account(holding.account));
  put_batch_rows(issued.batch);
  if (issued.batch.project) {
    const Project& found = facts_.projects.at(*issued.batch.project);
    const Words ecosystem = spell(found.ecosystem), grade = spell(found.grade);
    row("项目业主", "Project owner", named(participant(found.owner), found.owner.text));
    row("生态系统与适用市场", "Ecosystem and market",
        {ecosystem.zh + " · " + grade.zh, ecosystem.en + " · " + grade.en});
    const Words area = spell(found.area);
    row("面积与行政区划", "Area and region",
        {area.zh + " · " + found.region, area.en + " · " + found.region});
    row("方法学", "Methodology", both(found.methodology));
    row("计入期", "Crediting period", spell(found.crediting_period));
  }
  if (issued.report) {
    out_.period = issued.report->period;
    row("监测期", "Monitoring period", spell(issued.report->period));
    row("监测报告与核查量", "Report and verified amount",
        {fmt::format("{} · {}", issued.report->id.text, spell(issued.report->verified).zh),
         fmt::format("{} · {}", issued.report->id.text, spell(issued.report->verified).en)});
  }
  row("批次签发量", "Batch issued", spell(issued.batch.issued));
  row("签发时间", "Issued at", spell(issued.batch.issued_at));
  const Words as_of = spell(document_.as_of);
  row("持有时点", "Held as of",
      {as_of.zh + "，由登记机构签名载明", as_of.en + ", as signed by the registry"});
}

}  // namespace

Words title_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::cancellation_certificate:
      return {"注销证明", "Cancellation Certificate"};
    case DocumentKind::trade_voucher:
      return {"交易凭证", "Trade Voucher"};
    case DocumentKind::carbon_ticket:
      return {"林草数字碳票", "Forest and Grassland Digital Carbon Ticket"};
  }
  return {};
}

Checked<Statement> derive_statement(const Document& document) {
  TRY_SET(const Facts facts, read_facts(document.evidence));
  return Teller(document, facts).tell();
}

std::vector<Row> record_rows(const Record& record, std::uint64_t index) {
  std::vector<Row> rows;
  const CommandRow& command = row_of(record.envelope.command);
  const Title& title = command_title(command.number);
  rows.push_back({{"日志条目", "Log entry"}, both(std::to_string(index))});
  rows.push_back({{"命令", "Command"}, {std::string(title.zh), std::string(title.en)}});
  rows.push_back({{"操作员", "Actor"}, both(record.envelope.actor.text)});
  rows.push_back({{"时间", "At"}, spell(record.envelope.at)});
  if (!record.outcome) {
    const Refusal& refusal = record.outcome.error();
    rows.push_back(
        {{"结果：拒绝", "Outcome: refused"}, {chinese_of(refusal), english_of(refusal)}});
    return rows;
  }
  for (const Event& event : *record.outcome) {
    JsonWriter json;
    put_event_json(json, event);
    const Title& what = event_title(row_of(event).number);
    rows.push_back({{std::string(what.zh), std::string(what.en)}, both(json.take())});
  }
  return rows;
}

}  // namespace tanshu::certificate
