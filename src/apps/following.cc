// SPDX-License-Identifier: Apache-2.0
// follow: another organisation's witness of a ledger.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include "apps/commands.h"
#include "apps/policy_file.h"
#include "apps/terminal.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "link/follower.h"
#include "link/log_over_http.h"

namespace tanshu::apps {
namespace {

using link::Follower;
using link::Round;
using link::RoundEnd;

constexpr std::chrono::milliseconds look_every{100};
constexpr std::chrono::seconds again_after{60};

std::atomic<bool> stop_asked = false;

void ask_to_stop(int) {
  stop_asked = true;
}

/// The key of the log: as given, as the policy names it, or on first use what the server says, to
/// be compared by a person.
Result<std::optional<proof::Verifier>> log_key(const FollowCommand& c,
                                               const std::optional<proof::Policy>& policy,
                                               link::LogOverHttp& server) {
  std::optional<proof::Verifier> key;
  if (!c.key.empty()) {
    TRY_SET(key, proof::parse_vkey(first_line_or_text(c.key)));
    return key;
  }
  if (policy && policy->log) return policy->log;
  std::error_code error;
  if (std::filesystem::exists(link::FollowerDir{c.data}.log_vkey_file(), error)) return key;
  TRY_SET(const auto answer, server.get("/v1/log"));
  const auto document = JsonDocument::parse(text_of(answer.body));
  std::string_view vkey;
  if (!document || document->root().at_key("vkey").get(vkey) != simdjson::SUCCESS)
    return failure("the server does not say the key of its log: give it with --key");
  TRY_SET(key, proof::parse_vkey(vkey));
  say(fmt::format("公钥首次见到，请另行核对 key seen for the first time, compare it: {}", vkey));
  return key;
}

std::string words_of(const proof::PerStatement<bool>& stated) {
  std::string text;
  for (const proof::Statement statement : proof::all_statements)
    if (stated[proof::index_of(statement)]) text += fmt::format(" {}", name_of(statement));
  return text;
}

std::string round_json(const Follower& follower, const Round& round, bool delivered) {
  JsonWriter json;
  json.begin_object();
  json.member("result", name_of(round.end));
  json.member("served_size", round.served_size);
  json.member("size", follower.kept_size());
  json.member("root", follower.kept_root().hex());
  json.member("executed_size", follower.executed_size());
  json.member("blocks", follower.executed_blocks());
  json.member("state_digest", follower.state_digest().hex());
  json.key("statements").begin_array();
  for (const proof::Statement statement : proof::all_statements)
    if (round.stated[proof::index_of(statement)]) json.text(name_of(statement));
  json.end_array().member("delivered", delivered).key("refusal");
  if (follower.refused())
    json.raw(link::to_json(*follower.refused()));
  else
    json.null();
  return json.end_object().take();
}

std::string round_text(const Follower& follower, const Round& round, bool delivered) {
  if (follower.refused())
    return fmt::format("拒绝 REFUSED  {}", link::said_of(follower.refused()->finding));
  if (round.end == RoundEnd::stale)
    return fmt::format("旧检查点 stale: {} served, {} kept", round.served_size,
                       follower.kept_size());
  return fmt::format(
      "{} entries 条, {} blocks 区块, state {}: {}{}{}", follower.kept_size(),
      follower.executed_blocks(), follower.state_digest().hex(),
      round.end == RoundEnd::cosigned ? "已共签 cosigned" : "已共签过 cosigned before",
      words_of(round.stated), delivered ? "" : ", not delivered 未送达");
}

/// Follows one server; remembers what was delivered to it.
class Following {
 public:
  Following(const FollowCommand& command, Follower& follower, link::LogOverHttp& server)
      : command_(command), follower_(follower), server_(server) {}

