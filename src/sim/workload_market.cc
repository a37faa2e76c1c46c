// SPDX-License-Identifier: Apache-2.0
// Commands on the market and on money.
#include <fmt/format.h>

#include <algorithm>

#include "sim/audit_rules.h"
#include "sim/workload.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: every command is made here

Command Workload::open_listing(const Books& books) {
  const auto [seller, lot] = holding(books);
  OpenListing c;
  c.id = {new_code('l')};
  c.seller = chance_.once_in(60) ? account(books) : seller;
  c.batch = lot.batch;
  const std::int64_t unit = std::max<std::int64_t>(1, lot.amount.count / chance_.between(1, 40));
  c.lot = Carbon{chance_.once_in(60) ? 0 : unit};
  c.amount = Carbon{unit * std::max<std::int64_t>(1, lot.amount.count / unit)};
  if (chance_.once_in(40)) ++c.amount.count;
  c.price = Money{chance_.between(1, 20'000)};
  const std::uint64_t odd = chance_.below(60);
  if (odd == 0) c.price = Money{0};
  if (odd == 1) c.price = Money{INT64_MAX / 2};  // more than can be paid
  if (odd < 8) c.lot = Carbon{1};                // worth less than half a fen
  const int today = china_day(now_ns_);
  c.open_days = {{today}, {today + 3}};
  if (chance_.once_in(12)) c.open_days.first = {today + static_cast<int>(chance_.between(-1, 1))};
  if (chance_.once_in(12)) c.open_days.last = {today + static_cast<int>(chance_.between(-2, 1))};
  return c;
}

Command Workload::close_listing(const Books& books) {
  const auto* offer = books.offers.any(chance_);
  return CloseListing{{offer == nullptr || chance_.once_in(40) ? "nothing" : offer->first},
                      chance_.once_in(30) ? std::string() : text()};
}

Command Workload::buy_listing(const Books& books) {
  const auto* offer = books.offers.any(chance_);
  for (int tries = 0; tries < 3 && offer != nullptr; ++tries) {
    if (offer->second.state == ListingState::open) break;
    offer = books.offers.any(chance_);
  }
  if (offer == nullptr || chance_.once_in(80))
    return BuyListing{{"nothing"}, account(books), Carbon{1}};
  const Books::Offer& o = offer->second;
  std::int64_t lots = chance_.between(1, std::max<std::int64_t>(1, o.left / o.lot));
  const std::uint64_t odd = chance_.below(40);
  if (odd == 0) lots = 0;
  if (odd == 1) lots = o.left / o.lot + 1;
  const Carbon amount{o.lot * lots + (odd == 2 ? 1 : 0)};
  return BuyListing{{offer->first}, account(books), amount};
}

Command Workload::register_transfer(const Books& books) {
  const auto* deal = books.deals.any(chance_);
  for (int tries = 0; tries < 3 && deal != nullptr; ++tries) {
    if (deal->second.state == TradeState::awaiting_registration) break;
    deal = books.deals.any(chance_);
  }
  return RegisterTransfer{{deal == nullptr || chance_.once_in(60) ? "nothing" : deal->first}};
}

Command Workload::reject_transfer(const Books& books) {
  const auto* deal = books.deals.any(chance_);
  return RejectTransfer{{deal == nullptr || chance_.once_in(60) ? "nothing" : deal->first},
                        chance_.once_in(30) ? std::string() : text()};
}

/// Bank references seldom come twice; one deposit in three hundred is all the money there is.
Command Workload::deposit_cash(const Books& books) {
  Money amount{chance_.between(1, 50'000'000)};
  const std::uint64_t odd = chance_.below(300);
  if (odd == 0) amount = Money{INT64_MAX};
  if (odd < 6 && odd > 0) amount = Money{chance_.between(-1, 0)};
  return DepositCash{account(books), amount, odd == 7 ? std::string() : new_code('k')};
}

Command Workload::withdraw_cash(const Books& books) {
  const AccountId from = account(books);
  const Money amount{part_of(std::max<std::int64_t>(1, books.fen(from.text)))};
  return WithdrawCash{from, amount, chance_.once_in(60) ? std::string() : new_code('k')};
}

/// Some account's money, or part of it, for another account.
Command Workload::transfer_cash(const Books& books) {
  const AccountId from = account(books), to = chance_.once_in(60) ? from : account(books);
  const Money amount{part_of(std::max<std::int64_t>(1, books.fen(from.text)))};
  return TransferCash{from, to, amount, text()};
}

/// For some minutes; one in twenty for no time at all.
Command Workload::reserve_cash(const Books& books) {
  const AccountId from = account(books), to = chance_.once_in(60) ? from : account(books);
  const Money amount{part_of(std::max<std::int64_t>(1, books.fen(from.text)))};
  constexpr std::int64_t second_ns = 1'000'000'000;
  const std::int64_t seconds = chance_.between(chance_.once_in(20) ? -60 : 1, 300);
  const std::string code = chance_.once_in(10) ? reservation(books) : new_code('v');
  return ReserveCash{{code}, from, to, amount, {now_ns_ + seconds * second_ns}};
}

/// A reservation, one that stands if need be after some looking.
std::string Workload::reservation(const Books& books) {
  const auto* promise = books.promises.any(chance_);
  for (int tries = 0; tries < 4 && promise != nullptr; ++tries) {
    if (promise->second.standing) break;
    promise = books.promises.any(chance_);
  }
  return promise == nullptr || chance_.once_in(60) ? "nothing" : promise->first;
}

Command Workload::post_reservation(const Books& books) {
  const std::string code = reservation(books);
  const Books::Promise* promise = books.promises.find(code);
  const std::int64_t amount = promise == nullptr ? 1 : part_of(promise->amount);
  return PostReservation{{code}, Money{amount}};
}

Command Workload::void_reservation(const Books& books) {
  return VoidReservation{{reservation(books)}};
}

Command Workload::expire_reservation(const Books& books) {
  return ExpireReservation{{reservation(books)}};
}

}  // namespace tanshu::sim
