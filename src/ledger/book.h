// SPDX-License-Identifier: Apache-2.0
// The book: double entry for units and money. Every milligram of a batch is in exactly one pocket,
// under its serial; every fen is in exactly one purse, against the settlement bank's control purse.
//
// A handler fills a Posting with what shall move, which refuses what is not there, and then posts
// it: either all of it moves or nothing does. A trade is one posting with a unit leg and a cash
// leg.
#pragma once

#include <vector>

#include "base/table.h"
#include "ledger/accounts.h"
#include "ledger/range_index.h"
#include "protocol/posting.h"
#include "protocol/record.h"
#include "protocol/refusal.h"

namespace tanshu::ledger {

using protocol::AccountId;
using protocol::BatchId;
using protocol::CashMoved;
using protocol::HoldId;
using protocol::Place;
using protocol::Pocket;
using protocol::Purse;
using protocol::Range;
using protocol::UnitsMoved;
using protocol::Verdict;

/// What a posting may weigh, so that its entry stays below the size of a log entry: a range weighs
/// 1, a leg 8.
inline constexpr std::size_t pieces_max = 800;
inline constexpr std::size_t pieces_per_leg = 8;

inline Pocket free_units(AccountId account) {
  return {std::move(account), Place::free, {}};
}
inline Pocket held_units(AccountId account, Place place, HoldId hold) {
  return {std::move(account), place, std::move(hold)};
}
inline Purse free_cash(AccountId account) {
  return {std::move(account), {}};
}
inline Purse held_cash(AccountId account, HoldId hold) {
  return {std::move(account), std::move(hold)};
}
/// The settlement bank's side of every deposit and withdrawal; its balance is never positive.
inline Purse bank_control() {
  return {};
}

struct RangeKey {
  BatchId batch;
  Serial first;
  auto operator<=>(const RangeKey&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch.");
    visit("first", self.first, "First serial.");
  }
};

struct RangeRow {
  Serial last;
  Pocket pocket;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("last", self.last, "Last serial, included.");
    visit("pocket", self.pocket, "Where the range is.");
  }
};

struct BalanceKey {
  BatchId batch;
  Pocket pocket;
  auto operator<=>(const BalanceKey&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch.");
    visit("pocket", self.pocket, "Where.");
  }
};

struct Balance {
  Carbon amount;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("amount", self.amount, "How much is there.");
  }
};

/// What one entry moves. Filled by Book's `move_*` functions, which check; spent by Book::post.
class Posting {
 public:
  const std::vector<UnitsMoved>& units() const { return units_; }

 private:
  friend class Book;
  using HeldEntry = HashTable<Purse, CashBalance>::Entry;
  /// Where a purse is kept: free money with its account; held money, and the bank's control, in a
  /// row that may not be there yet.
  struct CashPlace {
    const Accounts::Entry* account = nullptr;
    const HeldEntry* held = nullptr;

    Money amount() const {
      if (account != nullptr) return account->row.free_cash;
      return held == nullptr ? Money{} : held->row.amount;
    }
  };
  /// A movement, and the two places it will change: nothing is erased between filling a posting and
  /// spending it.
  struct CashLeg {
    CashMoved moved;
    CashPlace from;
    CashPlace to;
  };
  std::vector<UnitsMoved> units_;
  std::vector<CashLeg> cash_;
  std::size_t pieces_ = 0;
};

class Book {
 public:
  /// An account of a new code, empty.
  void open_account(const protocol::Account& account);
  Carbon units(const BatchId& batch, const Pocket& pocket) const;
  Money cash(const Purse& purse) const;

