// SPDX-License-Identifier: Apache-2.0
// The clients' side of a round: commands on the wire, and what their answers must be.
#include <fmt/format.h>

#include <algorithm>

#include "sim/round.h"

namespace tanshu::sim {

/// The first commands go one batch after the other; then the clients wait for nobody.
void Round::send_new(std::uint64_t most) {
  if (!opened_ && !unanswered_.empty()) return;
  if (!opened_ && !workload_.in_opening()) opened_ = true;
  const std::uint64_t count = 1 + chance_.below(most);
  for (std::uint64_t i = 0; i < count && (opened_ || workload_.in_opening()); ++i) {
    Client client;
    client.sent = workload_.next(examiner_.auditor().books(), clock_ns_);
    const Sent& sent = client.sent;
    client.identity = weigh(sent.actor, sent.key, sent.command).identity;
    const auto number = static_cast<std::uint32_t>(clients_.size());
    clients_.push_back(std::move(client));
    unanswered_.push_back(number);
    wire_.push_back(number);
  }
}

/// Who has no answer sends again, sooner or later; at the beginning everything and in order.
void Round::send_again() {
  wire_.insert(wire_.end(), delayed_.begin(), delayed_.end());
  delayed_.clear();
  for (const std::uint32_t number : unanswered_)
    if (!opened_ || calm_ || chance_.once_in(2)) wire_.push_back(number);
}

/// A few times a batch a message is doubled, overtaken, held up or lost.
void Round::disturb_network() {
  if (!opened_ || wire_.empty()) return;
  const auto any = [this] { return chance_.below(wire_.size()); };
  if (happens(Mishap::repeated_command, 3))
    wire_.push_back(static_cast<std::uint32_t>(chance_.below(clients_.size())));
  if (happens(Mishap::reordered_commands, 3)) {
    std::swap(wire_[any()], wire_[any()]);
    delayed_.push_back(wire_[any()]);
  }
  if (happens(Mishap::lost_command, 4))
    wire_.erase(wire_.begin() + static_cast<std::ptrdiff_t>(any()));
}

std::vector<Delivery> Round::receive() {
  std::vector<Delivery> batch;
  batch.reserve(wire_.size());
  for (const std::uint32_t number : wire_) batch.push_back({number, &clients_[number].sent});
  wire_.clear();
  return batch;
}

void Round::deliver_answers(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (!happens(Mishap::lost_answer, 200)) deliver(machine_->answers()[i]);
}

/// A client checks that its answer is its own, and that it stays.
void Round::deliver(const Answer& answer) {
  Client& client = clients_[answer.number];
  const bool before = client.answered;
  client.answered = true;
  ++report_->answers;
  trace(answer.number * 4ull + (answer.repeated ? 2 : 0) + (answer.recorded ? 1 : 0));
  trace(answer.log_index);
  if (!answer.recorded) {
    const Sent& sent = client.sent;
    if (weigh(sent.actor, sent.key, sent.command).bytes <= 50'000)
      wrong(fmt::format("command {} would have fitted and was turned away", answer.number));
    return;
  }
  if (answer.repeated) ++report_->repeated_answers;
  const Entry* entry = examiner_.entry(answer.log_index);
  if (entry == nullptr || entry->identity != client.identity)
    return wrong(
        fmt::format("the answer to command {}, key {} of {}, points at entry {}, which is "
                    "not its own",
                    answer.number, client.sent.key, client.sent.actor.text, answer.log_index));
  constexpr auto key_used = protocol::RefusalCode::key_was_used_with_another_body;
  const bool stays = answer.log_index == client.log_index ||
                     entry->refusal == static_cast<std::uint16_t>(key_used);
  if (before && !stays)
    wrong(fmt::format("command {} was answered at entry {} and again at {}", answer.number,
                      client.log_index, answer.log_index));
  client.log_index = answer.log_index;
}

void Round::forget_answered() {
  std::erase_if(unanswered_, [this](std::uint32_t number) { return clients_[number].answered; });
}

}  // namespace tanshu::sim
