// SPDX-License-Identifier: Apache-2.0
// Who may read what. Units, trades and entries are public; users are for those who are signed in;
// cash and orders are for their owner and for the officers who answer for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/event_feed.h"
#include "api/reading.h"
#include "api/route.h"

namespace tanshu::api {

/// Rows that belong to an account and are nobody else's affair.
inline bool is_for_owners(std::string_view collection) {
  return collection == "cash" || collection == "cash_transfers" || collection == "orders";
}
inline bool is_for_signed_in(std::string_view collection) {
  return collection == "users" || is_for_owners(collection);
}

bool sees_all_cash(const Caller& caller);

/// The codes of a participant's accounts.
protocol::Verdict<std::vector<std::string>> accounts_of(ReadingPool& reading,
                                                        const protocol::ParticipantId& participant);

/// What a caller may see in the stream of events.
protocol::Verdict<FeedViewer> feed_viewer(ReadingPool& reading,
                                          const std::optional<Caller>& caller);

/// Narrows the filters of a query about cash or orders to the caller's own accounts;
/// account_is_not_yours for another's. Nothing when the caller has no account at all.
protocol::Verdict<std::optional<views::Filters>> own_cash(ReadingPool& reading,
                                                          const Caller& caller,
                                                          views::Filters filters);

}  // namespace tanshu::api
