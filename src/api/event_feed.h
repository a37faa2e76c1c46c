// SPDX-License-Identifier: Apache-2.0
// Committed events as server-sent events. Every client is a place in the journal: it gets what
// comes after, from a short memory of the latest records or else from the journal itself, so there
// is no gap and no repeat, and a slow client costs nothing but its place.
//
// An event's id is its record's log index when it is the record's last, "index.n" when more of the
// record follow.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "api/http_message.h"
#include "api/route.h"
#include "node/node.h"

namespace tanshu::api {

/// The first event a client has not seen: of the record `index`, the one at `event`.
struct FeedPlace {
  std::uint64_t index = 0;
  std::uint64_t event = 0;
};

/// The place after a Last-Event-ID ("7" or "7.0"); nothing when it is neither.
std::optional<FeedPlace> place_after(std::string_view last_event_id);

/// Who may see which events: cash and users are not for everyone.
struct FeedViewer {
  bool signed_in = false;
  bool sees_all_cash = false;
  /// Accounts whose cash the viewer may see.
  std::vector<std::string> accounts;
};

bool may_see(const FeedViewer& viewer, const protocol::Event& event);

/// The events of a record from `first` on that the viewer may see, as text/event-stream; empty when
/// there are none.
std::string feed_text(const node::Published& published, std::uint64_t first,
                      const FeedViewer& viewer);

class EventFeed {
 public:
  static constexpr std::size_t clients_max = 256;

  explicit EventFeed(node::Node& node);
  /// Closes every client's stream.
  ~EventFeed();
  EventFeed(const EventFeed&) = delete;
  EventFeed& operator=(const EventFeed&) = delete;

  /// Events from `place` on; without one, those from now on.
  void add(std::shared_ptr<Stream> stream, std::optional<FeedPlace> place, FeedViewer viewer);
  bool full() const;

 private:
  struct Client {
    std::shared_ptr<Stream> stream;
    FeedPlace place;
    FeedViewer viewer;
  };

  void on_record(const node::Published& published);
  void wake();
  void loop();
  /// True when there may be more for the client at once.
  bool feed(Client& client);
  std::vector<node::Published> records_from(std::uint64_t index);
  void keep_alive();

  node::Node& node_;
  std::uint64_t subscription_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::deque<node::Published> latest_;
  std::vector<Client> arriving_;
  std::size_t count_ = 0;

  std::vector<Client> clients_;  ///< of the thread
  std::thread thread_;
};

}  // namespace tanshu::api
