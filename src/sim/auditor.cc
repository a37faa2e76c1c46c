// SPDX-License-Identifier: Apache-2.0
// Keys, rights and sizes, before the rule of the command is asked.
#include "sim/auditor.h"

#include <cstring>

#include "sim/audit_rules.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

constexpr std::size_t posting_bytes = 8'000;  // journal-format.md: the longest envelope that posts
constexpr std::size_t other_bytes = 26'000;   // … and the longest of any other command

template <class C>
concept HasRule = requires(const C& command, const Given& given) {
  { rule(command, given) } -> std::same_as<Number>;
};

struct Rules {
  const Given& given;

  template <class C>
  Judgement operator()(const C& command) const {
    if constexpr (HasRule<C>)
      return {rule(command, given), true};
    else
      return Judgement::unknown();
  }
};

bool is_posting(const Command& command) {
  return row_of(command).may != may::configure;
}

}  // namespace

std::uint64_t fingerprint(ByteView bytes) {
  std::uint64_t sum = 0x9e3779b97f4a7c15u ^ bytes.size();
  const auto mix = [&sum](std::uint64_t word) {
    sum = (sum ^ word) * 0xbf58476d1ce4e5b9u;
    sum ^= sum >> 32;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    mix(word);
  }
  std::uint64_t rest = 0;
  for (; at < bytes.size(); ++at) rest = rest << 8 | bytes[at];
  mix(rest);
  return sum;
}

/// An envelope is number, actor, key, time and body, each text after its length.
Weighed weigh(const UserId& actor, const std::string& key, const Command& command) {
  Bytes body;
  Encoder encoder(body);
  std::visit(
      [&encoder]<class C>(const C& c) {
        if constexpr (!std::is_same_v<C, std::monostate>) encoder.put(c);
      },
      command);
  const std::size_t around = 2 + 4 + actor.text.size() + 4 + key.size() + 8;
  const std::uint64_t print = fingerprint(body) * 31 + row_of(command).number;
  const std::uint64_t whose = fingerprint(view_of(actor.text)) * 31 + fingerprint(view_of(key));
  return {around + body.size(), print, print * 31 + whose};
}

Judgement Auditor::take(const Envelope& envelope, std::uint64_t log_index) {
  weighed_ = weigh(envelope.actor, envelope.key, envelope.command);
  const auto [use, first] =
      books_.uses.try_emplace({envelope.actor.text, envelope.key}, Books::Use{});
  answered_twice_ = !first && use->second.command == weighed_.command;
  if (!first) return {no(RefusalCode::key_was_used_with_another_body), true};
  use->second = {weighed_.command, log_index};
  return decide(envelope);
}

Judgement Auditor::decide(const Envelope& envelope) {
  const auto refused = [](RefusalCode code) { return Judgement{no(code), true}; };
  if (weighed_.bytes > (is_posting(envelope.command) ? posting_bytes : other_bytes))
    return refused(RefusalCode::entry_is_too_large);
  Given given{books_, envelope.actor.text, {}, envelope.at.ns};
  if (std::holds_alternative<OpenCell>(envelope.command))
    return std::visit(Rules{given}, envelope.command);
  if (books_.parties.size() == 0) return refused(RefusalCode::cell_is_not_open);
  const Books::Person* person = books_.people.find(given.actor);
  if (person == nullptr) return refused(RefusalCode::user_is_unknown);
  if (!person->active) return refused(RefusalCode::user_is_suspended);
  if ((person->roles & row_of(envelope.command).roles) == 0)
    return refused(RefusalCode::role_is_missing);
  given.participant = person->participant;
  return std::visit(Rules{given}, envelope.command);
}

}  // namespace tanshu::sim