  /// The exit code that one round alone would end with.
  int once() {
    const auto round = follower_.follow(server_);
    if (!round) return fail(round.error());
    if (!follower_.refused() && !follower_.note().empty()) deliver(*round);
    const Result<void>& delivered = delivered_;
    const bool news = round->end != RoundEnd::unchanged || command_.once;
    if (command_.json)
      say(round_json(follower_, *round, delivered.has_value()));
    else if (news)
      say(round_text(follower_, *round, delivered.has_value()));
    if (follower_.refused()) return exit_no;
    return delivered ? exit_good : exit_failed;
  }

 private:
  /// Again only when there is something new, or after a while in which the operator may have lost
  /// what it was given, or changed its mind.
  void deliver(const Round& round) {
    const auto time = std::chrono::steady_clock::now();
    if (round.shown) {
      delivered_ = {};
      return;
    }
    if (follower_.note() == tried_ && time - tried_at_ < again_after) return;
    tried_ = follower_.note();
    tried_at_ = time;
    delivered_ = hand_in();
    if (!delivered_) fail(delivered_.error());
  }

  Result<void> hand_in() {
    TRY_SET(const auto answer, server_.post("/v1/cosignatures", "text/plain", follower_.note()));
    if (answer.status == 200) return {};
    return failure(fmt::format("the operator does not take the cosignatures (status {}): {}",
                               answer.status, text_of(answer.body)));
  }

  const FollowCommand& command_;
  Follower& follower_;
  link::LogOverHttp& server_;
  std::string tried_;
  std::chrono::steady_clock::time_point tried_at_;
  Result<void> delivered_;
};

/// Rounds until told to stop or until the log differs.
int follow_on(const FollowCommand& c, Following& following, const Follower& follower) {
  const auto interval = std::chrono::milliseconds(static_cast<std::int64_t>(c.interval_s * 1000));
  while (true) {
    const int code = following.once();
    if (c.once || follower.refused()) return code;
    const auto until = std::chrono::steady_clock::now() + interval;
    while (!stop_asked && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(look_every);
    if (stop_asked) return exit_good;
  }
}

int clear(const std::string& data) {
  const auto cleared = link::clear_refusal({data});
  if (!cleared) return fail(cleared.error());
  say(*cleared ? "拒绝已解除，记录另存 the refusal is cleared and kept aside"
               : "没有拒绝可解除 there is no refusal to clear");
  return exit_good;
}

/// The follower as a policy file lists it.
int say_keys(const FollowCommand& c) {
  const auto keys = link::keys_in({c.data}, c.name);
  if (!keys) return fail(keys.error());
  say(fmt::format("[[follower]]\nname = \"{}\"", keys->name));
  for (const proof::Statement statement : proof::all_statements) {
    const auto key =
        proof::verifier_of(keys->signers[proof::index_of(statement)], proof::KeyKind::cosignature);
    say(fmt::format("{} = \"{}\"", name_of(statement), proof::print_vkey(key)));
  }
  return exit_good;
}

/// A key that the policy does not list would sign in vain.
void compare_with_policy(const Follower& follower, const proof::Policy& policy) {
  for (const proof::Signer& signer : follower.keys().signers) {
    const auto key = proof::verifier_of(signer, proof::KeyKind::cosignature);
    if (!policy.owner_of(key))
      say(fmt::format("策略未列此公钥 not in the policy  {}", proof::print_vkey(key)));
  }
}

}  // namespace

int follow(const FollowCommand& c) {
  if (c.clear) return clear(c.data);
  if (c.url.empty()) return say_keys(c);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGPIPE, SIG_IGN);
  const auto url = link::parse_url(c.url);
  if (!url) return fail(url.error());
  const auto policy = read_policy_file(c.policy);
  if (!policy) return fail(policy.error());
  link::LogOverHttp server(*url, {.limits = {}, .ca_file = c.ca_file});
  const auto key = log_key(c, *policy, server);
  if (!key) return fail(key.error());
  auto follower = Follower::open({c.data, c.name, *key, &now});
  if (!follower) return fail(follower.error());
  if (*policy && !c.json) compare_with_policy(**follower, **policy);
  Following following(c, **follower, server);
  return follow_on(c, following, **follower);
}

}  // namespace tanshu::apps
