// SPDX-License-Identifier: Apache-2.0
// Pledges and freezes: units stay in the owner's name and cannot be disposed of.
#include "registry/checks.h"
#include "registry/handlers.h"

namespace tanshu::registry {
namespace {

using ledger::Book;
using ledger::free_units;
using ledger::held_units;
using ledger::Posting;

Pocket encumbered(const Encumbrance& e) {
  const bool pledge = e.kind == EncumbranceKind::pledge;
  return held_units(e.account, pledge ? Place::pledged : Place::frozen,
                    HoldId{(pledge ? "pledge/" : "freeze/") + e.id.text});
}

Verdict<void> place(Encumbrance encumbrance, Registry& registry, Book& book, Events& events) {
  TRY(check_new_code(encumbrance.id.text, registry.encumbrances.contains(encumbrance.id)));
  TRY(find_batch(registry, encumbrance.batch));
  TRY(check_positive(encumbrance.amount));
  TRY(check_text("reason", encumbrance.reason));
  Posting posting;
  TRY(book.move_units(posting, encumbrance.batch, free_units(encumbrance.account),
                      encumbered(encumbrance), encumbrance.amount));

  registry.encumbrances.put(encumbrance.id, encumbrance);
  events.emplace_back(EncumbrancePlaced{std::move(encumbrance)});
  book.post(std::move(posting), events);
  return {};
}

Verdict<Encumbrance> find_standing(const Registry& registry, const EncumbranceId& id,
                                   EncumbranceKind kind) {
  const Encumbrance* encumbrance = registry.encumbrances.find(id);
  if (encumbrance == nullptr || encumbrance->kind != kind)
    return refuse(RefusalCode::encumbrance_is_unknown, {{"id", id.text}});
  if (encumbrance->state == EncumbranceState::released)
    return refuse(RefusalCode::encumbrance_is_released, {{"id", id.text}});
  return *encumbrance;
}

Verdict<void> release(Encumbrance encumbrance, Registry& registry, Book& book, Events& events) {
  Posting posting;
  TRY(book.move_units(posting, encumbrance.batch, encumbered(encumbrance),
                      free_units(encumbrance.account), encumbrance.amount));

  encumbrance.state = EncumbranceState::released;
  registry.encumbrances.put(encumbrance.id, encumbrance);
  events.emplace_back(EncumbranceReleased{std::move(encumbrance)});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace

Verdict<void> pledge_units(const PledgeUnits& c, const Context& context, Registry& registry,
                           Book& book, Events& events) {
  TRY(find_own_account(book, c.account, context));
  TRY_SET(const Participant* lender, find_participant(registry, c.lender));
  if (lender->kind != ParticipantKind::bank)
    return refuse(RefusalCode::participant_is_not_a_bank, {{"participant", c.lender.text}});
  return place({c.id, EncumbranceKind::pledge, EncumbranceState::standing, c.account, c.batch,
                c.amount, c.lender, c.contract, context.actor, context.at},
               registry, book, events);
}

Verdict<void> release_pledge(const ReleasePledge& c, const Context& context, Registry& registry,
                             Book& book, Events& events) {
  TRY_SET(Encumbrance pledge, find_standing(registry, c.pledge, EncumbranceKind::pledge));
  if (pledge.in_favour_of != context.participant)
    return refuse(RefusalCode::only_the_lender_releases,
                  {{"participant", pledge.in_favour_of.text}, {"pledge", c.pledge.text}});
  return release(std::move(pledge), registry, book, events);
}

Verdict<void> freeze_units(const FreezeUnits& c, const Context& context, Registry& registry,
                           Book& book, Events& events) {
  TRY(find_account(book, c.account));
  TRY(find_participant(registry, c.authority));
  return place({c.id, EncumbranceKind::freeze, EncumbranceState::standing, c.account, c.batch,
                c.amount, c.authority, c.order_reference, context.actor, context.at},
               registry, book, events);
}

Verdict<void> release_freeze(const ReleaseFreeze& c, Registry& registry, Book& book,
                             Events& events) {
  TRY_SET(Encumbrance freeze, find_standing(registry, c.freeze, EncumbranceKind::freeze));
  return release(std::move(freeze), registry, book, events);
}

}  // namespace tanshu::registry
