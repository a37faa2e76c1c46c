// SPDX-License-Identifier: Apache-2.0
// Places, amounts and money in the auditor's books.
#include "sim/books.h"

#include <algorithm>

#include "base/quantity.h"
#include "sim/audit_rules.h"

namespace tanshu::sim {

using protocol::RefusalCode;

int Books::spot(const std::string& account, protocol::Place place, const std::string& hold) {
  std::string name = account;
  name += static_cast<char>('0' + static_cast<int>(place));
  name += hold;
  const auto [it, first] = numbers_.try_emplace(std::move(name), static_cast<int>(spots_.size()));
  if (first) spots_.push_back({account, place, hold});
  return it->second;
}

std::int64_t Books::fen(const std::string& account, const std::string& hold) const {
  const auto it = money.find(purse_name(account, hold));
  return it == money.end() ? 0 : it->second;
}

/// Nothing but spaces, the wide ones of Chinese keyboards too, tabs and line feeds.
bool is_blank(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.compare(at, 3, "\u3000") == 0)
      at += 3;
    else if (text[at] == ' ' || text[at] == '\t' || text[at] == '\n')
      ++at;
    else
      return false;
  }
  return true;
}

Number check_code(const std::string& code, bool taken) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool good = !code.empty() && code.size() <= 40 && plain(code.front()) &&
                    std::all_of(code.begin(), code.end(), [&](char c) {
                      return plain(c) || c == '.' || c == '_' || c == '-';
                    });
  SIM_REFUSE_IF(!good, code_is_malformed);
  SIM_REFUSE_IF(taken, code_is_taken);
  return 0;
}

std::int64_t units_at(const Books& books, const std::string& batch, int spot) {
  const Books::Issue* issue = books.batches.find(batch);
  std::int64_t sum = 0;
  if (issue != nullptr)
    for (const Piece& piece : issue->pieces)
      if (piece.spot == spot) sum += piece.size;
  return sum;
}

/// A leg weighs 8 and each of its pieces 1; an entry holds 800.
Number Moves::take(const std::string& batch, int from, int to, std::int64_t amount) {
  SIM_REFUSE_IF(units_at(books_, batch, from) < amount, units_are_short);
  std::int64_t left = amount;
  weight_ += 8;
  for (const Piece& piece : books_.batches.find(batch)->pieces) {
    if (left <= 0) break;
    if (piece.spot != from) continue;
    left -= piece.size;
    ++weight_;
  }
  SIM_REFUSE_IF(weight_ > 800, too_many_pieces);
  moves_.push_back({batch, from, to, amount});
  return 0;
}

void lay_out(Books& books, const std::string& batch, const std::vector<Piece>& pieces) {
  std::vector<Piece>& laid = books.batches.find(batch)->pieces;
  laid.clear();
  for (const Piece& piece : pieces) {
    if (piece.size == 0) continue;
    if (!laid.empty() && laid.back().spot == piece.spot)
      laid.back().size += piece.size;
    else
      laid.push_back(piece);
  }
  books.touched_batches.insert(batch);
}

/// The lowest serials first; touching pieces in one place become one.
void Moves::carry_out() {
  for (const Move& move : moves_) {
    std::int64_t left = move.amount;
    std::vector<Piece> after;
    for (const Piece& piece : books_.batches.find(move.batch)->pieces) {
      const std::int64_t taken = piece.spot == move.from ? std::min(left, piece.size) : 0;
      left -= taken;
      after.push_back({taken, move.to});
      after.push_back({piece.size - taken, piece.spot});
    }
    lay_out(books_, move.batch, after);
  }
}

namespace {

constexpr const char* bank = "|";

std::int64_t in_purse(const Books& books, const std::string& purse) {
  const auto it = books.money.find(purse);
  return it == books.money.end() ? 0 : it->second;
}

}  // namespace

Number check_money(const Books& books, const std::string& from, const std::string& to,
                   std::int64_t amount) {
  const Int128 there = in_purse(books, from), then = in_purse(books, to);
  SIM_REFUSE_IF(from != bank && there < amount, cash_is_short);
  SIM_REFUSE_IF(there - amount <= INT64_MIN || then + amount > INT64_MAX, amount_is_too_large);
  return 0;
}

void move_money(Books& books, const std::string& from, const std::string& to, std::int64_t amount) {
  if ((books.money[from] -= amount) == 0) books.money.erase(from);
  if ((books.money[to] += amount) == 0) books.money.erase(to);
  books.touched_purses.insert(from);
  books.touched_purses.insert(to);
}

std::optional<std::int64_t> price_for(std::int64_t amount_mg, std::int64_t fen_per_tonne) {
  const Int128 twice = static_cast<Int128>(amount_mg) * fen_per_tonne * 2;
  const Int128 price = (twice / mg_per_tonne + 1) / 2;
  if (price > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(price);
}

int china_day(std::int64_t at_ns) {
  constexpr std::int64_t hour_ns = 3'600'000'000'000, day_ns = 24 * hour_ns;
  const std::int64_t local = at_ns + 8 * hour_ns;
  return static_cast<int>(local / day_ns - (local % day_ns < 0 ? 1 : 0));
}

Number check_own(const Given& given, const std::string& account) {
  const std::string* owner = given.books.accounts.find(account);
  SIM_REFUSE_IF(owner == nullptr, account_is_unknown);
  SIM_REFUSE_IF(*owner != given.participant, account_is_not_yours);
  return 0;
}

}  // namespace tanshu::sim
