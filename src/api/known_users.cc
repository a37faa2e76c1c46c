// SPDX-License-Identifier: Apache-2.0
// Whoever changes is forgotten when the views show the change; everyone after a second, for the
// changes of other nodes and of times when nobody was told.
#include "api/known_users.h"

#include "base/json_reader.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;
using protocol::User;
using protocol::UserId;
using protocol::Verdict;

namespace {

constexpr std::int64_t keep_ns = 1'000'000'000;
constexpr std::size_t kept_max = 4096;

}  // namespace

KnownUsers::KnownUsers(node::Node& node, ReadingPool& reading, std::function<Instant()> clock)
    : node_(node), reading_(reading), clock_(std::move(clock)) {
  subscription_ = node_.subscribe([this](const node::Published& record) { on_record(record); });
}

KnownUsers::~KnownUsers() {
  node_.unsubscribe(subscription_);
}

void KnownUsers::on_record(const node::Published& published) {
  if (!published.record->outcome) return;
  for (const protocol::Event& event : *published.record->outcome) {
    if (const auto* authorised = std::get_if<protocol::UserAuthorised>(&event))
      forget(authorised->user.id);
    if (const auto* changed = std::get_if<protocol::UserStateChanged>(&event))
      forget(changed->user.id);
  }
}

void KnownUsers::forget(const UserId& id) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  kept_.erase(id);
}

Verdict<User> KnownUsers::active(const UserId& id) {
  const Instant at = clock_();
  std::uint64_t forgotten = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(id);
    if (found != kept_.end() && at < found->second.until) return found->second.user;
    forgotten = forgotten_;
  }
  TRY_SET(User user, read(id));
  if (user.state != protocol::UserState::active)
    return refuse(RefusalCode::user_is_suspended, {{"user", id.text}});
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kept_max) kept_.clear();
  if (forgotten == forgotten_) kept_.insert_or_assign(id, Kept{user, {at.ns + keep_ns}});
  return user;
}

Verdict<User> KnownUsers::read(const UserId& id) {
  TRY_SET(const auto json, or_refuse(reading_.item("users", id.text)));
  if (!json) return refuse(RefusalCode::user_is_unknown, {{"user", id.text}});
  const auto document = JsonDocument::parse(*json);
  if (!document) return std::unexpected(refusal_of(Failure{"views: a user is not JSON"}));
  auto user = JsonReader::read<User>(document->root());
  if (!user) return std::unexpected(refusal_of(Failure{"views: a user does not read back"}));
  return std::move(*user);
}

}  // namespace tanshu::api
