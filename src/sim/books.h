// SPDX-License-Identifier: Apache-2.0
// The auditor's own books: plain texts and integers, shelves in the order things came, and for each
// batch one list of pieces in serial order. Nothing here knows the engine's tables.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "protocol/record.h"
#include "sim/chance.h"

namespace tanshu::sim {

/// Rows by code that also remember the order in which they came. Rows are never taken away.
template <class Row>
class Shelf {
 public:
  using Item = std::pair<const std::string, Row>;

  Row* find(const std::string& code) {
    const auto it = rows_.find(code);
    return it == rows_.end() ? nullptr : &it->second;
  }
  const Row* find(const std::string& code) const {
    const auto it = rows_.find(code);
    return it == rows_.end() ? nullptr : &it->second;
  }
  bool has(const std::string& code) const { return rows_.contains(code); }
  Row& add(const std::string& code, Row row) {
    const auto it = rows_.insert_or_assign(code, std::move(row)).first;
    order_.push_back(&*it);
    return it->second;
  }
  std::size_t size() const { return rows_.size(); }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

  const Item* oldest() const { return order_.empty() ? nullptr : order_.front(); }
  /// The codes of the first three, or of fewer.
  std::vector<const std::string*> oldest_three() const {
    std::vector<const std::string*> codes;
    for (std::size_t i = 0; i < 3 && i < order_.size(); ++i) codes.push_back(&order_[i]->first);
    return codes;
  }
  /// Some row, half the time one of the latest; nothing when the shelf is empty.
  const Item* any(Chance& chance) const {
    if (order_.empty()) return nullptr;
    const std::uint64_t count = order_.size();
    const std::uint64_t back = chance.once_in(2) && count > 8 ? 8 : count;
    return order_[count - 1 - chance.below(back)];
  }

 private:
  std::map<std::string, Row> rows_;
  std::vector<Item*> order_;
};

/// A place on an account, by the number under which Books knows it.
struct Spot {
  std::string account;
  protocol::Place place = protocol::Place::free;
  std::string hold;
};

struct Piece {
  std::int64_t size = 0;
  int spot = 0;
};

struct Books {
  struct Person {
    std::string participant;
    protocol::RoleSet roles = 0;
    bool active = true;
  };
  struct Land {
    std::string owner;
    std::string registered_by;
    int first = 0, last = 0;
    /// Unit squares of the grid on which simulated land lies.
    std::set<std::pair<std::int64_t, std::int64_t>> squares;
    std::vector<std::string> reports;
    std::string methodology, region;
  };
  struct Claim {
    std::string project;
    int first = 0, last = 0;
    std::int64_t estimated = 0, verified = 0, issued = 0;
    protocol::ReportState state = protocol::ReportState::submitted;
    std::string submitted_by, verified_by;
  };
  struct Issue {
    std::string account;
    std::vector<Piece> pieces;
    std::uint32_t vintage = 0;
    std::string registry, project;  ///< where it came from, whichever it has
  };
  struct Lien {
    bool pledge = true;
    bool standing = true;
    std::string account, batch, lender;
    std::int64_t amount = 0;
  };
  struct Offer {
    std::string seller, batch;
    std::int64_t left = 0, lot = 0, price = 0;
    int first = 0, last = 0;
    protocol::ListingState state = protocol::ListingState::open;
  };
  struct Deal {
    std::string seller, buyer, batch;
    std::int64_t amount = 0, total = 0;
    protocol::TradeState state = protocol::TradeState::awaiting_registration;
  };
  struct Promise {
    bool standing = true;
    std::string from, to;
    std::int64_t amount = 0;
    std::int64_t expires_ns = 0;
  };
  /// Rules of a market from a day on.
  struct Rules {
    protocol::MarketProfile profile;
    std::string fee_account;
  };
  struct Item {
    std::string market;
    protocol::InstrumentCriteria criteria;
    std::optional<Money> first_price;
    protocol::InstrumentState state = protocol::InstrumentState::trading;
    std::size_t number = 0;
  };
  struct Right {
    bool suspended = false;
    protocol::HolderClass holder = protocol::HolderClass::other;
    std::int64_t allocation = 0;
  };
  struct MarketDay {
    int day = 0, rules = 0, sellable_from = 0;
    protocol::TradingDayState state = protocol::TradingDayState::open;
    std::optional<Money> composite_before, composite;
  };
  /// All trades of an item's last day, as they came.
  struct Tape {
    struct Trade {
      protocol::TradingMode mode;
      std::int64_t price, amount, value;
    };
    int day = INT32_MIN;
    std::optional<Money> reference;
    std::vector<Trade> trades;
    std::optional<Money> close;
    int closed_on = INT32_MIN;
  };
  /// An order that rests.
  struct Ticket {
    std::string code, market, item, account, participant, batch, counterparty;
    std::uint64_t number = 0;
    protocol::TradingMode mode = protocol::TradingMode::listing;
    protocol::OrderSide side = protocol::OrderSide::buy;
    int until = 0;
    std::int64_t price = 0, left = 0, value = 0, fees = 0, held = 0;
  };
  /// What a key of an actor was used for first.
  struct Use {
    std::uint64_t command = 0;  ///< fingerprint
    std::uint64_t log_index = 0;
  };

  Shelf<protocol::ParticipantKind> parties;
  Shelf<Person> people;
  Shelf<std::string> accounts;  ///< code → participant
  Shelf<Land> lands;
  Shelf<Claim> claims;
  Shelf<Issue> batches;
  Shelf<Lien> liens;
  Shelf<Offer> offers;
  Shelf<Deal> deals;
  Shelf<Promise> promises;  ///< reservations; a code may come again once it has ended
  std::map<std::string, std::map<int, Rules>> markets;
  Shelf<Item> items;
  std::map<std::pair<std::string, std::string>, Right> rights;  ///< by market and participant
  std::map<std::string, MarketDay> market_days;
  std::map<std::string, Tape> tapes;
  std::map<std::string, Ticket> tickets;
  std::uint64_t tickets_taken = 0;
  std::map<std::string, std::int64_t> money;  ///< "account|hold" → fen; the bank is "|"
  std::set<std::string> references;
  std::set<std::pair<std::string, std::string>> origins;
  std::map<std::pair<std::string, std::string>, Use> uses;  ///< actor and key

  /// The number of a place, given out on first sight.
  int spot(const std::string& account, protocol::Place place = protocol::Place::free,
           const std::string& hold = {});
  const Spot& spot_of(int number) const { return spots_[static_cast<std::size_t>(number)]; }

  std::int64_t fen(const std::string& account, const std::string& hold = {}) const;

  /// Batches and purses changed since the last call of settle().
  std::set<std::string> touched_batches, touched_purses;
  void settle() {
    touched_batches.clear();
    touched_purses.clear();
  }

 private:
  std::vector<Spot> spots_;
  std::map<std::string, int> numbers_;
};

inline std::string purse_name(const std::string& account, const std::string& hold) {
  return account + "|" + hold;
}

}  // namespace tanshu::sim
