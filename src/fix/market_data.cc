// SPDX-License-Identifier: Apache-2.0
// The read model's JSON into the entries of a snapshot.
#include "fix/market_data.h"

#include "base/json_reader.h"
#include "fix/order_reports.h"
#include "fix/session.h"

namespace tanshu::fix {
namespace {

constexpr std::uint64_t levels_max = 50;

struct DepthLevel {
  static constexpr std::string_view type_name = "DepthLevel";
  Money price;
  Carbon amount;
  std::uint64_t orders = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("price", self.price, "Price per tonne.");
    visit("amount", self.amount, "What rests there.");
    visit("orders", self.orders, "Of how many orders.");
  }
};

struct Depth {
  static constexpr std::string_view type_name = "Depth";
  std::string instrument;
  std::string mode;
  std::vector<DepthLevel> bids, offers;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("instrument", self.instrument, "Instrument.");
    visit("mode", self.mode, "Trading mode.");
    visit("bids", self.bids, "Best first.");
    visit("offers", self.offers, "Best first.");
  }
};

/// MDReqRejReason (281).
Message rejection(const Message& request, const char* reason, std::string english,
                  std::string chinese) {
  Message answer("Y");
  answer.add(tag::MDReqID, *request.find(tag::MDReqID)).add(tag::MDReqRejReason, reason);
  answer.add_text(std::move(english), std::move(chinese));
  return answer;
}

struct Wanted {
  bool bids = false;
  bool offers = false;
};

/// Nothing when more is wanted than bids and offers.
std::optional<Wanted> wanted_in(const Message& request) {
  Wanted wanted;
  for (const Fields entry : request.entries(tag::NoMDEntryTypes)) {
    const std::string& type = *find(entry, tag::MDEntryType);
    if (type != "0" && type != "1") return std::nullopt;
    (type == "0" ? wanted.bids : wanted.offers) = true;
  }
  return wanted;
}

void add_side(Message& snapshot, const char* type, const std::vector<DepthLevel>& levels) {
  std::uint64_t position = 0;
  for (const DepthLevel& level : levels) {
    snapshot.add(tag::MDEntryType, type, 1).add(tag::MDEntryPx, yuan_text(level.price), 1);
    snapshot.add(tag::MDEntrySize, grams_text(level.amount), 1);
    snapshot.add(tag::NumberOfOrders, level.orders, 1);
    snapshot.add(tag::MDEntryPositionNo, ++position, 1);
  }
}

Message snapshot_of(const Message& request, const std::string& symbol, Wanted wanted,
                    const std::string& json) {
  Depth depth;
  if (const auto document = JsonDocument::parse(json))
    if (auto read = JsonReader::read<Depth>(document->root())) depth = std::move(*read);
  if (!wanted.bids) depth.bids.clear();
  if (!wanted.offers) depth.offers.clear();
  Message snapshot("W");
  snapshot.add(tag::MDReqID, *request.find(tag::MDReqID)).add(tag::Symbol, symbol);
  snapshot.add(tag::NoMDEntries, depth.bids.size() + depth.offers.size());
  add_side(snapshot, "0", depth.bids);
  add_side(snapshot, "1", depth.offers);
  return snapshot;
}

}  // namespace

std::vector<Message> market_data(const Message& request, protocol::TradingMode mode,
                                 const ReadDepth& read) {
  const std::string& kind = *request.find(tag::SubscriptionRequestType);
  if (kind == "2") return {};
  if (kind != "0")
    return {rejection(request, "4", "Snapshots only: SubscriptionRequestType must be 0",
                      "仅提供快照：SubscriptionRequestType 应为 0")};
  const auto wanted = wanted_in(request);
  if (!wanted)
    return {rejection(request, "8", "Bids (0) and offers (1) only", "仅提供买（0）卖（1）申报")};
  const std::uint64_t levels = request.number(tag::MarketDepth).value_or(0);
  std::vector<Message> snapshots;
  for (const Fields entry : request.entries(tag::NoRelatedSym)) {
    const std::string& symbol = *find(entry, tag::Symbol);
    const auto depth = read(symbol, mode, levels == 0 ? levels_max : std::min(levels, levels_max));
    if (!depth)
      return {business_reject(request, application_not_available, *request.find(tag::MDReqID),
                              "Not available: " + depth.error().what,
                              "暂不可用：" + depth.error().what)};
    if (!*depth) return {rejection(request, "0", "Unknown symbol " + symbol, "未知品种 " + symbol)};
    snapshots.push_back(snapshot_of(request, symbol, *wanted, **depth));
  }
  return snapshots;
}

}  // namespace tanshu::fix
