// SPDX-License-Identifier: Apache-2.0
// I9: events, postings and certificates agree: the records' events, folded anew, give the same
// books, and what each noun says was moved is what its record moved.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"
#include "engine/invariants/nouns_and_postings.h"

namespace tanshu::engine::invariants {
namespace {

using namespace protocol;  // NOLINT: tables of every noun

constexpr std::string_view name = "i9_events_and_books_agree";

std::string_view text_of_key(const std::string& key) {
  return key;
}
template <class Tag>
std::string_view text_of_key(const Id<Tag>& key) {
  return key.text;
}

std::string text_of_key(const market::VersionKey& key) {
  return key.market.text + ' ' + to_text(key.effective);
}
std::string text_of_key(const market::RightKey& key) {
  return key.market.text + ' ' + std::string(key.participant.text);
}

struct NounCheck {
  const Fold& fold;
  Violations& found;
  std::size_t seen = 0;

  template <class Rows>
  void operator()(const char* table, const Rows& rows) {
    for (const auto& [key, row] : rows) {
      ++seen;
      const auto it = fold.nouns().find({table, std::string(text_of_key(key))});
      if (it == fold.nouns().end() || it->second != bytes_of(row))
        found.push_back(
            {name, fmt::format("{} {}: the events tell another story", table, text_of_key(key))});
    }
  }
};

std::map<AccountId, Account> accounts_of(const ledger::Book& book) {
  std::map<AccountId, Account> accounts;
  for (const auto& [id, row] : book.accounts()) accounts.emplace(id, account_of(id, row));
  return accounts;
}

void check_nouns(const Fold& fold, const State& state, Violations& found) {
  NounCheck check{fold, found};
  check("participants", state.registry.participants);
  check("users", state.registry.users);
  check("accounts", accounts_of(state.book));
  check("projects", state.registry.projects);
  check("reports", state.registry.reports);
  check("batches", state.registry.batches);
  check("gifts", state.registry.gifts);
  check("retirements", state.registry.retirements);
  check("encumbrances", state.registry.encumbrances);
  check("exports", state.registry.exports);
  check("listings", state.market.listings);
  check("trades", state.market.trades);
  check("versions", state.market.versions);
  check("instruments", state.market.instruments);
  check("quotes", state.market.quotes);
  check("rights", state.market.rights);
  check("days", state.market.days);
  check("orders", state.market.orders);
  check("transfers", state.clearing.transfers);
  check("reservations", state.clearing.reservations);
  if (check.seen != fold.nouns().size())
    found.push_back({name, fmt::format("the events tell of {} nouns, the books have {}",
                                       fold.nouns().size(), check.seen)});
}

/// Numbers of orders and trades: given out once for each.
void check_counts(const Fold& fold, const State& state, Violations& found) {
  for (const auto& [of, told] : {std::pair{"orders", fold.orders()}, {"trades", fold.trades()}}) {
    const market::Count* count = state.market.counts.find(of);
    const std::uint64_t given = count == nullptr ? 0 : count->number;
    if (given != told)
      found.push_back(
          {name, fmt::format("{} {} were numbered, the events tell of {}", given, of, told)});
  }
}

void check_serials(const Fold& fold, const State& state, Violations& found) {
  std::map<BatchId, Fold::Spans> books;
  for (const auto& [key, row] : state.book.ranges())
    books[key.batch][key.first.position] = {row.last.position, row.pocket};
  for (const auto& [batch, spans] : fold.spans())
    if (books[batch] != spans)
      found.push_back(
          {name, fmt::format("batch {}: the events put its serials elsewhere", batch.text)});
  if (books.size() != fold.spans().size())
    found.push_back({name, "the events and the books have different batches"});
}

void check_cash(const Fold& fold, const State& state, Violations& found) {
  std::size_t told = 0, there = 0;
  for (const auto& [purse, sum] : fold.cash()) {
    if (sum != 0) ++told;
    if (sum != state.book.cash(purse).count)
      found.push_back({name, fmt::format("account '{}', hold '{}': the events sum to {} fen",
                                         purse.account.text, purse.hold.text, sum)});
  }
  state.book.each_purse([&there](const Purse&, Money) { ++there; });
  if (told != there) found.push_back({name, "the books have money that no event moved"});
}

}  // namespace

void i9_events_and_books_agree(std::uint64_t log_index, const Record& record, Violations& found) {
  if (record.outcome->empty())
    found.push_back({name, fmt::format("entry {} was accepted and did nothing", log_index)});
  for (const std::string& problem : compare_nouns_and_postings(*record.outcome))
    found.push_back({name, fmt::format("entry {}: {}", log_index, problem)});
}

void i9_events_and_books_agree(const Fold& fold, const State& state, Violations& found) {
  for (const std::string& problem : fold.problems()) found.push_back({name, problem});
  check_nouns(fold, state, found);
  check_counts(fold, state, found);
  check_serials(fold, state, found);
  check_cash(fold, state, found);
}

}  // namespace tanshu::engine::invariants
