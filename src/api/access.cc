// SPDX-License-Identifier: Apache-2.0
// The rules of signing in, over access.db.
#include "api/access.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/answer.h"
#include "base/hash.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;
using protocol::UserId;
using protocol::Verdict;

namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t lock_seconds_first = 30;
constexpr std::int64_t lock_seconds_max = 900;
constexpr std::int64_t touch_seconds = 60;
constexpr std::int64_t attempts_seconds = 24 * 3600;
constexpr std::int64_t known_token_seconds = 1;
constexpr std::size_t known_tokens_max = 4096;
constexpr std::string_view token_prefix = "tanshu_";
constexpr std::size_t salt_bytes = 16;

Instant before(Instant instant, std::int64_t seconds) {
  return Instant{instant.ns - seconds * ns_per_second};
}

std::string new_secret() {
  std::uint8_t bytes[32];
  fill_random(bytes);
  return to_hex(bytes);
}

/// In a time that does not tell where they differ.
bool same_bytes(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  unsigned differences = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differences |= static_cast<unsigned>(a[i] ^ b[i]);
  return differences == 0;
}

std::int64_t lock_seconds(std::int64_t failures) {
  std::int64_t seconds = lock_seconds_first;
  for (std::int64_t i = AccessControl::failures_max; i < failures && seconds < lock_seconds_max;
       ++i)
    seconds *= 2;
  return std::min(seconds, lock_seconds_max);
}

}  // namespace

Result<std::unique_ptr<AccessControl>> AccessControl::open(const std::filesystem::path& data,
                                                           std::function<Instant()> clock) {
  TRY_SET(auto store, AccessStore::open(data / "access.db"));
  return std::unique_ptr<AccessControl>(new AccessControl(std::move(store), std::move(clock)));
}

Verdict<void> AccessControl::set_password(const UserId& user, std::string_view password) {
  if (password.size() < password_bytes_min || password.size() > password_bytes_max)
    return refuse(RefusalCode::password_has_wrong_length,
                  {{"minimum", std::to_string(password_bytes_min)},
                   {"limit", std::to_string(password_bytes_max)}});
  StoredPassword row;
  row.salt.resize(salt_bytes);
  fill_random(row.salt);
  const auto hash = password_hash(password, row.salt);
  row.hash.assign(hash.begin(), hash.end());
  TRY(or_refuse(store_->put_password(user.text, row, clock_())));
  return or_refuse(store_->end_sessions_of(user.text));
}

Verdict<std::string> AccessControl::create_token(const UserId& user) {
  std::string token = std::string(token_prefix) + new_secret();
  TRY(or_refuse(store_->put_token(sha256(token), user.text, clock_())));
  return token;
}

Verdict<UserId> AccessControl::user_of_token(std::string_view token) {
  if (!token.starts_with(token_prefix)) return refuse(RefusalCode::token_is_wrong);
  const Digest digest = sha256(token);
  const Instant at = clock_();
  {
    const std::lock_guard lock(tokens_mutex_);
    const auto known = tokens_.find(digest);
    if (known != tokens_.end() && at < known->second.until) return known->second.user;
  }
  TRY_SET(auto found, or_refuse(store_->token_user(digest)));
  if (!found) return refuse(RefusalCode::token_is_wrong);
  UserId user{std::move(*found)};
  const std::lock_guard lock(tokens_mutex_);
  if (tokens_.size() >= known_tokens_max) tokens_.clear();
  tokens_.insert_or_assign(digest, KnownToken{user, before(at, -known_token_seconds)});
  return user;
}

Verdict<void> AccessControl::count_failure(const std::string& user) {
  const Instant at = clock_();
  TRY_SET(FailedSignIns row, or_refuse(store_->failed_sign_ins(user)));
  row.count += 1;
  row.last_at = at;
  if (row.count >= failures_max) row.locked_until = before(at, -lock_seconds(row.count));
  TRY(or_refuse(store_->put_failed_sign_ins(user, row)));
  return or_refuse(store_->forget_failed_sign_ins_before(before(at, attempts_seconds)));
}

Verdict<void> AccessControl::check_password(const UserId& user, std::string_view password) {
  TRY_SET(const FailedSignIns failed, or_refuse(store_->failed_sign_ins(user.text)));
  const std::int64_t left = failed.locked_until.ns - clock_().ns;
  if (left > 0)
    return refuse(RefusalCode::too_many_attempts,
                  {{"seconds", std::to_string((left + ns_per_second - 1) / ns_per_second)}});
  TRY_SET(const auto stored, or_refuse(store_->password(user.text)));
  // An unknown user costs the same hash, so that the time does not tell who exists.
  const Bytes salt = stored ? stored->salt : Bytes(salt_bytes);
  const auto hash = password_hash(password.substr(0, password_bytes_max + 1), salt);
  if (stored && same_bytes(hash, stored->hash))
    return or_refuse(store_->forget_failed_sign_ins(user.text));
  TRY(count_failure(user.text));
  return refuse(RefusalCode::password_is_wrong);
}

Verdict<std::string> AccessControl::open_session(const UserId& user) {
  const Instant at = clock_();
  TRY(or_refuse(
      store_->end_sessions_before(before(at, session_seconds_max), before(at, idle_seconds_max))));
  std::string secret = new_secret();
  TRY(or_refuse(store_->put_session(sha256(secret), {user.text, at, at})));
  return secret;
}

Verdict<std::optional<UserId>> AccessControl::user_of_session(std::string_view session) {
  const Digest digest = sha256(session);
  TRY_SET(auto row, or_refuse(store_->session(digest)));
  const Instant at = clock_();
  if (!row || row->opened_at <= before(at, session_seconds_max) ||
      row->used_at <= before(at, idle_seconds_max))
    return std::nullopt;
  if (row->used_at <= before(at, touch_seconds))  // not a write for every request
    TRY(or_refuse(store_->touch_session(digest, at)));
  return UserId{std::move(row->user)};
}

Verdict<void> AccessControl::end_session(std::string_view session) {
  return or_refuse(store_->end_session(sha256(session)));
}

std::string AccessControl::csrf_of(std::string_view session) {
  return to_hex(ByteView(sha256(fmt::format("tanshu csrf\n{}", session)).bytes).first(16));
}

}  // namespace tanshu::api
