// SPDX-License-Identifier: Apache-2.0
// Judging records, comparing books.
#include "sim/examiner.h"

#include <fmt/format.h>

namespace tanshu::sim {

using namespace protocol;  // NOLINT: records and their parts

void Examiner::see(const BlockHeader& header, ByteView header_bytes, Records records) {
  const std::uint64_t print = fingerprint(header_bytes);
  if (header.position < blocks_.size()) {
    if (blocks_[header.position] != print)
      wrong(fmt::format("block {} is another one than was durable before", header.position));
    return;
  }
  if (header.position != blocks_.size())
    return wrong(fmt::format("block {} came after {} blocks", header.position, blocks_.size()));
  blocks_.push_back(print);
  last_header_ = header;
  std::uint64_t log_index = header.first_leaf;
  for (const Record* record : records) judge(log_index++, *record);
  if (records.size() != header.record_count) wrong("the header counts other records");
}

void Examiner::judge(std::uint64_t log_index, const Record& record) {
  ++records_;
  const Judgement verdict = auditor_.take(record.envelope, log_index);
  const std::uint16_t came = record.outcome ? 0 : record.outcome.error().number;
  const std::string_view name = row_of(record.envelope.command).name;
  if (verdict.said && verdict.refusal != came)
    wrong(fmt::format("entry {}, {}: the auditor says {}, the engine {}: {}", log_index, name,
                      verdict.refusal, came, command_json(record.envelope.command)));
  if (auditor_.answered_twice())
    wrong(fmt::format("entry {}, {}: key {} of {} and the same command were answered before",
                      log_index, name, record.envelope.key, record.envelope.actor.text));
  if (entries_.size() <= log_index) entries_.resize(log_index + 1);
  entries_[log_index] = {auditor_.weighed().identity, came};
  history_.add(log_index, record);
  if (came == 0)
    ++accepted_[record.envelope.command.index()];
  else
    ++refused_[came];
}

const Entry* Examiner::entry(std::uint64_t log_index) const {
  return log_index < entries_.size() ? &entries_[log_index] : nullptr;
}

void Examiner::compare_touched(const engine::State& state) {
  for (const std::string& batch : auditor_.books().touched_batches) compare_batch(state, batch);
  for (const std::string& purse : auditor_.books().touched_purses) compare_purse(state, purse);
  auditor_.settle();
}

/// Piece by piece and in order: the auditor's pieces are the book's ranges.
void Examiner::compare_batch(const engine::State& state, const std::string& batch) {
  std::uint64_t first = 0;
  for (const Piece& piece : auditor_.books().batches.find(batch)->pieces) {
    const Spot& spot = auditor_.books().spot_of(piece.spot);
    const std::uint64_t next = first + static_cast<std::uint64_t>(piece.size);
    const auto* row = state.book.ranges().find({{batch}, {first}});
    const bool same = row != nullptr && row->last.position + 1 == next &&
                      row->pocket.account.text == spot.account && row->pocket.place == spot.place &&
                      row->pocket.hold.text == spot.hold;
    if (!same)
      return wrong(
          fmt::format("batch {} at serial {}: the auditor has {} mg, {} {} {}; the book "
                      "has not",
                      batch, first, piece.size, spot.account, name_of(spot.place), spot.hold));
    first = next;
  }
}

void Examiner::compare_purse(const engine::State& state, const std::string& purse) {
  const std::size_t bar = purse.find('|');
  const std::string account = purse.substr(0, bar), hold = purse.substr(bar + 1);
  const Money there = state.book.cash({{account}, {hold}});
  const std::int64_t expected = auditor_.books().fen(account, hold);
  if (there.count != expected)
    wrong(
        fmt::format("purse {}: the auditor has {} fen, the book {}", purse, expected, there.count));
}

void Examiner::check_all(const engine::State& state) {
  const Books& books = auditor_.books();
  std::size_t pieces = 0;
  for (const auto& [batch, issue] : books.batches) {
    compare_batch(state, batch);
    pieces += issue.pieces.size();
  }
  for (const auto& [purse, fen] : books.money) compare_purse(state, purse);
  std::size_t purses = 0;
  state.book.each_purse([&purses](const protocol::Purse&, Money) { ++purses; });
  if (state.book.ranges().size() != pieces || purses != books.money.size())
    wrong("the book has units or money that the auditor has not");
  auto found = engine::invariants::check_state(state);
  for (auto& violation : history_.check(state)) found.push_back(std::move(violation));
  for (const auto& violation : found)
    wrong(fmt::format("{}: {}", violation.invariant, violation.what));
  auditor_.settle();
}

void Examiner::check_digest(engine::Engine& engine) {
  if (blocks_.empty()) return;
  const Digest digest = engine.settle();
  if (digest != engine.recompute_digest())
    wrong("the incremental digest is not the recomputed one");
  if (digest != last_header_.state_digest)
    wrong(fmt::format("block {} carries another state digest", last_header_.position));
}

}  // namespace tanshu::sim
