// SPDX-License-Identifier: Apache-2.0
// The shared checks.
#include "registry/checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace tanshu::registry {

Verdict<void> check_region(std::string_view region) {
  const bool digits =
      std::all_of(region.begin(), region.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (region.size() != 6 || !digits)
    return refuse(RefusalCode::region_is_malformed, {{"region", std::string(region)}});
  return {};
}

Verdict<void> check_period(const Period& period) {
  if (period.last < period.first)
    return refuse(RefusalCode::period_is_reversed,
                  {{"first", to_text(period.first)}, {"last", to_text(period.last)}});
  return {};
}

Verdict<void> check_positive(Carbon amount) {
  if (!amount.positive())
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(amount)}});
  return {};
}

Verdict<void> check_positive(Money amount) {
  if (!amount.positive())
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(amount)}});
  return {};
}

Verdict<const Participant*> find_participant(const Registry& registry, const ParticipantId& id) {
  const Participant* participant = registry.participants.find(id);
  if (participant == nullptr)
    return refuse(RefusalCode::participant_is_unknown, {{"participant", id.text}});
  return participant;
}

Verdict<AccountFound> find_account(const ledger::Book& book, const AccountId& id) {
  AccountFound account = book.accounts().find(id);
  if (account == nullptr) return refuse(RefusalCode::account_is_unknown, {{"account", id.text}});
  return account;
}

Verdict<AccountFound> find_own_account(const ledger::Book& book, const AccountId& id,
                                       const Context& context) {
  auto account = find_account(book, id);
  if (account && (*account)->participant != context.participant)
    return refuse(RefusalCode::account_is_not_yours,
                  {{"account", id.text}, {"participant", context.participant.text}});
  return account;
}

Verdict<const Batch*> find_batch(const Registry& registry, const BatchId& id) {
  const Batch* batch = registry.batches.find(id);
  if (batch == nullptr) return refuse(RefusalCode::batch_is_unknown, {{"batch", id.text}});
  return batch;
}

Verdict<Carbon> check_lots(const Registry& registry, const std::vector<Lot>& lots) {
  if (lots.empty()) return refuse(RefusalCode::lots_are_empty);
  if (lots.size() > lots_max)
    return refuse(RefusalCode::too_many_lots, {{"limit", std::to_string(lots_max)}});
  Carbon sum;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    const Lot& lot = lots[i];
    TRY(check_positive(lot.amount));
    TRY(find_batch(registry, lot.batch));
    const auto same = [&lot](const Lot& other) { return other.batch == lot.batch; };
    if (std::any_of(lots.data(), &lot, same))
      return refuse(RefusalCode::batch_stands_twice, {{"batch", lot.batch.text}});
    const auto next = sum.plus(lot.amount);
    if (!next) return refuse(RefusalCode::amount_is_too_large);
    sum = *next;
  }
  return sum;
}

std::vector<BatchRanges> serials_of(const ledger::Posting& posting) {
  std::vector<BatchRanges> serials;
  for (const UnitsMoved& leg : posting.units()) serials.push_back({leg.batch, leg.ranges});
  return serials;
}

std::string next_number(char letter, std::size_t size) {
  return fmt::format("{}{:06}", letter, size + 1);
}

}  // namespace tanshu::registry
