// SPDX-License-Identifier: Apache-2.0
// Builds the sample log, after the story of the carbon tickets of Baotou.
#include "certificate/sample_log.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "proof/audit.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"

namespace tanshu::certificate {

using namespace protocol;  // NOLINT: builds the protocol's nouns

namespace {

const BatchId batch{"gy-2024-b1"};
const BatchId imported{"ccer-import-1"};
const AccountId forest{"acc-saihan"}, firm{"acc-steel"}, games{"acc-games"};

Range milligrams(std::int64_t from_t, std::int64_t to_t) {
  return {{static_cast<std::uint64_t>(tonnes(from_t).count)},
          {static_cast<std::uint64_t>(tonnes(to_t).count) - 1}};
}

Participant participant(const char* id, ParticipantKind kind, const char* zh, const char* en) {
  return {ParticipantId{id}, kind, zh, en, "150200", {}};
}

UnitsMoved leg(const BatchId& of, Pocket from, Pocket to, std::vector<Range> ranges) {
  Carbon amount;
  for (const Range& range : ranges) amount += range.size();
  return {of, std::move(from), std::move(to), amount, std::move(ranges)};
}

Trade trade_of(const char* id, const Range& units) {
  Trade trade;
  trade.id = TradeId{id};
  trade.listing = ListingId{"gy-2024-01"};
  trade.seller = forest;
  trade.buyer = firm;
  trade.batch = batch;
  trade.amount = units.size();
  trade.price = Money{6250};
  trade.total = *price_of(trade.amount, trade.price);
  trade.units = {units};
  trade.bought_by = UserId{"steel-trader"};
  return trade;
}

}  // namespace

SampleLog::SampleLog(HashKind proofs) : tree_(proofs), clock_{1'704'067'200'000'000'000} {
  signer_.name = "tanshu.example/baotou";
  for (std::size_t i = 0; i < 32; ++i) signer_.seed.bytes[i] = static_cast<std::uint8_t>(i * 7 + 1);
  if (proofs == HashKind::sm3) signer_.sm2 = make_sm2_secret();
  add_parties();
  add_units();
  add_trades();
  add_retirements();
  BlockHeader header;
  header.record_count = static_cast<std::uint32_t>(entries_.size());
  header.entries_root = tree_.root();
  header.at = clock_;
  at_.block = append_entry(encode_block_leaf(header));
}

Record SampleLog::record_of(Command command, Events events) {
  clock_.ns += 3'600'000'000'000;
  Envelope envelope{UserId{"officer-1"}, fmt::format("key-{}", entries_.size()), clock_,
                    std::move(command)};
  return {std::move(envelope), std::move(events)};
}

std::uint64_t SampleLog::append_entry(Bytes entry) {
  tree_.append(proof::leaf_hash(entry, signer_.hash()));
  entries_.push_back(std::move(entry));
  return entries_.size() - 1;
}

std::uint64_t SampleLog::append(const Record& record) {
  const std::uint64_t index = append_entry(encode_record(record));
  name(record, index);
  records_.emplace(index, record);
  return index;
}

void SampleLog::name(const Record& record, std::uint64_t index) {
  if (!record.outcome) return;
  for (const Event& event : *record.outcome) {
    std::string id;
    if (const auto* p = std::get_if<ParticipantRegistered>(&event)) id = p->participant.id.text;
    if (const auto* a = std::get_if<AccountOpened>(&event)) id = a->account.id.text;
    if (const auto* j = std::get_if<ProjectRegistered>(&event)) id = j->project.id.text;
    if (const auto* b = std::get_if<BatchIssued>(&event)) id = b->batch.id.text;
    if (const auto* m = std::get_if<BatchImported>(&event)) id = m->batch.id.text;
    if (!id.empty()) made_by_[{std::string(row_of(event).name), id}] = index;
  }
}

void SampleLog::add_parties() {
  const auto enter = [this](const Participant& one) {
    append(record_of(RegisterParticipant{one.id, one.kind, one.name_zh, one.name_en, one.region},
                     {ParticipantRegistered{one}}));
  };
  enter(participant("bureau", ParticipantKind::bureau, "包头市林业和草原局",
                    "Baotou Forestry and Grassland Bureau"));
  enter(participant("saihan", ParticipantKind::forest_owner, "国营固阳林场",
                    "Guyang State Forest Farm"));
  enter(participant("steel", ParticipantKind::firm, "包头示例钢铁有限公司",
                    "Baotou Example Steel Co., Ltd."));
  enter(participant("games", ParticipantKind::organiser, "示例运动会组织委员会",
                    "Example Games Organising Committee"));
  const auto open = [this](const AccountId& id, const char* owner) {
    append(record_of(OpenAccount{id, ParticipantId{owner}},
                     {AccountOpened{{id, ParticipantId{owner}, clock_}}}));
  };
  open(forest, "saihan");
  open(firm, "steel");
  open(games, "games");
}

void SampleLog::add_units() {
  Project project;
  project.id = ProjectId{"guyang-forest"};
  project.owner = ParticipantId{"saihan"};
  project.name_zh = "固阳县人工林碳汇项目";
  project.name_en = "Guyang County Planted Forest Carbon Sink";
  project.methodology = "tanshu-forest/1";
  project.region = "150222";
  project.area = Area{2'200'000};
  project.crediting_period = {*day_from_text("2020-01-01"), *day_from_text("2039-12-31")};
  append(record_of(RegisterProject{}, {ProjectRegistered{project}}));

  Report report;
  report.id = ReportId{"gy-2024-r1"};
  report.project = project.id;
  report.period = {*day_from_text("2020-01-01"), *day_from_text("2023-12-31")};
  report.estimated = report.verified = report.issued = tonnes(150'000);
  report.state = ReportState::confirmed;
  Batch issued;
  issued.id = batch;
  issued.project = project.id;
  issued.report = report.id;
  issued.account = forest;
  issued.vintage = 2023;
  issued.issued = tonnes(150'000);
  issued.issued_at = clock_;
  at_.batch =
      append(record_of(IssueBatch{}, {BatchIssued{issued, report},
                                      leg(batch, {{}, Place::issuance, {}},
                                          {forest, Place::free, {}}, {milligrams(0, 150'000)})}));
  Batch foreign;
  foreign.id = imported;
  foreign.account = games;
  foreign.vintage = 2022;
  foreign.issued = tonnes(300);
  foreign.origin_registry = "registry.example";
  foreign.origin_id = "EX-2022-0001";
  foreign.issued_at = clock_;
  at_.import = append(record_of(
      ImportBatch{},
      {BatchImported{foreign},
       leg(imported, {{}, Place::issuance, {}}, {games, Place::free, {}}, {milligrams(0, 300)})}));
}

void SampleLog::add_trades() {
  const auto make = [this](Trade trade) {
    trade.traded_at = clock_;
    return append(record_of(BuyListing{}, {TradeMade{trade, Listing{}}}));
  };
  const auto end = [this](Trade trade, std::uint64_t made, TradeState state) {
    trade = std::get<TradeMade>(record(made).outcome->front()).trade;
    trade.state = state;
    trade.registered_by = UserId{"officer-2"};
    trade.registered_at = clock_;
    const Pocket held{forest, Place::held_by_order, {"trade/" + trade.id.text}};
    if (state == TradeState::settled)
      return append(
          record_of(RegisterTransfer{},
                    {TradeSettled{trade}, leg(batch, held, {firm, Place::free, {}}, trade.units)}));
    trade.reason = "买方资料不全";
    return append(record_of(
        RejectTransfer{},
        {TradeRejected{trade}, leg(batch, held, {forest, Place::free, {}}, trade.units)}));
  };
  const Trade first = trade_of("t000001", milligrams(0, 1'200));
  at_.trade = make(first);
  at_.settled = end(first, at_.trade, TradeState::settled);
  at_.open_trade = make(trade_of("t000002", milligrams(1'200, 1'500)));
  const Trade third = trade_of("t000003", milligrams(1'500, 1'600));
  at_.rejected_trade = make(third);
  at_.rejected = end(third, at_.rejected_trade, TradeState::rejected);
}

void SampleLog::add_retirements() {
  Retirement retirement;
  retirement.id = RetirementId{"r000001"};
  retirement.account = games;
  retirement.units = {{batch, {milligrams(2'000, 4'000), milligrams(5'000, 7'700)}},
                      {imported, {milligrams(0, 300)}}};
  retirement.amount = tonnes(5'000);
  retirement.beneficiary_zh = "示例运动会";
  retirement.beneficiary_en = "The Example Games";
  retirement.purpose_zh = "抵销运动会筹办与举办期间的温室气体排放，实现赛事碳中和";
  retirement.purpose_en = "Offsets the emissions of preparing and holding the games";
  retirement.period = {*day_from_text("2024-02-17"), *day_from_text("2024-02-27")};
  retirement.retired_by = UserId{"games-officer"};
  retirement.retired_at = clock_;
  const auto retire = [this](const Retirement& one, Place place) {
    Events events{UnitsRetired{one}};
    for (const BatchRanges& units : one.units)
      events.emplace_back(
          leg(units.batch, {games, Place::free, {}}, {games, place, {}}, units.ranges));
    return append(record_of(RetireUnits{}, std::move(events)));
  };
  at_.retirement = retire(retirement, Place::retired);
  retirement.id = RetirementId{"r000002"};
  retirement.kind = RetirementKind::cancellation;
  retirement.units = {{batch, {milligrams(8'000, 8'001)}}};
  retirement.amount = tonnes(1);
  at_.cancellation = retire(retirement, Place::cancelled);
  Record refused = record_of(RetireUnits{}, {});
  refused.outcome = refuse(RefusalCode::user_is_suspended, {{"user", "games-officer"}});
  at_.refused = append(refused);
}

Evidence SampleLog::evidence(std::uint64_t index) const {
  return {index, entries_.at(index), tree_.audit_path(index, tree_.size())};
}

LogAccess SampleLog::access() const {
  LogAccess access;
  access.index_of = [this](std::string_view event,
                           std::string_view id) -> std::optional<std::uint64_t> {
    const auto found = made_by_.find({std::string(event), std::string(id)});
    if (found == made_by_.end()) return std::nullopt;
    return found->second;
  };
  access.evidence_at = [this](std::uint64_t index) -> Result<Evidence> { return evidence(index); };
  return access;
}

std::string SampleLog::checkpoint() const {
  return *proof::sign_checkpoint(tree_.size(), tree_.root(), signer_);
}

std::string SampleLog::sm2_vkey() const {
  if (!signer_.sm2) return {};
  return proof::print_vkey(proof::verifier_of(signer_, proof::KeyKind::sm2));
}

LogHead SampleLog::head() const {
  return {checkpoint(), vkey(), "https://tanshu.example", sm2_vkey()};
}

std::string SampleLog::proof_file(std::uint64_t index) const {
  const Evidence item = evidence(index);
  return proof::print_proof({item.entry, index, item.path, checkpoint()});
}

Document SampleLog::signed_again(Document document) const {
  CHECK(sign(document, signer_).has_value());
  return document;
}

Document SampleLog::document(DocumentKind kind, std::string number,
                             std::vector<std::uint64_t> entries,
                             std::optional<Holding> holding) const {
  auto gathered = gather_evidence(std::move(entries), holding, access());
  CHECK(gathered.has_value());
  return signed_again(make_document({kind, std::move(number), sample_as_of, std::move(holding)},
                                    std::move(*gathered), head()));
}

Document SampleLog::certificate() const {
  return document(DocumentKind::cancellation_certificate, "r000001", {at_.retirement});
}
Document SampleLog::cancellation() const {
  return document(DocumentKind::cancellation_certificate, "r000002", {at_.cancellation});
}
Document SampleLog::voucher() const {
  return document(DocumentKind::trade_voucher, "t000001", {at_.trade, at_.settled});
}
Document SampleLog::open_voucher() const {
  return document(DocumentKind::trade_voucher, "t000002", {at_.open_trade});
}
Document SampleLog::rejected_voucher() const {
  return document(DocumentKind::trade_voucher, "t000003", {at_.rejected_trade, at_.rejected});
}

Document SampleLog::ticket(int ranges) const {
  Holding holding{forest, batch, {}, {}};
  for (int i = 0; i < ranges; ++i) {
    holding.ranges.push_back(milligrams(10'000 + 100 * i, 10'050 + 100 * i));
    holding.amount += holding.ranges.back().size();
  }
  const std::string number = ticket_number(forest, batch);
  return document(DocumentKind::carbon_ticket, number, {at_.batch}, std::move(holding));
}

Document SampleLog::imported_ticket() const {
  Holding holding{games, imported, tonnes(100), {milligrams(200, 300)}};
  const std::string number = ticket_number(games, imported);
  return document(DocumentKind::carbon_ticket, number, {at_.import}, std::move(holding));
}

const SampleLog& sample_log() {
  static const SampleLog log;
  return log;
}

TEST(SampleLog, is_the_same_in_every_run) {
  EXPECT_EQ(SampleLog().checkpoint(), sample_log().checkpoint());
}

}  // namespace tanshu::certificate