  /// Adds the creation of `amount` new serials of a batch, the lowest first, to the posting. The
  /// batch's earlier creations in the same posting count. Never refuses: what may be minted is the
  /// registry's affair.
  void mint(Posting& posting, const BatchId& batch, const Pocket& to, Carbon amount) const;
  /// Adds a movement of the lowest `amount` of serials. Refuses units_are_short and
  /// too_many_pieces. A posting may take from one pocket of a batch only once.
  Verdict<void> move_units(Posting& posting, const BatchId& batch, const Pocket& from,
                           const Pocket& to, Carbon amount) const;
  /// The lowest serials of a pocket, up to an amount and a number of ranges: how much they are, and
  /// in how many ranges they lie.
  struct Front {
    Carbon amount;
    std::size_t ranges = 0;
  };
  Front front(const BatchId& batch, const Pocket& pocket, Carbon amount_max,
              std::size_t ranges_max) const;
  /// Adds a movement of money. Refuses cash_is_short and amount_is_too_large. Free money goes only
  /// to accounts that are open.
  Verdict<void> move_cash(Posting& posting, const Purse& from, const Purse& to, Money amount) const;
  /// The same of free money between two accounts that were found.
  Verdict<void> move_cash(Posting& posting, const Accounts::Entry& from, const Accounts::Entry& to,
                          Money amount) const;

  /// Memory of all holdings of units: ranges, balances and what leads to them.
  std::size_t holding_bytes() const {
    return ranges_.memory_bytes() + balances_.memory_bytes() + index_.memory_bytes();
  }

  /// Starts to bring near what moving units from a pocket will touch, in four steps that need some
  /// time between them: the place of its balance, the balance, its lowest range, and what lies
  /// before that one and where the rest of it will be kept.
  enum class Near { place, balance, range, neighbours };
  /// `memo` carries from step to step where the balance is.
  void bring_near(Near step, const BatchId& batch, const Pocket& pocket, Carbon amount,
                  std::uint32_t& memo) const;

  /// Makes the indexes that are derived from the tables, after the tables were filled.
  void index_again();

  /// Moves everything and says so in `events`.
  void post(Posting posting, protocol::Events& events);

  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.accounts_), visit(self.issued_), visit(self.ranges_), visit(self.balances_);
    visit(self.held_);
  }
  const Table<BatchId, Balance>& issued() const { return issued_; }
  const HashTable<RangeKey, RangeRow>& ranges() const { return ranges_; }
  const HashTable<BalanceKey, Balance>& balances() const { return balances_; }
  const Accounts& accounts() const { return accounts_; }
  /// Purses of holds, and the bank's control.
  const HashTable<Purse, CashBalance>& held_purses() const { return held_; }
  /// visit(const Purse&, Money) of every purse that is not empty.
  template <class Visit>
  void each_purse(Visit&& visit) const {
    for (const auto& [id, row] : accounts_)
      if (row.free_cash != Money{}) visit(free_cash(id), row.free_cash);
    for (const auto& [purse, balance] : held_) visit(purse, balance.amount);
  }

 private:
  using RangeEntry = HashTable<RangeKey, RangeRow>::Entry;
  using BalanceEntry = HashTable<BalanceKey, Balance>::Entry;
  friend struct BookMutation;  ///< invariant tests break the book on purpose

  void append_range(const BatchId& batch, const Range& range, const Pocket& to,
                    std::uint32_t to_balance);
  void move_range(const BatchId& batch, const Range& range, const UnitsMoved& leg,
                  std::uint32_t from_balance, std::uint32_t to_balance);
  void move_front(const RangeEntry& entry, const Range& range, const UnitsMoved& leg,
                  std::uint32_t from_balance, std::uint32_t to_balance);
  void move_whole(const RangeEntry& entry, const UnitsMoved& leg, std::uint32_t to_balance);
  bool lies_in(std::uint32_t range, const Pocket& pocket) const;
  void erase_range(const RangeEntry& entry);
  std::uint32_t add_units(const BatchId& batch, const Pocket& pocket, Carbon amount);
  void take_units(const BalanceEntry& entry, Carbon amount);
  Posting::CashPlace place_of(const Purse& purse) const;
  static Verdict<void> add_leg(Posting& posting, Posting::CashLeg leg);
  void add_cash(const Purse& purse, const Posting::CashPlace& place, Money amount);

  Accounts accounts_{"registry.accounts"};
  Table<BatchId, Balance> issued_{"ledger.issued"};
  HashTable<RangeKey, RangeRow> ranges_{"ledger.ranges"};
  HashTable<BalanceKey, Balance> balances_{"ledger.balances"};
  HashTable<Purse, CashBalance> held_{AccountImages::cash_table};
  RangeIndex index_;  ///< derived from ranges_ and balances_
};

}  // namespace tanshu::ledger
