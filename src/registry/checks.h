// SPDX-License-Identifier: Apache-2.0
// Checks that several commands share: regions, periods, accounts, amounts.
#pragma once

#include "ledger/book.h"
#include "protocol/codes.h"
#include "protocol/context.h"
#include "registry/registry.h"

namespace tanshu::registry {

/// A command that disposes of units names at most this many batches.
inline constexpr std::size_t lots_max = 50;

Verdict<void> check_region(std::string_view region);
Verdict<void> check_period(const Period& period);
Verdict<void> check_positive(Carbon amount);
Verdict<void> check_positive(Money amount);
Verdict<const Participant*> find_participant(const Registry& registry, const ParticipantId& id);
using AccountFound = const ledger::AccountRow*;
Verdict<AccountFound> find_account(const ledger::Book& book, const AccountId& id);
/// The account, if it belongs to the participant for which the actor acts.
Verdict<AccountFound> find_own_account(const ledger::Book& book, const AccountId& id,
                                       const Context& context);
Verdict<const Batch*> find_batch(const Registry& registry, const BatchId& id);
/// One to `lots_max` lots, each positive, no batch twice, every batch known. Returns the sum.
Verdict<Carbon> check_lots(const Registry& registry, const std::vector<Lot>& lots);
/// The serials that a posting moves, batch by batch.
std::vector<BatchRanges> serials_of(const ledger::Posting& posting);
/// "g000042": a letter and the next number of a table that only grows.
std::string next_number(char letter, std::size_t size);

}  // namespace tanshu::registry
