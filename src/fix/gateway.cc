// SPDX-License-Identifier: Apache-2.0
// The feeding thread: it reads the journal from where the sessions have everything, and goes on
// only when what it offered is committed together with its place.
#include "fix/gateway.h"

#include <fmt/format.h>

#include "fix/order_reports.h"

namespace tanshu::fix {
namespace {

constexpr std::size_t records_at_once = 512;
/// A place without reports is stored after so many entries, so that a start does not read them all.
constexpr std::uint64_t entries_unmarked_max = 10'000;
constexpr std::chrono::milliseconds retry_after{500};

}  // namespace

Gateway::Gateway(node::Node& node, std::string name, std::unique_ptr<SessionStore> store,
                 OrderDeskOptions desk)
    : node_(node), name_(std::move(name)), store_(std::move(store)), desk_(node, std::move(desk)) {}

Result<std::unique_ptr<Gateway>> Gateway::open(node::Node& node, const std::filesystem::path& file,
                                               AcceptorOptions acceptor, OrderDeskOptions desk) {
  TRY_SET(auto store, open_session_store(file));
  const std::string name = desk.name;
  std::unique_ptr<Gateway> gateway(new Gateway(node, name, std::move(store), std::move(desk)));
  TRY(gateway->start(std::move(acceptor)));
  return gateway;
}

Result<void> Gateway::start(AcceptorOptions options) {
  TRY_SET(next_, store_->mark());
  if (next_ == 0) {
    next_ = node_.durable_size();
    TRY(store_->put_mark(next_));
    TRY(store_->commit());
  }
  committed_ = next_;
  TRY_SET(acceptor_, Acceptor::listen(std::move(options), *store_, desk_));
  acceptor_->start();
  subscription_ = node_.subscribe([this](const node::Published&) {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(woken_, true)) wake_.notify_one();
  });
  feeder_ = std::thread([this] { feed(); });
  return {};
}

Gateway::~Gateway() {
  if (!feeder_.joinable()) return;
  node_.unsubscribe(subscription_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  feeder_.join();
  acceptor_->stop();
}

void Gateway::feed() {
  bool more = true;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!more) wake_.wait(lock, [this] { return woken_ || stopping_; });
      woken_ = false;
      if (stopping_) return;
    }
    const auto fed = feed_some();
    more = !fed || *fed;
    if (fed) continue;
    fmt::print(stderr, "FIX: reports from entry {}: {}\n", next_, fed.error().what);
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, retry_after, [this] { return stopping_; });
  }
}

Result<bool> Gateway::feed_some() {
  TRY_SET(const auto records, node_.records(next_, records_at_once));
  if (records.empty()) return false;
  std::vector<Addressed> reports;
  for (const node::Published& record : records)
    for (Addressed& report : reports_of(record, name_)) reports.push_back(std::move(report));
  const std::uint64_t after = records.back().log_index + 1;
  if (!reports.empty() || after - committed_ > entries_unmarked_max) {
    if (!acceptor_->offer(std::move(reports), after)) return failure("they cannot be stored");
    committed_ = after;
  }
  next_ = after;
  return true;
}

}  // namespace tanshu::fix
