// SPDX-License-Identifier: Apache-2.0
// The thread that feeds the clients, and the text of events.
#include "api/event_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json.h"

namespace tanshu::api {
namespace {

constexpr std::size_t latest_max = 1024;
constexpr std::size_t records_at_once = 256;
/// A client with more than this queued is left alone until its queue has run empty.
constexpr std::size_t queued_bytes_max = 64 * 1024;
constexpr std::chrono::seconds keep_alive_every{15};

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool has_account(const FeedViewer& viewer, const protocol::AccountId& account) {
  return std::find(viewer.accounts.begin(), viewer.accounts.end(), account.text) !=
         viewer.accounts.end();
}

std::string event_text(const node::Published& published, const protocol::Event& event,
                       const std::string& id) {
  JsonWriter json;
  json.begin_object();
  json.member("log_index", published.log_index);
  json.member("at", to_text(published.record->envelope.at));
  json.member("event", protocol::row_of(event).name);
  json.key("data");
  protocol::put_event_data_json(json, event);
  json.end_object();
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", id, protocol::row_of(event).name,
                     json.text());
}

/// The accounts whose affair an event alone is; none for what everybody may see.
std::vector<protocol::AccountId> owners_of(const protocol::Event& event) {
  if (const auto* recorded = std::get_if<protocol::CashRecorded>(&event))
    return {recorded->transfer.account};
  if (const auto* moved = std::get_if<protocol::CashMoved>(&event))
    return {moved->from.account, moved->to.account};
  if (const auto* placed = std::get_if<protocol::OrderPlaced>(&event))
    return {placed->order.account};
  if (const auto* ended = std::get_if<protocol::OrderEnded>(&event)) return {ended->order.account};
  if (const auto* traded = std::get_if<protocol::OrderTraded>(&event))
    return {traded->trade.buyer, traded->trade.seller};
  return {};
}

}  // namespace

std::optional<FeedPlace> place_after(std::string_view last_event_id) {
  const std::size_t dot = last_event_id.find('.');
  const auto index = whole_number(last_event_id.substr(0, dot));
  if (!index || *index == UINT64_MAX) return std::nullopt;
  if (dot == std::string_view::npos) return FeedPlace{*index + 1, 0};
  const auto event = whole_number(last_event_id.substr(dot + 1));
  if (!event || *event == UINT64_MAX) return std::nullopt;
  return FeedPlace{*index, *event + 1};
}

bool may_see(const FeedViewer& viewer, const protocol::Event& event) {
  if (const auto owners = owners_of(event); !owners.empty())
    return viewer.sees_all_cash || std::ranges::any_of(owners, [&](const auto& account) {
             return has_account(viewer, account);
           });
  const bool about_user = std::holds_alternative<protocol::UserAuthorised>(event) ||
                          std::holds_alternative<protocol::UserStateChanged>(event);
  return !about_user || viewer.signed_in;
}

std::string feed_text(const node::Published& published, std::uint64_t first,
                      const FeedViewer& viewer) {
  if (!published.record->outcome) return {};
  const protocol::Events& events = *published.record->outcome;
  std::vector<std::uint64_t> visible;
  for (std::uint64_t i = first; i < events.size(); ++i)
    if (may_see(viewer, events[i])) visible.push_back(i);
  std::string text;
  for (const std::uint64_t i : visible) {
    const std::string id = i == visible.back() ? std::to_string(published.log_index)
                                               : fmt::format("{}.{}", published.log_index, i);
    text += event_text(published, events[i], id);
  }
  return text;
}

EventFeed::EventFeed(node::Node& node) : node_(node) {
  subscription_ = node_.subscribe([this](const node::Published& record) { on_record(record); });
  thread_ = std::thread([this] { loop(); });
}

EventFeed::~EventFeed() {
  node_.unsubscribe(subscription_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void EventFeed::on_record(const node::Published& published) {
  {
    const std::lock_guard lock(mutex_);
    latest_.push_back(published);
    if (latest_.size() > latest_max) latest_.pop_front();
    if (count_ == 0 || woken_) return;
    woken_ = true;
  }
  wake_.notify_one();
}

void EventFeed::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_one();
}

bool EventFeed::full() const {
  const std::lock_guard lock(mutex_);
  return count_ >= clients_max;
}

void EventFeed::add(std::shared_ptr<Stream> stream, std::optional<FeedPlace> place,
                    FeedViewer viewer) {
  const std::uint64_t head = node_.durable_size();
  {
    const std::lock_guard lock(mutex_);
    if (!place) place = {std::max(head, latest_.empty() ? 0 : latest_.back().log_index + 1), 0};
    arriving_.push_back({stream, *place, std::move(viewer)});
    ++count_;
  }
  // The feed outlives the I/O threads' use of it: serve() stops the server first.
  stream->on_change([this] { wake(); });
  stream->send("retry: 2000\n\n");
  wake();
}

void EventFeed::loop() {
  auto kept_alive_at = std::chrono::steady_clock::now();
  bool more = false;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!more) wake_.wait_for(lock, keep_alive_every, [this] { return woken_ || stopping_; });
      woken_ = false;
      if (stopping_) break;
      for (Client& client : arriving_) clients_.push_back(std::move(client));
      arriving_.clear();
    }
    more = false;
    for (Client& client : clients_) more = feed(client) || more;
    if (std::chrono::steady_clock::now() - kept_alive_at >= keep_alive_every) {
      keep_alive();
      kept_alive_at = std::chrono::steady_clock::now();
    }
    std::erase_if(clients_, [](const Client& client) { return !client.stream->open(); });
    const std::lock_guard lock(mutex_);
    count_ = clients_.size() + arriving_.size();
  }
  clients_.insert(clients_.end(), arriving_.begin(), arriving_.end());
  for (Client& client : clients_)
    if (client.stream->open()) client.stream->close();
}

std::vector<node::Published> EventFeed::records_from(std::uint64_t index) {
  {
    const std::lock_guard lock(mutex_);
    if (!latest_.empty() && latest_.back().log_index < index) return {};
    if (!latest_.empty() && latest_.front().log_index <= index) {
      const auto begin = std::lower_bound(
          latest_.begin(), latest_.end(), index,
          [](const node::Published& record, std::uint64_t at) { return record.log_index < at; });
      const auto count = std::min<std::ptrdiff_t>(latest_.end() - begin, records_at_once);
      return {begin, begin + count};
    }
  }
  auto read = node_.records(index, records_at_once);
  if (!read) {
    fmt::print(stderr, "api: events from {}: {}\n", index, read.error().what);
    return {};
  }
  return std::move(*read);
}

bool EventFeed::feed(Client& client) {
  if (client.stream->queued_bytes() > queued_bytes_max) return false;
  const std::vector<node::Published> records = records_from(client.place.index);
  for (const node::Published& record : records) {
    const std::uint64_t first = record.log_index == client.place.index ? client.place.event : 0;
    std::string text = feed_text(record, first, client.viewer);
    if (!text.empty() && !client.stream->send(std::move(text))) {
      client.stream->close();
      return false;
    }
    client.place = {record.log_index + 1, 0};
    if (client.stream->queued_bytes() > queued_bytes_max) return false;
  }
  return !records.empty();
}

void EventFeed::keep_alive() {
  for (Client& client : clients_)
    if (client.stream->queued_bytes() == 0) client.stream->send(":\n\n");
}

}  // namespace tanshu::api
