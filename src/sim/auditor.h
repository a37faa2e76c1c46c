// SPDX-License-Identifier: Apache-2.0
// The naive auditor: keeps units and money by first principles from the commands that were
// accepted, never from their events, and foretells what can be foretold.
//
// Units: for each batch a list of pieces in serial order, each with the words for where it is;
// taking an amount walks the list from the front. Money: a map from words to fen. Nothing is shared
// with the ledger.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "protocol/record.h"

namespace tanshu::sim {

class Auditor {
 public:
  /// True: the command must be accepted; false: it must be refused; nothing: the auditor does not
  /// say. Only for commands on units and money by actors who may give them.
  std::optional<bool> foretell(const protocol::Envelope& envelope) const;

  /// Moves what the command says. Returns what cannot have been accepted, or an empty text.
  std::string note_accepted(const protocol::Envelope& envelope);

  struct Piece {
    std::int64_t size = 0;
    std::string where;  ///< "guyang|free", "guyang|held_by_order|trade/t000001"
  };
  const std::map<std::string, std::vector<Piece>>& batches() const { return batches_; }
  const std::map<std::string, std::int64_t>& money() const { return money_; }

 private:
  friend struct NoteCommand;

  std::int64_t units_at(const std::string& batch, const std::string& where) const;
  bool move_units(const std::string& batch, const std::string& from, const std::string& to,
                  std::int64_t amount);
  bool move_money(const std::string& from, const std::string& to, std::int64_t amount);

  std::map<std::string, std::vector<Piece>> batches_;
  std::map<std::string, std::int64_t> money_;
  std::map<std::string, protocol::OpenListing> listings_;
  std::map<std::string, std::int64_t> listed_;  ///< what is left of an open listing
  struct Deal {
    std::string batch, seller, buyer;
    std::int64_t amount = 0, total = 0;
  };
  std::map<std::string, Deal> waiting_;
  std::size_t deals_ = 0;
  std::map<std::string, std::string> owner_of_batch_;
  struct Lien {
    std::string batch, account, where;
    std::int64_t amount = 0;
  };
  std::map<std::string, Lien> liens_;
};

}  // namespace tanshu::sim
