// SPDX-License-Identifier: Apache-2.0
// What an owner does with units: gives them away, or retires them for good.
#include "registry/checks.h"
#include "registry/handlers.h"

namespace tanshu::registry {

using ledger::Book;
using ledger::free_units;
using ledger::Posting;

Verdict<void> give_units(const GiveUnits& c, const Context& context, Registry& registry, Book& book,
                         Events& events) {
  TRY(find_own_account(book, c.from, context));
  TRY(find_account(book, c.to));
  if (c.from == c.to) return refuse(RefusalCode::giver_is_receiver);
  TRY_SET(const Carbon amount, check_lots(registry, c.lots));
  TRY(check_text("occasion", c.occasion));
  Posting posting;
  for (const Lot& lot : c.lots)
    TRY(book.move_units(posting, lot.batch, free_units(c.from), free_units(c.to), lot.amount));

  Gift gift{GiftId{next_number('g', registry.gifts.size())},
                  c.from,
                  c.to,
                  amount,
                  serials_of(posting),
                  c.occasion,
                  context.actor,
                  context.at};
  registry.gifts.put(gift.id, gift);
  events.emplace_back(UnitsGiven{std::move(gift)});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> retire_units(const RetireUnits& c, const Context& context, Registry& registry,
                           Book& book, Events& events) {
  TRY(find_own_account(book, c.account, context));
  TRY_SET(const Carbon amount, check_lots(registry, c.lots));
  TRY(check_text("beneficiary_zh", c.beneficiary_zh));
  TRY(check_text("beneficiary_en", c.beneficiary_en));
  TRY(check_text("purpose_zh", c.purpose_zh));
  TRY(check_text("purpose_en", c.purpose_en));
  TRY(check_period(c.period));
  const Place place = c.kind == RetirementKind::retirement ? Place::retired : Place::cancelled;
  Posting posting;
  for (const Lot& lot : c.lots)
    TRY(book.move_units(posting, lot.batch, free_units(c.account), {c.account, place, {}},
                        lot.amount));

  const Retirement retirement{RetirementId{next_number('r', registry.retirements.size())},
                              c.kind,
                              c.account,
                              amount,
                              serials_of(posting),
                              c.beneficiary_zh,
                              c.beneficiary_en,
                              c.purpose_zh,
                              c.purpose_en,
                              c.period,
                              context.actor,
                              context.at};
  registry.retirements.put(retirement.id, retirement);
  events.emplace_back(UnitsRetired{retirement});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace tanshu::registry
