// SPDX-License-Identifier: Apache-2.0
// The auditor on payments between accounts, at once and in two phases.
#include "sim/audit_rules.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

Number check_parties(const Given& given, const std::string& from, const std::string& to) {
  SIM_STOP(check_own(given, from));
  SIM_REFUSE_IF(!given.books.accounts.has(to), account_is_unknown);
  SIM_REFUSE_IF(from == to, payer_is_payee);
  return 0;
}

std::string promised(const Books::Promise& promise, const std::string& code) {
  return purse_name(promise.from, code);
}

Number find_standing(Books& books, const std::string& code, Books::Promise*& promise) {
  promise = books.promises.find(code);
  SIM_REFUSE_IF(promise == nullptr || !promise->standing, reservation_is_unknown);
  return 0;
}

/// The payee gets `paid`, the payer the rest.
Number end(Books& books, const std::string& code, Books::Promise& promise, std::int64_t paid) {
  const std::string held = promised(promise, code);
  const std::string payee = purse_name(promise.to, ""), payer = purse_name(promise.from, "");
  const std::int64_t rest = promise.amount - paid;
  if (paid > 0) SIM_STOP(check_money(books, held, payee, paid));
  if (rest > 0) SIM_STOP(check_money(books, held, payer, rest));
  if (paid > 0) move_money(books, held, payee, paid);
  if (rest > 0) move_money(books, held, payer, rest);
  promise.standing = false;
  return 0;
}

}  // namespace

Number rule(const TransferCash& c, const Given& given) {
  SIM_STOP(check_parties(given, c.from.text, c.to.text));
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  const std::string payer = purse_name(c.from.text, ""), payee = purse_name(c.to.text, "");
  SIM_STOP(check_money(given.books, payer, payee, c.amount.count));
  move_money(given.books, payer, payee, c.amount.count);
  return 0;
}

Number rule(const ReserveCash& c, const Given& given) {
  Books& b = given.books;
  const Books::Promise* before = b.promises.find(c.id.text);
  SIM_STOP(check_code(c.id.text, before != nullptr && before->standing));
  SIM_STOP(check_parties(given, c.from.text, c.to.text));
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(c.expires_at.ns <= given.at_ns, deadline_is_past);
  const Books::Promise promise{true, c.from.text, c.to.text, c.amount.count, c.expires_at.ns};
  const std::string payer = purse_name(c.from.text, ""), held = promised(promise, c.id.text);
  SIM_STOP(check_money(b, payer, held, c.amount.count));
  move_money(b, payer, held, c.amount.count);
  b.promises.add(c.id.text, promise);
  return 0;
}

Number rule(const PostReservation& c, const Given& given) {
  Books::Promise* promise = nullptr;
  SIM_STOP(find_standing(given.books, c.reservation.text, promise));
  SIM_STOP(check_own(given, promise->to));
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(promise->expires_ns <= given.at_ns, reservation_has_expired);
  SIM_REFUSE_IF(c.amount.count > promise->amount, reservation_is_short);
  return end(given.books, c.reservation.text, *promise, c.amount.count);
}

Number rule(const VoidReservation& c, const Given& given) {
  Books::Promise* promise = nullptr;
  SIM_STOP(find_standing(given.books, c.reservation.text, promise));
  SIM_STOP(check_own(given, promise->to));
  return end(given.books, c.reservation.text, *promise, 0);
}

Number rule(const ExpireReservation& c, const Given& given) {
  Books::Promise* promise = nullptr;
  SIM_STOP(find_standing(given.books, c.reservation.text, promise));
  if (check_own(given, promise->from) != 0) SIM_STOP(check_own(given, promise->to));
  SIM_REFUSE_IF(given.at_ns < promise->expires_ns, reservation_has_not_expired);
  return end(given.books, c.reservation.text, *promise, 0);
}

}  // namespace tanshu::sim
