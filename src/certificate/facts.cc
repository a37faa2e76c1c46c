// SPDX-License-Identifier: Apache-2.0
// Reads evidence, and finds out what is missing from it.
#include "certificate/facts.h"

#include <algorithm>
#include <set>

namespace tanshu::certificate {
namespace {

using namespace protocol;  // NOLINT: this file is about the protocol's nouns

/// Puts each thing that an entry made where it belongs.
class FactReader {
 public:
  explicit FactReader(Facts& facts) : facts_(facts) {}

  Checked<void> take(const Evidence& item, std::size_t number) {
    field_ = fmt::format("evidence[{}]", number);
    if (!indexes_.insert(item.index).second)
      return problem(fmt::format("条目 {} 出现两次", item.index),
                     fmt::format("entry {} is given twice", item.index), field_);
    auto record = decode_record(item.entry);
    if (!record)
      return problem(fmt::format("条目 {} 不是命令记录", item.index),
                     fmt::format("entry {} is not a record of a command", item.index), field_);
    if (!record->outcome)
      return problem(fmt::format("条目 {} 是被拒绝的命令：{}", item.index,
                                 chinese_of(record->outcome.error())),
                     fmt::format("entry {} is a command that was refused: {}", item.index,
                                 english_of(record->outcome.error())),
                     field_);
    for (const Event& event : *record->outcome) TRY(take_event(event));
    facts_.records.push_back({item.index, std::move(*record)});
    return {};
  }

 private:
  Checked<void> take_event(const Event& event) {
    if (const auto* e = std::get_if<ParticipantRegistered>(&event))
      return put(facts_.participants, e->participant.id, e->participant);
    if (const auto* e = std::get_if<AccountOpened>(&event))
      return put(facts_.accounts, e->account.id, e->account);
    if (const auto* e = std::get_if<ProjectRegistered>(&event))
      return put(facts_.projects, e->project.id, e->project);
    if (const auto* e = std::get_if<BatchIssued>(&event))
      return put(facts_.batches, e->batch.id, IssuedBatch{e->batch, e->report});
    if (const auto* e = std::get_if<BatchImported>(&event))
      return put(facts_.batches, e->batch.id, IssuedBatch{e->batch, {}});
    return {};
  }

  template <class Key, class Value>
  Checked<void> put(std::map<Key, Value>& things, const Key& id, const Value& value) {
    if (things.emplace(id, value).second) return {};
    return problem(fmt::format("{} 在证据中登记了两次", id.text),
                   fmt::format("{} is made twice in the evidence", id.text), field_);
  }

  Facts& facts_;
  std::set<std::uint64_t> indexes_;
  std::string field_;
};

template <class Map, class Key>
void want(std::vector<Key>& wanted, const Map& known, const Key& id) {
  if (known.contains(id) || std::ranges::find(wanted, id) != wanted.end()) return;
  wanted.push_back(id);
}

void want_of_event(Wanted& wanted, const Facts& facts, const Event& event) {
  if (const auto* e = std::get_if<UnitsRetired>(&event)) {
    for (const BatchRanges& units : e->retirement.units)
      want(wanted.batches, facts.batches, units.batch);
    want(wanted.accounts, facts.accounts, e->retirement.account);
  }
  if (const auto* e = std::get_if<TradeMade>(&event)) {
    want(wanted.batches, facts.batches, e->trade.batch);
    want(wanted.accounts, facts.accounts, e->trade.seller);
    want(wanted.accounts, facts.accounts, e->trade.buyer);
  }
}

/// Fetches entries until nothing is wanted.
class Gatherer {
 public:
  explicit Gatherer(const LogAccess& log) : log_(log) {}

  Result<void> fetch(std::uint64_t index) {
    if (!fetched_.insert(index).second)
      return failure(fmt::format("条目 {0} 没有所需的事件 | entry {0} lacks the event", index));
    TRY_SET(Evidence item, log_.evidence_at(index));
    evidence_.push_back(std::move(item));
    return {};
  }

  Result<std::vector<Evidence>> gather(const std::optional<Holding>& holding) {
    while (true) {
      const auto facts = read_facts(evidence_);
      if (!facts) return std::unexpected(failure_of(facts.error()));
      const Wanted wanted = still_wanted(*facts, holding);
      if (wanted.empty()) return std::move(evidence_);
      TRY(fetch_wanted(wanted));
    }
  }

 private:
  Result<void> fetch_wanted(const Wanted& wanted) {
    std::set<std::uint64_t> fresh;  // one entry can have made several of the things wanted
    for (const auto& index_set : {indexes_of(wanted.batches, {"batch_issued", "batch_imported"}),
                                  indexes_of(wanted.projects, {"project_registered"}),
                                  indexes_of(wanted.accounts, {"account_opened"}),
                                  indexes_of(wanted.participants, {"participant_registered"})}) {
      if (!index_set) return std::unexpected(index_set.error());
      fresh.insert(index_set->begin(), index_set->end());
    }
    for (const std::uint64_t index : fresh) TRY(fetch(index));
    return {};
  }

  template <class Key>
  Result<std::set<std::uint64_t>> indexes_of(const std::vector<Key>& ids,
                                             std::initializer_list<std::string_view> events) {
    std::set<std::uint64_t> indexes;
    for (const Key& id : ids) {
      std::optional<std::uint64_t> index;
      for (const std::string_view event : events)
        if (!index) index = log_.index_of(event, id.text);
      if (!index)
        return failure(fmt::format("日志中没有 {0} | the log has nothing of {0}", id.text));
      indexes.insert(*index);
    }
    return indexes;
  }

  const LogAccess& log_;
  std::vector<Evidence> evidence_;
  std::set<std::uint64_t> fetched_;
};

}  // namespace

Checked<Facts> read_facts(const std::vector<Evidence>& evidence) {
  if (evidence.empty()) return problem("文档没有证据", "the document has no evidence", "evidence");
  Facts facts;
  FactReader reader(facts);
  for (std::size_t i = 0; i < evidence.size(); ++i) TRY(reader.take(evidence[i], i));
  return facts;
}

Wanted still_wanted(const Facts& facts, const std::optional<Holding>& holding) {
  Wanted wanted;
  if (holding) {
    want(wanted.batches, facts.batches, holding->batch);
    want(wanted.accounts, facts.accounts, holding->account);
  }
  for (const ProvenRecord& proven : facts.records)
    for (const Event& event : *proven.record.outcome) want_of_event(wanted, facts, event);
  for (const auto& [id, issued] : facts.batches)
    if (issued.batch.project) want(wanted.projects, facts.projects, *issued.batch.project);
  for (const auto& [id, project] : facts.projects)
    want(wanted.participants, facts.participants, project.owner);
  for (const auto& [id, account] : facts.accounts)
    want(wanted.participants, facts.participants, account.participant);
  return wanted;
}

Result<std::vector<Evidence>> gather_evidence(std::vector<std::uint64_t> indexes,
                                              const std::optional<Holding>& holding,
                                              const LogAccess& log) {
  Gatherer gatherer(log);
  for (const std::uint64_t index : indexes) TRY(gatherer.fetch(index));
  return gatherer.gather(holding);
}

}  // namespace tanshu::certificate
