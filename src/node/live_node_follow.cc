// SPDX-License-Identifier: Apache-2.0
// Following: while another node writes the journal this one keeps in step and serves readers; when
// the writer's lease has ended it takes the writing over.
#include <fmt/format.h>

#include "node/live_node.h"

namespace tanshu::node {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_every{100};
/// A writer that was cut off from the storage comes back first: it need not re-open anything.
constexpr std::chrono::milliseconds grace{1000};

}  // namespace

Result<void> LiveNode::start_following(Replayer replayer) {
  make_appender();
  current_at_ = steady_clock::now();
  stand_aside("本节点尚未接管写入 | this node does not write yet", "");
  const Chain known = replayer.chain();
  writer_ = std::thread([this, known, books = std::move(replayer)]() mutable {
    follow(std::move(books), known);
    write_loop();
  });
  watcher_ = std::thread([this] { watch_for_successor(); });
  return {};
}

/// Another node writes now, or nobody can: what was executed ahead of the journal is thrown away.
void LiveNode::follow_again() {
  std::string why = appender_->broken();
  if (journal_->deposed()) why = "写入权已由另一节点接管 | another node has taken the writing over";
  stand_aside(std::move(why), "");
  current_at_ = steady_clock::now() - journal_->unheard_for();
  // Closing the writer lets its lease go. If there is no reader now, each step tries again.
  if (!journal_->open_reader()) return follow(Replayer(log_->signer().hash()), appender_->chain());
  follow(restore().replayer, appender_->chain());
}

/// A writer without work hears only from its journal that another has taken over.
void LiveNode::watch_for_successor() {
  while (!queue_.wait_closed(look_every))
    if (journal_->deposed()) queue_.wake();
}

/// Returns once this node writes, or is closed.
void LiveNode::follow(Replayer replayer, const Chain& known) {
  Follower follower(*journal_, *store_, std::move(replayer), known);
  std::optional<steady_clock::time_point> free_since;
  do {
    fail_all(queue_.take_all(), write_stop());
    if (auto stepped = follow_step(follower, free_since); !stepped)
      stand_aside(stepped.error().what, "");
  } while (executor_ == nullptr && !queue_.wait_closed(look_every));
  if (executor_ == nullptr) fail_all(queue_.take_all(), write_stop());
}

Result<void> LiveNode::follow_step(Follower& follower,
                                   std::optional<steady_clock::time_point>& free_since) {
  if (!journal_->is_open()) TRY(journal_->open_reader());
  const auto asked_at = steady_clock::now();
  TRY_SET(const journal::Standing there, journal_->standing());
  TRY(follower.catch_up());
  publisher_->take_up_to(store_->blocks());
  keeper_->note_durable(store_->leaves());
  current_at_ = asked_at;
  if (there.lease_left.count() > 0) {
    free_since.reset();
    stand_aside(fmt::format("由 {} 写入 | {} writes", there.address, there.address), there.address);
    return {};
  }
  if (!free_since) free_since = asked_at;
  if (asked_at - *free_since < grace) return {};
  return take_over(follower);
}

Result<void> LiveNode::take_over(Follower& follower) {
  TRY(journal_->take_over());
  // Nobody else appends now, and what is there stays.
  if (auto caught = follower.catch_up_to_write(); !caught) {
    TRY(journal_->open_reader());
    return caught;
  }
  const Chain chain = follower.replayer().chain();
  clock_.note_entry(chain.last_at());
  executor_ = std::make_unique<Executor>(std::move(follower.replayer().engine()), chain, *store_);
  publisher_->take_up_to(chain.next_position());
  appender_->stand_at(chain, executor_->digester());
  stand_aside("", "");
  return {};
}

/// Says why nothing is written here, and who writes instead; an empty reason ends it.
void LiveNode::stand_aside(std::string why, std::string leader) {
  const std::lock_guard lock(stop_mutex_);
  stop_ = std::move(why);
  leader_ = std::move(leader);
}

Standing LiveNode::standing() const {
  Standing standing;
  standing.head = store_->blocks();
  if (!options_.follow) return standing;
  const std::string stopped = write_stop();
  const std::lock_guard lock(stop_mutex_);
  standing.leading = stopped.empty();
  standing.leader = standing.leading ? options_.address : leader_;
  standing.staleness =
      standing.leading
          ? journal_->unheard_for()
          : std::chrono::ceil<std::chrono::milliseconds>(steady_clock::now() - current_at_.load());
  return standing;
}

}  // namespace tanshu::node
