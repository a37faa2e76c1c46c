// SPDX-License-Identifier: Apache-2.0
// The auditor's own bookkeeping.
#include "sim/auditor.h"

#include <fmt/format.h>

#include <algorithm>

namespace tanshu::sim {

using namespace protocol;  // NOLINT: every command that moves something is named here

namespace {

std::string free_at(const AccountId& account) {
  return account.text + "|free";
}
std::string listed_at(const std::string& seller, const std::string& listing) {
  return seller + "|held_by_order|listing/" + listing;
}
std::string sold_at(const std::string& seller, const std::string& trade) {
  return seller + "|held_by_order|trade/" + trade;
}

/// Half a fen and more is a fen.
std::int64_t price_for(std::int64_t amount_mg, std::int64_t fen_per_tonne) {
  const Int128 twice = static_cast<Int128>(amount_mg) * fen_per_tonne * 2;
  return static_cast<std::int64_t>((twice / mg_per_tonne + 1) / 2);
}

}  // namespace

std::int64_t Auditor::units_at(const std::string& batch, const std::string& where) const {
  std::int64_t sum = 0;
  const auto pieces = batches_.find(batch);
  if (pieces == batches_.end()) return 0;
  for (const Piece& piece : pieces->second)
    if (piece.where == where) sum += piece.size;
  return sum;
}

/// The lowest serials first; touching pieces in one place become one.
bool Auditor::move_units(const std::string& batch, const std::string& from, const std::string& to,
                         std::int64_t amount) {
  if (units_at(batch, from) < amount) return false;
  std::vector<Piece> after;
  const auto append = [&after](std::int64_t size, const std::string& where) {
    if (size == 0) return;
    if (!after.empty() && after.back().where == where)
      after.back().size += size;
    else
      after.push_back({size, where});
  };
  for (const Piece& piece : batches_[batch]) {
    const std::int64_t taken = piece.where == from ? std::min(amount, piece.size) : 0;
    amount -= taken;
    append(taken, to);
    append(piece.size - taken, piece.where);
  }
  batches_[batch] = std::move(after);
  return true;
}

bool Auditor::move_money(const std::string& from, const std::string& to, std::int64_t amount) {
  if (from != "bank" && money_[from] < amount) return false;
  if ((money_[from] -= amount) == 0) money_.erase(from);
  if ((money_[to] += amount) == 0) money_.erase(to);
  return true;
}

struct NoteCommand {
  Auditor& a;

  bool take_lots(const AccountId& from, const std::string& to, const std::vector<Lot>& lots) const {
    for (const Lot& lot : lots)
      if (!a.move_units(lot.batch.text, free_at(from), to, lot.amount.count)) return false;
    return true;
  }
  bool take_lien(const EncumbranceId& id, const char* place, const AccountId& account,
                 const Lot& lot) const {
    const std::string where = account.text + "|" + place + id.text;
    a.liens_[id.text] = {lot.batch.text, account.text, where, lot.amount.count};
    return a.move_units(lot.batch.text, free_at(account), where, lot.amount.count);
  }
  bool drop_lien(const EncumbranceId& id) const {
    const auto lien = a.liens_.find(id.text);
    if (lien == a.liens_.end()) return false;
    const Auditor::Lien l = lien->second;
    a.liens_.erase(lien);
    return a.move_units(l.batch, l.where, l.account + "|free", l.amount);
  }

