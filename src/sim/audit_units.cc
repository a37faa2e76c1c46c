// SPDX-License-Identifier: Apache-2.0
// The auditor on units: issue from elsewhere, gifts, retirement, export, pledges and freezes.
#include <algorithm>

#include "sim/audit_rules.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

/// lots_are_empty to amount_is_too_large, in the order of the lots.
Number check_lots(const Books& books, const std::vector<Lot>& lots) {
  SIM_REFUSE_IF(lots.empty(), lots_are_empty);
  SIM_REFUSE_IF(lots.size() > 50, too_many_lots);
  Int128 sum = 0;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    SIM_REFUSE_IF(lots[i].amount.count <= 0, amount_is_not_positive);
    SIM_REFUSE_IF(!books.batches.has(lots[i].batch.text), batch_is_unknown);
    const auto here = lots.begin() + static_cast<std::ptrdiff_t>(i);
    const bool seen =
        std::any_of(lots.begin(), here, [&](const Lot& lot) { return lot.batch == lots[i].batch; });
    SIM_REFUSE_IF(seen, batch_stands_twice);
    sum += lots[i].amount.count;
    SIM_REFUSE_IF(sum > INT64_MAX, amount_is_too_large);
  }
  return 0;
}

Number check_filled(std::initializer_list<const std::string*> texts) {
  for (const std::string* text : texts) SIM_REFUSE_IF(is_blank(*text), text_is_empty);
  return 0;
}

Number move_lots(Books& books, const std::vector<Lot>& lots, int from, int to) {
  Moves moves(books);
  for (const Lot& lot : lots) SIM_STOP(moves.take(lot.batch.text, from, to, lot.amount.count));
  moves.carry_out();
  return 0;
}

Number place_lien(Books& books, const std::string& code, const Books::Lien& lien,
                  const std::string& reason) {
  SIM_STOP(check_code(code, books.liens.has(code)));
  SIM_REFUSE_IF(!books.batches.has(lien.batch), batch_is_unknown);
  SIM_REFUSE_IF(lien.amount <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(is_blank(reason), text_is_empty);
  const int held = lien.pledge ? books.spot(lien.account, Place::pledged, "pledge/" + code)
                               : books.spot(lien.account, Place::frozen, "freeze/" + code);
  Moves moves(books);
  SIM_STOP(moves.take(lien.batch, books.spot(lien.account), held, lien.amount));
  moves.carry_out();
  books.liens.add(code, lien);
  return 0;
}

Number drop_lien(Books& books, const std::string& code, bool pledge, const std::string* lender) {
  Books::Lien* lien = books.liens.find(code);
  SIM_REFUSE_IF(lien == nullptr || lien->pledge != pledge, encumbrance_is_unknown);
  SIM_REFUSE_IF(!lien->standing, encumbrance_is_released);
  SIM_REFUSE_IF(lender != nullptr && lien->lender != *lender, only_the_lender_releases);
  const int held = pledge ? books.spot(lien->account, Place::pledged, "pledge/" + code)
                          : books.spot(lien->account, Place::frozen, "freeze/" + code);
  Moves moves(books);
  SIM_STOP(moves.take(lien->batch, held, books.spot(lien->account), lien->amount));
  moves.carry_out();
  lien->standing = false;
  return 0;
}

}  // namespace

Number rule(const ReleaseBuffer& c, const Given& given) {
  Books& b = given.books;
  const Books::Issue* issue = b.batches.find(c.batch.text);
  SIM_REFUSE_IF(issue == nullptr, batch_is_unknown);
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(is_blank(c.reason), text_is_empty);
  const int buffer = b.spot(issue->account, Place::buffer);
  SIM_REFUSE_IF(units_at(b, c.batch.text, buffer) < c.amount.count, buffer_is_short);
  return move_lots(b, {{c.batch, c.amount}}, buffer, b.spot(issue->account));
}

Number rule(const ImportBatch& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.batches.has(c.id.text)));
  SIM_REFUSE_IF(!b.accounts.has(c.account.text), account_is_unknown);
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  SIM_STOP(check_filled({&c.origin_registry, &c.origin_id}));
  SIM_REFUSE_IF(!b.origins.insert({c.origin_registry, c.origin_id}).second, origin_was_imported);
  b.batches.add(c.id.text, {c.account.text, {}, c.vintage, c.origin_registry, {}});
  lay_out(b, c.id.text, {{c.amount.count, b.spot(c.account.text)}});
  return 0;
}

Number rule(const GiveUnits& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_own(given, c.from.text));
  SIM_REFUSE_IF(!b.accounts.has(c.to.text), account_is_unknown);
  SIM_REFUSE_IF(c.from == c.to, giver_is_receiver);
  SIM_STOP(check_lots(b, c.lots));
  SIM_REFUSE_IF(is_blank(c.occasion), text_is_empty);
  return move_lots(b, c.lots, b.spot(c.from.text), b.spot(c.to.text));
}

Number rule(const RetireUnits& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_own(given, c.account.text));
  SIM_STOP(check_lots(b, c.lots));
  SIM_STOP(check_filled({&c.beneficiary_zh, &c.beneficiary_en, &c.purpose_zh, &c.purpose_en}));
  SIM_REFUSE_IF(c.period.last < c.period.first, period_is_reversed);
  const Place place = c.kind == RetirementKind::retirement ? Place::retired : Place::cancelled;
  return move_lots(b, c.lots, b.spot(c.account.text), b.spot(c.account.text, place));
}

Number rule(const ExportUnits& c, const Given& given) {
  Books& b = given.books;
  SIM_REFUSE_IF(!b.accounts.has(c.account.text), account_is_unknown);
  SIM_STOP(check_lots(b, c.lots));
  SIM_STOP(check_filled({&c.destination, &c.reference}));
  return move_lots(b, c.lots, b.spot(c.account.text), b.spot(c.account.text, Place::exported));
}

Number rule(const PledgeUnits& c, const Given& given) {
  SIM_STOP(check_own(given, c.account.text));
  const ParticipantKind* lender = given.books.parties.find(c.lender.text);
  SIM_REFUSE_IF(lender == nullptr, participant_is_unknown);
  SIM_REFUSE_IF(*lender != ParticipantKind::bank, participant_is_not_a_bank);
  const Books::Lien lien{true, true, c.account.text, c.batch.text, c.lender.text, c.amount.count};
  return place_lien(given.books, c.id.text, lien, c.contract);
}

Number rule(const ReleasePledge& c, const Given& given) {
  return drop_lien(given.books, c.pledge.text, true, &given.participant);
}

Number rule(const FreezeUnits& c, const Given& given) {
  SIM_REFUSE_IF(!given.books.accounts.has(c.account.text), account_is_unknown);
  SIM_REFUSE_IF(!given.books.parties.has(c.authority.text), participant_is_unknown);
  const Books::Lien lien{false,         true, c.account.text, c.batch.text, c.authority.text,
                         c.amount.count};
  return place_lien(given.books, c.id.text, lien, c.order_reference);
}

Number rule(const ReleaseFreeze& c, const Given& given) {
  return drop_lien(given.books, c.freeze.text, false, nullptr);
}

}  // namespace tanshu::sim
