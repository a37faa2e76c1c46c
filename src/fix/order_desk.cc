// SPDX-License-Identifier: Apache-2.0
// What a message asks for, and what is answered when it cannot be had.
#include "fix/order_desk.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "fix/order_id.h"
#include "fix/order_reports.h"

namespace tanshu::fix {
namespace {

using namespace protocol;  // NOLINT: commands and refusals

/// Why not, in both languages.
struct No {
  std::string english;
  std::string chinese;
};
template <class T>
using Asked = std::expected<T, No>;

std::unexpected<No> no(std::string english, std::string chinese) {
  return std::unexpected(No{std::move(english), std::move(chinese)});
}

No no_of(const Refusal& refusal) {
  return {fmt::format("{} {}", refusal.number, english_of(refusal)),
          fmt::format("{} {}", refusal.number, chinese_of(refusal))};
}

std::string text_in(const Message& message, int tag) {
  const std::string* text = message.find(tag);
  return text == nullptr ? std::string() : *text;
}

/// OrdRejReason (103).
int reject_reason_of(RefusalCode code) {
  switch (code) {
    case RefusalCode::instrument_is_unknown:
      return 1;
    case RefusalCode::market_is_closed:
    case RefusalCode::session_is_closed:
    case RefusalCode::instrument_is_not_traded:
      return 2;
    case RefusalCode::position_is_too_large:
      return 3;
    case RefusalCode::code_is_taken:
    case RefusalCode::key_was_used_with_another_body:
      return 6;
    case RefusalCode::account_is_unknown:
    case RefusalCode::account_is_not_yours:
      return 15;
    default:
      return 99;
  }
}
constexpr int duplicate_order = 6;
constexpr int other_reason = 99;

Message rejection(const Message& order, std::string exec_id, int reason, No why) {
  Message report("8");
  report.add(tag::OrderID, "NONE").add(tag::ClOrdID, text_in(order, tag::ClOrdID));
  report.add(tag::OrigClOrdID, text_in(order, tag::OrigClOrdID));
  report.add(tag::ExecID, std::move(exec_id)).add(tag::ExecType, "8").add(tag::OrdStatus, "8");
  report.add(tag::OrdRejReason, std::to_string(reason));
  report.add(tag::Account, text_in(order, tag::Account));
  report.add(tag::Symbol, text_in(order, tag::Symbol)).add(tag::Side, text_in(order, tag::Side));
  report.add(tag::OrderQty, text_in(order, tag::OrderQty));
  report.add(tag::LeavesQty, "0").add(tag::CumQty, "0").add(tag::AvgPx, "0");
  report.add_text(std::move(why.english), std::move(why.chinese));
  return report;
}

/// 9: the order stays as it is. CxlRejReason is 1 for an order that does not rest, else 99.
Message cancel_rejection(const Message& message, int reason, No why) {
  Message answer("9");
  answer.add(tag::OrderID, "NONE").add(tag::ClOrdID, text_in(message, tag::ClOrdID));
  answer.add(tag::OrigClOrdID, text_in(message, tag::OrigClOrdID)).add(tag::OrdStatus, "8");
  answer.add(tag::CxlRejResponseTo, message.type() == "F" ? "1" : "2");
  answer.add(tag::CxlRejReason, std::to_string(reason));
  answer.add_text(std::move(why.english), std::move(why.chinese));
  return answer;
}

/// The node does not take commands, or did not say what became of this one.
Message unavailable(const Message& message, const Failure& failure) {
  return business_reject(message, application_not_available, text_in(message, tag::ClOrdID),
                         "Not available, the same ClOrdID may be sent again: " + failure.what,
                         "暂不可用，可用同一 ClOrdID 重发：" + failure.what);
}

Asked<OrderId> id_of(const SessionKey& key, const Message& message, int tag) {
  const auto id = order_id_of(key, text_in(message, tag));
  if (id) return *id;
  const std::string name(field_rule(tag)->name);
  return no(name + " must be letters, digits, '-', '.' and '_', at most 32 and less with capitals",
            name + " 只能由字母、数字、“-”、“.”和“_”组成，至多 32 个，大写字母按两个计");
}

Asked<Carbon> amount_of(const Message& message) {
  const auto mg = decimal_from_text(text_in(message, tag::OrderQty), 3);
  if (mg && *mg > 0) return Carbon{*mg};
  return no("OrderQty must be grams, more than 0, with at most three decimals",
            "OrderQty 应为大于零的克数，至多三位小数");
}

Asked<std::optional<Money>> price_in(const Message& message) {
  if (message.find(tag::Price) == nullptr) return std::optional<Money>();
  const auto fen = decimal_from_text(text_in(message, tag::Price), 2);
  if (fen && *fen > 0) return Money{*fen};
  return no("Price must be yuan per tonne, more than 0, with at most two decimals",
            "Price 应为每吨元数，大于零，至多两位小数");
}

std::optional<Day> day_in(const std::string& text) {
  if (text.size() != 8) return std::nullopt;
  return day_from_text(text.substr(0, 4) + '-' + text.substr(4, 2) + '-' + text.substr(6));
}

TimeInForce life_of(char code) {
  switch (code) {
    case '3':
      return TimeInForce::immediate_or_cancel;
    case '4':
      return TimeInForce::fill_or_kill;
    case '6':
      return TimeInForce::good_till_date;
    default:
      return TimeInForce::day;
  }
}

Asked<TradingMode> mode_of(const Message& message) {
  const auto sessions = message.entries(tag::NoTradingSessions);
  if (sessions.empty()) return TradingMode::order_book;
  const std::string* name = find(sessions.front(), tag::TradingSessionID);
  const auto mode = enum_from_name<TradingMode>(name == nullptr ? std::string_view() : *name);
  if (mode && sessions.size() == 1) return *mode;
  return no("TradingSessionID must be the name of one trading mode, as order_book or listing",
            "TradingSessionID 应为一种交易方式的名称，如 order_book、listing");
}

Asked<PickOrder> pick_of(const Message& message) {
  PickOrder pick;
  pick.order = {text_in(message, tag::QuoteID)};
  pick.account = {text_in(message, tag::Account)};
  TRY_SET(pick.amount, amount_of(message));
  if (const std::string* batch = message.find(tag::SecurityID)) pick.batch = BatchId{*batch};
  return pick;
}

/// What FIX has and the market does not.
Asked<void> check_terms(const Message& message) {
  if (text_in(message, tag::OrdType) == "1")
    return no("Market orders are not taken; K takes the best price of the other side as limit",
              "不接受市价申报；K 以对手方最优价格为限价");
  if (text_in(message, tag::TimeInForce) == "1")
    return no("TimeInForce 1 is not taken; 6 stands until ExpireDate",
              "不接受 TimeInForce 1；6 至 ExpireDate 有效");
  if (message.find(tag::ExpireTime) != nullptr)
    return no("Orders end with a day: ExpireDate", "申报按日失效：请用 ExpireDate");
  return {};
}

Asked<PlaceOrder> order_of(const SessionKey& key, const Message& message) {
  TRY(check_terms(message));
  PlaceOrder order;
  TRY_SET(order.id, id_of(key, message, tag::ClOrdID));
  TRY_SET(order.mode, mode_of(message));
  TRY_SET(order.amount, amount_of(message));
  TRY_SET(order.price, price_in(message));
  order.instrument = {text_in(message, tag::Symbol)};
  order.account = {text_in(message, tag::Account)};
  order.side = text_in(message, tag::Side) == "1" ? OrderSide::buy : OrderSide::sell;
  order.kind =
      text_in(message, tag::OrdType) == "K" ? OrderKind::market_to_limit : OrderKind::limit;
  if (const std::string* batch = message.find(tag::SecurityID)) order.batch = BatchId{*batch};
  if (const std::string* life = message.find(tag::TimeInForce))
    order.time_in_force = life_of(life->front());
  if (const std::string* last = message.find(tag::ExpireDate)) order.until = day_in(*last);
  order.post_only = message.find(tag::ExecInst) != nullptr;
  return order;
}

Asked<Command> command_of(const SessionKey& key, const Message& message) {
  TRY(id_of(key, message, tag::ClOrdID));
  if (message.find(tag::Account) == nullptr) return no("Account is missing", "缺少 Account");
  if (text_in(message, tag::OrdType) == "D") {
    TRY_SET(PickOrder pick, pick_of(message));
    return pick;
  }
  TRY_SET(PlaceOrder order, order_of(key, message));
  return order;
}

bool may_come_again(const Message& message) {
  return message.flag(tag::PossDupFlag) || message.flag(tag::PossResend);
}

/// Nothing when the command was accepted: the journal's reports say so.
std::vector<Message> answers_to(const Message& order, const Result<node::Receipt>& receipt) {
  if (!receipt) return {unavailable(order, receipt.error())};
  const std::string exec_id = receipt->recorded ? fmt::format("{}.r", receipt->log_index)
                                                : "r." + text_in(order, tag::ClOrdID);
  if (!receipt->outcome)
    return {rejection(order, exec_id, reject_reason_of(receipt->outcome.error().code()),
                      no_of(receipt->outcome.error()))};
  if (receipt->repeated && !may_come_again(order))
    return {rejection(order, exec_id + ".again", duplicate_order,
                      {"This ClOrdID was used before", "该 ClOrdID 已使用过"})};
  return {};
}

Message cancel_refused(const Message& message, const Refusal& refusal) {
  return cancel_rejection(message, refusal.code() == RefusalCode::order_is_unknown ? 1 : 99,
                          no_of(refusal));
}

}  // namespace

bool OrderDesk::knows(const SessionKey& key) {
  return key.ours == options_.name && id_is_well_formed(key.theirs) && options_.is_user(key.theirs);
}

bool OrderDesk::authenticate(const SessionKey& key, const std::string& username,
                             const std::string& password) {
  return (username.empty() || username == key.theirs) && !password.empty() &&
         options_.may_sign_in(key.theirs, password);
}

std::vector<Message> OrderDesk::on_message(const SessionKey& key, const Message& message) {
  const std::string& type = message.type();
  if (type == "D") return place(key, message);
  if (type == "F") return cancel(key, message);
  if (type == "G") return replace(key, message);
  if (type == "q") return cancel_all(key, message);
  if (type == "V") return show(message);
  return {business_reject(message, unsupported_message_type, {}, "Unsupported message type",
                          "不支持此类消息")};
}

Result<node::Receipt> OrderDesk::submit(const SessionKey& key, const std::string& idempotency_key,
                                        Command command) {
  return node_.submit({{key.theirs}, idempotency_key, std::move(command)});
}

std::vector<Message> OrderDesk::place(const SessionKey& key, const Message& message) {
  const std::string cl_ord_id = text_in(message, tag::ClOrdID);
  auto command = command_of(key, message);
  if (!command) return {rejection(message, "r." + cl_ord_id, other_reason, command.error())};
  return answers_to(message,
                    submit(key, idempotency_key_of(key.version, cl_ord_id), std::move(*command)));
}

std::vector<Message> OrderDesk::cancel(const SessionKey& key, const Message& message) {
  const auto own = id_of(key, message, tag::ClOrdID);
  const auto order = id_of(key, message, tag::OrigClOrdID);
  if (!own || !order)
    return {cancel_rejection(message, own ? 1 : other_reason, own ? order.error() : own.error())};
  const auto receipt = submit(key, idempotency_key_of(key.version, text_in(message, tag::ClOrdID)),
                              CancelOrder{*order});
  if (!receipt) return {unavailable(message, receipt.error())};
  if (!receipt->outcome) return {cancel_refused(message, receipt->outcome.error())};
  return {};
}

std::vector<Message> OrderDesk::show(const Message& message) {
  const auto mode = mode_of(message);
  if (mode) return market_data(message, *mode, options_.read_depth);
  return {business_reject(message, conditionally_required_field_missing,
                          text_in(message, tag::MDReqID), mode.error().english,
                          mode.error().chinese)};
}

/// The order is withdrawn, and what the new quantity leaves over is placed anew: it loses its place
/// in the queue.
std::vector<Message> OrderDesk::replace(const SessionKey& key, const Message& message) {
  const auto order = id_of(key, message, tag::OrigClOrdID);
  auto wanted = order_of(key, message);
  if (!order || !wanted)
    return {cancel_rejection(message, order ? other_reason : 1,
                             order ? wanted.error() : order.error())};
  const std::string name = idempotency_key_of(key.version, text_in(message, tag::ClOrdID));
  const auto withdrawn = submit(key, name + "/cancel", CancelOrder{*order});
  if (!withdrawn) return {unavailable(message, withdrawn.error())};
  if (!withdrawn->outcome) return {cancel_refused(message, withdrawn->outcome.error())};
  for (const Event& event : *withdrawn->outcome)
    if (const auto* ended = std::get_if<OrderEnded>(&event))
      wanted->amount = wanted->amount - (ended->order.amount - ended->order.remaining);
  if (!wanted->amount.positive()) return {};
  return answers_to(message, submit(key, name, std::move(*wanted)));
}

std::vector<Message> OrderDesk::cancel_all(const SessionKey& key, const Message& message) {
  const std::string kind = text_in(message, tag::MassCancelRequestType);
  const auto answer = [&](const char* response, std::uint64_t count) {
    Message report("r");
    report.add(tag::ClOrdID, text_in(message, tag::ClOrdID)).add(tag::OrderID, "NONE");
    report.add(tag::MassCancelRequestType, kind).add(tag::MassCancelResponse, response);
    report.add(tag::Symbol, text_in(message, tag::Symbol));
    if (*response != '0') report.add(tag::TotalAffectedOrders, count);
    return report;
  };
  const auto refused = [&](No why) {
    Message report = answer("0", 0);
    report.add(tag::MassCancelRejectReason, "99");
    report.add_text(std::move(why.english), std::move(why.chinese));
    return std::vector{report};
  };
  if (const auto own = id_of(key, message, tag::ClOrdID); !own) return refused(own.error());
  CancelOrders command;
  if (kind == "1") command.instrument = InstrumentId{text_in(message, tag::Symbol)};
  const std::string name = idempotency_key_of(key.version, text_in(message, tag::ClOrdID));
  std::uint64_t count = 0;
  for (int part = 0;; ++part) {
    const auto receipt = submit(key, fmt::format("{}/{}", name, part), command);
    if (!receipt) return {unavailable(message, receipt.error())};
    if (!receipt->outcome) return refused(no_of(receipt->outcome.error()));
    const auto& sweep = std::get<SweepMade>(receipt->outcome->back());
    count += sweep.done;
    if (!sweep.more) return {answer(kind.c_str(), count)};
  }
}

}  // namespace tanshu::fix