  bool operator()(const IssueBatch& c) const {
    auto& pieces = a.batches_[c.id.text];
    if (!pieces.empty()) return false;
    pieces.push_back({c.amount.count - c.buffer.count, free_at(c.account)});
    if (c.buffer.count > 0) pieces.push_back({c.buffer.count, c.account.text + "|buffer"});
    a.owner_of_batch_[c.id.text] = c.account.text;
    return true;
  }
  bool operator()(const ImportBatch& c) const {
    auto& pieces = a.batches_[c.id.text];
    if (!pieces.empty()) return false;
    pieces.push_back({c.amount.count, free_at(c.account)});
    a.owner_of_batch_[c.id.text] = c.account.text;
    return true;
  }
  bool operator()(const ReleaseBuffer& c) const {
    const std::string owner = a.owner_of_batch_[c.batch.text];
    return a.move_units(c.batch.text, owner + "|buffer", owner + "|free", c.amount.count);
  }
  bool operator()(const GiveUnits& c) const { return take_lots(c.from, free_at(c.to), c.lots); }
  bool operator()(const RetireUnits& c) const {
    const bool retired = c.kind == RetirementKind::retirement;
    return take_lots(c.account, c.account.text + (retired ? "|retired" : "|cancelled"), c.lots);
  }
  bool operator()(const ExportUnits& c) const {
    return take_lots(c.account, c.account.text + "|exported", c.lots);
  }
  bool operator()(const PledgeUnits& c) const {
    return take_lien(c.id, "pledged|pledge/", c.account, {c.batch, c.amount});
  }
  bool operator()(const FreezeUnits& c) const {
    return take_lien(c.id, "frozen|freeze/", c.account, {c.batch, c.amount});
  }
  bool operator()(const ReleasePledge& c) const { return drop_lien(c.pledge); }
  bool operator()(const ReleaseFreeze& c) const { return drop_lien(c.freeze); }
  bool operator()(const OpenListing& c) const {
    a.listings_[c.id.text] = c;
    a.listed_[c.id.text] = c.amount.count;
    return a.move_units(c.batch.text, free_at(c.seller), listed_at(c.seller.text, c.id.text),
                        c.amount.count);
  }
  bool operator()(const CloseListing& c) const {
    const OpenListing& l = a.listings_[c.listing.text];
    const std::int64_t left = a.listed_[c.listing.text];
    a.listed_[c.listing.text] = 0;
    return left > 0 &&
           a.move_units(l.batch.text, listed_at(l.seller.text, l.id.text), free_at(l.seller), left);
  }
  bool operator()(const BuyListing& c) const {
    const OpenListing& l = a.listings_[c.listing.text];
    const std::string id = fmt::format("t{:06}", ++a.deals_);
    const std::int64_t total = price_for(c.amount.count, l.price.count);
    a.listed_[c.listing.text] -= c.amount.count;
    a.waiting_[id] = {l.batch.text, l.seller.text, c.buyer.text, c.amount.count, total};
    return total > 0 &&
           a.move_units(l.batch.text, listed_at(l.seller.text, l.id.text),
                        sold_at(l.seller.text, id), c.amount.count) &&
           a.move_money(free_at(c.buyer), c.buyer.text + "|trade/" + id, total);
  }
  bool deliver(const TradeId& id, bool settle) const {
    const auto deal = a.waiting_.find(id.text);
    if (deal == a.waiting_.end()) return false;
    const Auditor::Deal d = deal->second;
    a.waiting_.erase(deal);
    return a.move_units(d.batch, sold_at(d.seller, id.text),
                        (settle ? d.buyer : d.seller) + "|free", d.amount) &&
           a.move_money(d.buyer + "|trade/" + id.text, (settle ? d.seller : d.buyer) + "|free",
                        d.total);
  }
  bool operator()(const RegisterTransfer& c) const { return deliver(c.trade, true); }
  bool operator()(const RejectTransfer& c) const { return deliver(c.trade, false); }
  bool operator()(const DepositCash& c) const {
    return a.move_money("bank", free_at(c.account), c.amount.count);
  }
  bool operator()(const WithdrawCash& c) const {
    return a.move_money(free_at(c.account), "bank", c.amount.count);
  }
  template <class Other>
  bool operator()(const Other&) const {
    return true;
  }
};

namespace {

/// What an auditor who knows only balances can say for certain.
struct Foretell {
  const std::map<std::string, std::int64_t>& money;
  const std::function<std::int64_t(const std::string&, const std::string&)>& units;

  using Answer = std::optional<bool>;

  Answer lots(const AccountId& from, const std::vector<Lot>& wanted) const {
    for (const Lot& lot : wanted)
      if (lot.amount.count <= 0 || units(lot.batch.text, free_at(from)) < lot.amount.count)
        return false;
    return std::nullopt;
  }
  Answer operator()(const GiveUnits& c) const { return lots(c.from, c.lots); }
  Answer operator()(const RetireUnits& c) const { return lots(c.account, c.lots); }
  Answer operator()(const ExportUnits& c) const { return lots(c.account, c.lots); }
  Answer operator()(const PledgeUnits& c) const { return lots(c.account, {{c.batch, c.amount}}); }
  Answer operator()(const FreezeUnits& c) const { return lots(c.account, {{c.batch, c.amount}}); }
  Answer operator()(const OpenListing& c) const { return lots(c.seller, {{c.batch, c.amount}}); }
  Answer operator()(const WithdrawCash& c) const {
    const auto at = money.find(free_at(c.account));
    if (c.amount.count <= 0 || at == money.end() || at->second < c.amount.count) return false;
    return std::nullopt;
  }
  template <class Other>
  Answer operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<bool> Auditor::foretell(const Envelope& envelope) const {
  if (const auto* c = std::get_if<RegisterTransfer>(&envelope.command))
    return waiting_.contains(c->trade.text);
  if (const auto* c = std::get_if<ReleaseFreeze>(&envelope.command))
    return liens_.contains(c->freeze.text) && liens_.at(c->freeze.text).where.contains("|frozen|");
  if (const auto* c = std::get_if<BuyListing>(&envelope.command)) {
    const auto listed = listed_.find(c->listing.text);
    if (listed == listed_.end() || c->amount.count <= 0 || listed->second < c->amount.count)
      return false;
    const auto at = money_.find(free_at(c->buyer));
    const std::int64_t cash = at == money_.end() ? 0 : at->second;
    if (cash < price_for(c->amount.count, listings_.at(c->listing.text).price.count)) return false;
    return std::nullopt;
  }
  const std::function<std::int64_t(const std::string&, const std::string&)> units =
      [this](const std::string& batch, const std::string& where) { return units_at(batch, where); };
  return std::visit(Foretell{money_, units}, envelope.command);
}

std::string Auditor::note_accepted(const Envelope& envelope) {
  if (std::visit(NoteCommand{*this}, envelope.command)) return {};
  return fmt::format("{} was accepted, and the auditor has not what it moves: {}",
                     row_of(envelope.command).name, command_json(envelope.command));
}

}  // namespace tanshu::sim
