// SPDX-License-Identifier: Apache-2.0
// The rules of visibility.
#include "api/visibility.h"

#include <algorithm>

#include "api/answer.h"
#include "base/json_reader.h"

namespace tanshu::api {

using protocol::ParticipantId;
using protocol::RefusalCode;
using protocol::refuse;
using protocol::Role;
using protocol::Verdict;

bool sees_all_cash(const Caller& caller) {
  return caller.has(Role::bureau_officer) || caller.has(Role::clearing_officer) ||
         caller.has(Role::exchange_operator) || caller.has(Role::administrator) ||
         caller.has(Role::auditor) || caller.has(Role::supervisor);
}

Verdict<std::vector<std::string>> accounts_of(ReadingPool& reading,
                                              const ParticipantId& participant) {
  std::vector<std::string> accounts;
  std::string after;
  while (true) {
    TRY_SET(const views::Page page, reading.page("accounts", {{"participant", participant.text}},
                                                 views::page_items_max, after));
    for (const std::string& item : page.items) {
      const auto document = JsonDocument::parse(item);
      std::string_view id;
      if (document && document->root().at_key("id").get(id) == simdjson::SUCCESS)
        accounts.emplace_back(id);
    }
    if (!page.next) return accounts;
    after = *page.next;
  }
}

Verdict<FeedViewer> feed_viewer(ReadingPool& reading, const std::optional<Caller>& caller) {
  FeedViewer viewer;
  if (!caller) return viewer;
  viewer.signed_in = true;
  viewer.sees_all_cash = sees_all_cash(*caller);
  if (!viewer.sees_all_cash) {
    TRY_SET(viewer.accounts, accounts_of(reading, caller->user.participant));
  }
  return viewer;
}

Verdict<std::optional<views::Filters>> own_cash(ReadingPool& reading, const Caller& caller,
                                                views::Filters filters) {
  if (sees_all_cash(caller)) return std::optional(std::move(filters));
  TRY_SET(const auto own, accounts_of(reading, caller.user.participant));
  bool asked = false;
  for (const auto& [field, value] : filters) {
    if (field != "account") continue;
    asked = true;
    if (std::find(own.begin(), own.end(), value) == own.end())
      return refuse(RefusalCode::account_is_not_yours,
                    {{"account", value}, {"participant", caller.user.participant.text}});
  }
  if (own.empty()) return std::nullopt;
  if (!asked)
    for (const std::string& account : own) filters.emplace_back("account", account);
  return std::optional(std::move(filters));
}

}  // namespace tanshu::api
