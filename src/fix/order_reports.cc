// SPDX-License-Identifier: Apache-2.0
// What an event says of an order, in FIX's words.
#include "fix/order_reports.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "fix/order_id.h"
#include "fix/timestamp.h"
#include "protocol/trading_commands.h"

namespace tanshu::fix {
namespace {

using namespace protocol;  // NOLINT: orders and trades

constexpr int mg_decimals_of_gram = 3;

std::string date_text(Day day) {
  const std::string text = to_text(day);  // 2024-05-01
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}

/// Yuan per tonne with at most four decimals, half up; 0 when nothing was traded.
std::string average_text(Money value, Carbon amount) {
  if (amount.count == 0) return "0";
  const Int128 scaled = Int128{value.count} * mg_per_tonne * 100;
  const auto average = static_cast<std::int64_t>((scaled + amount.count / 2) / amount.count);
  return decimal_text(average, 4, 2);
}

char time_in_force_of(const Order& order) {
  switch (order.time_in_force) {
    case TimeInForce::day:
      return '0';
    case TimeInForce::good_till_date:
      return '6';
    case TimeInForce::immediate_or_cancel:
      return '3';
    case TimeInForce::fill_or_kill:
      return '4';
  }
  return '0';
}

/// How far an order is at one moment of its entry.
struct Progress {
  Carbon traded;
  Money value;
};

class Reporter {
 public:
  Reporter(const node::Published& published, const std::string& ours)
      : published_(published), ours_(ours) {}

  std::vector<Addressed> run() {
    const Events& events = *published_.record->outcome;
    for (at_ = 0; at_ < events.size(); ++at_) {
      if (const auto* placed = std::get_if<OrderPlaced>(&events[at_])) note_placed(placed->order);
      if (const auto* traded = std::get_if<OrderTraded>(&events[at_])) note_traded(*traded);
      if (const auto* ended = std::get_if<OrderEnded>(&events[at_])) note_ended(ended->order);
    }
    if (placed_ && placed_->state != OrderState::resting && placed_->state != OrderState::filled)
      report_end(*placed_, fmt::format("{}.{}.e", published_.log_index, placed_at_));
    return std::move(reports_);
  }

 private:
  std::string exec_id() const { return fmt::format("{}.{}", published_.log_index, at_); }

  void note_placed(const Order& order) {
    placed_ = order;
    placed_at_ = at_;
    progress_ = {};
    send(order, start(order, exec_id(), "0", "0", {}, order.amount));
  }

  void note_traded(const OrderTraded& traded) {
    const MarketTrade& trade = traded.trade;
    report_trade(traded.order, trade,
                 {traded.order.amount - traded.order.remaining, traded.order.value});
    if (!trade.taking) return note_pick(traded);
    if (!placed_ || placed_->id != *trade.taking) return;
    progress_.traded += trade.amount;
    progress_.value += trade.value;
    report_trade(*placed_, trade, progress_);
  }

  /// Who picks has no order of its own; its message is answered as one that was filled at once.
  void note_pick(const OrderTraded& traded) {
    const Envelope& envelope = published_.record->envelope;
    const auto asked = fix_order_in(envelope.key);
    if (!asked) return;
    const MarketTrade& trade = traded.trade;
    Order picked = traded.order;
    picked.side = other_side(traded.order.side);
    picked.account = picked.side == OrderSide::buy ? trade.buyer : trade.seller;
    picked.batch = trade.batch;
    picked.amount = trade.amount;
    picked.time_in_force = TimeInForce::fill_or_kill;
    Message report = start(picked, exec_id(), "F", "2", {trade.amount, trade.value}, {});
    add_trade(report, trade);
    report.add(tag::ClOrdID, asked->cl_ord_id);
    reports_.push_back({{asked->version, ours_, std::string(envelope.actor.text)}, report});
  }

  void note_ended(const Order& order) { report_end(order, exec_id()); }

  void report_trade(const Order& order, const MarketTrade& trade, Progress progress) {
    const Carbon left = order.amount - progress.traded;
    Message report = start(order, exec_id(), "F", left.positive() ? "1" : "2", progress, left);
    add_trade(report, trade);
    send(order, std::move(report));
  }

  static void add_trade(Message& report, const MarketTrade& trade) {
    report.add(tag::LastQty, grams_text(trade.amount)).add(tag::LastPx, yuan_text(trade.price));
    report.add(tag::TradeDate, date_text(trade.day));
  }

  void report_end(const Order& order, std::string id) {
    const char* kind = order.state == OrderState::expired ? "C" : "4";
    const Progress progress{order.amount - order.remaining, order.value};
    Message report = start(order, std::move(id), kind, kind, progress, {});
    if (order.state != OrderState::withdrawn && order.state != OrderState::expired)
      report.add(tag::Text, std::string(name_of(order.state)));
    send(order, std::move(report));
  }

  Message start(const Order& order, std::string id, const char* kind, const char* status,
                Progress progress, Carbon left) const {
    Message report("8");
    report.add(tag::OrderID, std::string(order.id.text)).add(tag::ExecID, std::move(id));
    report.add(tag::ExecType, kind).add(tag::OrdStatus, status);
    report.add(tag::Account, std::string(order.account.text));
    report.add(tag::Symbol, std::string(order.instrument.text));
    if (order.batch) report.add(tag::SecurityID, std::string(order.batch->text));
    report.add(tag::Side, order.side == OrderSide::buy ? "1" : "2");
    report.add(tag::OrderQty, grams_text(order.amount));
    report.add(tag::OrdType, order.kind == OrderKind::limit ? "2" : "K");
    report.add(tag::Price, yuan_text(order.price));
    report.add(tag::TimeInForce, std::string(1, time_in_force_of(order)));
    if (order.time_in_force == TimeInForce::good_till_date)
      report.add(tag::ExpireDate, date_text(order.until));
    if (order.post_only) report.add(tag::ExecInst, "6");
    report.add(tag::LeavesQty, grams_text(left)).add(tag::CumQty, grams_text(progress.traded));
    report.add(tag::AvgPx, average_text(progress.value, progress.traded));
    report.add(tag::TransactTime, timestamp_text(published_.record->envelope.at));
    return report;
  }

  /// To the session that placed the order; a withdrawal that another message asked for names both.
  void send(const Order& order, Message report) {
    const auto placed = fix_order_of(order.id, order.placed_by);
    if (!placed) return;
    const Envelope& envelope = published_.record->envelope;
    const auto asked = fix_order_in(envelope.key);
    const bool is_cancel = std::holds_alternative<CancelOrder>(envelope.command);
    if (is_cancel && asked && envelope.actor == order.placed_by) {
      report.add(tag::ClOrdID, asked->cl_ord_id).add(tag::OrigClOrdID, placed->cl_ord_id);
    } else {
      report.add(tag::ClOrdID, placed->cl_ord_id);
    }
    reports_.push_back(
        {{placed->version, ours_, std::string(order.placed_by.text)}, std::move(report)});
  }

  const node::Published& published_;
  const std::string& ours_;
  std::vector<Addressed> reports_;
  std::size_t at_ = 0;
  std::optional<Order> placed_;
  std::size_t placed_at_ = 0;
  Progress progress_;
};

}  // namespace

std::string grams_text(Carbon amount) {
  return decimal_text(amount.count, mg_decimals_of_gram);
}

std::vector<Addressed> reports_of(const node::Published& published, const std::string& ours) {
  if (!published.record->outcome) return {};
  return Reporter(published, ours).run();
}

}  // namespace tanshu::fix
