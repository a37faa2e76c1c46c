// SPDX-License-Identifier: Apache-2.0
// Payments between accounts: at once, or reserved first and then taken, given up or sent back.
#include "clearing/clearing.h"
#include "protocol/codes.h"

namespace tanshu::clearing {
namespace {

using ledger::Book;
using ledger::free_cash;
using ledger::held_cash;
using ledger::Posting;

using Found = const ledger::Accounts::Entry*;

Verdict<Found> find_account(const Book& book, const AccountId& id) {
  Found account = book.accounts().find_entry(id);
  if (account == nullptr) return refuse(RefusalCode::account_is_unknown, {{"account", id.text}});
  return account;
}

Verdict<Found> find_own(const Book& book, const AccountId& id, const Context& context) {
  TRY_SET(Found account, find_account(book, id));
  if (account->row.participant != context.participant)
    return refuse(RefusalCode::account_is_not_yours,
                  {{"account", id.text}, {"participant", context.participant.text}});
  return account;
}

struct Parties {
  Found from;
  Found to;
};

/// The payer is the actor's, the payee another account.
Verdict<Parties> find_parties(const Book& book, const AccountId& from, const AccountId& to,
                              const Context& context) {
  TRY_SET(Found payer, find_own(book, from, context));
  TRY_SET(Found payee, find_account(book, to));
  if (payer == payee) return refuse(RefusalCode::payer_is_payee);
  return Parties{payer, payee};
}

Verdict<void> check_positive(Money amount) {
  if (amount.positive()) return {};
  return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(amount)}});
}

Verdict<Reservation> find_standing(const Clearing& clearing, const ReservationId& id) {
  const Reservation* found = clearing.reservations.find(id);
  if (found != nullptr) return *found;
  return refuse(RefusalCode::reservation_is_unknown, {{"reservation", id.text}});
}

/// Pays `paid` of it out, sends the rest back, and takes the reservation off the table.
Verdict<void> end(Reservation reservation, ReservationState state, Money paid, Clearing& clearing,
                  Book& book, Events& events) {
  const Purse held = held_cash(reservation.from, hold_of(reservation.id));
  const Money rest = reservation.amount - paid;
  Posting posting;
  if (paid.positive()) TRY(book.move_cash(posting, held, free_cash(reservation.to), paid));
  if (rest.positive()) TRY(book.move_cash(posting, held, free_cash(reservation.from), rest));

  clearing.reservations.erase(reservation.id);
  reservation.state = state;
  reservation.paid = paid;
  events.emplace_back(ReservationEnded{std::move(reservation)});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace

HoldId hold_of(const ReservationId& reservation) {
  return {reservation.text};
}

Verdict<void> transfer_cash(const TransferCash& c, const Context& context, Book& book,
                            Events& events) {
  TRY_SET(const Parties parties, find_parties(book, c.from, c.to, context));
  TRY(check_positive(c.amount));
  Posting posting;
  TRY(book.move_cash(posting, *parties.from, *parties.to, c.amount));

  events.emplace_back(CashPaid{c.reference});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> reserve_cash(const ReserveCash& c, const Context& context, Clearing& clearing,
                           Book& book, Events& events) {
  TRY(check_new_code(c.id.text, clearing.reservations.contains(c.id)));
  TRY(find_parties(book, c.from, c.to, context));
  TRY(check_positive(c.amount));
  if (c.expires_at <= context.at)
    return refuse(RefusalCode::deadline_is_past,
                  {{"expires_at", to_text(c.expires_at)}, {"now", to_text(context.at)}});
  Posting posting;
  TRY(book.move_cash(posting, free_cash(c.from), held_cash(c.from, hold_of(c.id)), c.amount));

  const Reservation reservation{c.id,        c.from, c.to, c.amount, {}, ReservationState::standing,
                                c.expires_at};
  clearing.reservations.put(c.id, reservation);
  events.emplace_back(CashReserved{reservation});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> post_reservation(const PostReservation& c, const Context& context, Clearing& clearing,
                               Book& book, Events& events) {
  TRY_SET(Reservation reservation, find_standing(clearing, c.reservation));
  TRY(find_own(book, reservation.to, context));
  TRY(check_positive(c.amount));
  if (reservation.expires_at <= context.at)
    return refuse(
        RefusalCode::reservation_has_expired,
        {{"reservation", c.reservation.text}, {"expires_at", to_text(reservation.expires_at)}});
  if (reservation.amount < c.amount)
    return refuse(RefusalCode::reservation_is_short, {{"reservation", c.reservation.text},
                                                      {"reserved", to_text(reservation.amount)},
                                                      {"wanted", to_text(c.amount)}});
  return end(std::move(reservation), ReservationState::posted, c.amount, clearing, book, events);
}

Verdict<void> void_reservation(const VoidReservation& c, const Context& context, Clearing& clearing,
                               Book& book, Events& events) {
  TRY_SET(Reservation reservation, find_standing(clearing, c.reservation));
  TRY(find_own(book, reservation.to, context));
  return end(std::move(reservation), ReservationState::voided, {}, clearing, book, events);
}

Verdict<void> expire_reservation(const ExpireReservation& c, const Context& context,
                                 Clearing& clearing, Book& book, Events& events) {
  TRY_SET(Reservation reservation, find_standing(clearing, c.reservation));
  if (!find_own(book, reservation.from, context)) TRY(find_own(book, reservation.to, context));
  if (context.at < reservation.expires_at)
    return refuse(
        RefusalCode::reservation_has_not_expired,
        {{"reservation", c.reservation.text}, {"expires_at", to_text(reservation.expires_at)}});
  return end(std::move(reservation), ReservationState::expired, {}, clearing, book, events);
}

}  // namespace tanshu::clearing
