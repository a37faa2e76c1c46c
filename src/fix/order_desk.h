// SPDX-License-Identifier: Apache-2.0
// The Application that trades: FIX messages become commands of the node. A ClOrdID is the
// idempotency key, so what comes again after a broken line or a crash is done once. What commands
// bring about is told by reports of the journal (order_reports.h); here only refusals are answered.
//
// A message's user is its SenderCompID. Symbol is the instrument, Account the account, OrderQty
// grams, Price yuan per tonne, SecurityID the batch that a sale delivers, TradingSessionID the
// trading mode (order_book when absent).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fix/market_data.h"
#include "fix/session.h"
#include "node/node.h"

namespace tanshu::fix {

struct OrderDeskOptions {
  /// Our CompID.
  std::string name = "TANSHU";
  /// Whether there is a user of this code.
  std::function<bool(const std::string& user)> is_user;
  /// Whether the Password of a Logon, which is a bearer token, speaks for the user.
  std::function<bool(const std::string& user, const std::string& token)> may_sign_in;
  ReadDepth read_depth;
};

/// D (place an order; with OrdType D and QuoteID pick one that rests), F (cancel), G (cancel, and
/// place what is left anew), q (cancel all of a participant or an instrument), V (market data).
class OrderDesk final : public Application {
 public:
  OrderDesk(node::Node& node, OrderDeskOptions options)
      : node_(node), options_(std::move(options)) {}

  bool knows(const SessionKey& key) override;
  bool authenticate(const SessionKey& key, const std::string& username,
                    const std::string& password) override;
  std::vector<Message> on_message(const SessionKey& key, const Message& message) override;

 private:
  std::vector<Message> place(const SessionKey& key, const Message& message);
  std::vector<Message> cancel(const SessionKey& key, const Message& message);
  std::vector<Message> replace(const SessionKey& key, const Message& message);
  std::vector<Message> show(const Message& message);
  std::vector<Message> cancel_all(const SessionKey& key, const Message& message);
  Result<node::Receipt> submit(const SessionKey& key, const std::string& idempotency_key,
                               protocol::Command command);

  node::Node& node_;
  const OrderDeskOptions options_;
};

}  // namespace tanshu::fix
