// SPDX-License-Identifier: Apache-2.0
// What goes out. Application messages and rejects are stored before they are written and can be
// sent again; of the other session messages only the number is kept, and a gap fill stands for it.
#include <fmt/format.h>

#include "fix/session.h"
#include "fix/timestamp.h"

namespace tanshu::fix {
namespace {

constexpr std::size_t resend_block = 64;
/// Answers to TestRequest that may wait for a resend to end; who sends more gets the first ones.
constexpr std::size_t waiting_max = 16;

constexpr std::string_view sending_time =
    "\x01"
    "52=";

/// Routing fields of a message and where they belong in the answer to it.
constexpr std::pair<int, int> routes[] = {
    {tag::OnBehalfOfCompID, tag::DeliverToCompID},
    {tag::OnBehalfOfSubID, tag::DeliverToSubID},
    {tag::OnBehalfOfLocationID, tag::DeliverToLocationID},
    {tag::DeliverToCompID, tag::OnBehalfOfCompID},
    {tag::DeliverToSubID, tag::OnBehalfOfSubID},
    {tag::DeliverToLocationID, tag::OnBehalfOfLocationID},
};

void turn_route(const Message& from, Message& answer) {
  for (const auto& [theirs, ours] : routes)
    if (const std::string* party = from.find(theirs)) answer.add(ours, *party);
}

bool can_be_sent_again(const std::string& type) {
  return type == "3" || !is_session_type(type);
}

}  // namespace

bool Session::send(Message message, Instant now) {
  const auto numbered = [&]() -> Result<void> {
    if (!numbers_known_) {
      TRY_SET(numbers_, store_.numbers(key_));
      numbers_known_ = true;
    }
    TRY(send_now(std::move(message), now));
    // With the message, because other sessions' messages may be committed first.
    numbers_changed_ = false;
    return store_.put_numbers(key_, numbers_);
  };
  return settle(numbered());
}

void Session::log_out(std::string english, std::string chinese, Instant now) {
  if (state_ == State::on) settle(leave(std::move(english), std::move(chinese), now));
}

Output Session::take_output(Instant now, std::size_t room) {
  if (connected() && !output_.close) settle(resend_some(now, room));
  if (numbers_changed_) {
    numbers_changed_ = false;
    settle(store_.put_numbers(key_, numbers_));
  }
  settle(store_.commit());
  return std::exchange(output_, {});
}

/// Numbers, stores and, when somebody is there and everything before it is on its way, writes it.
Result<void> Session::send_now(Message message, Instant now) {
  const bool again = can_be_sent_again(message.type());
  const std::uint64_t number = numbers_.next_out++;
  numbers_changed_ = true;
  message.set_header(tag::SenderCompID, key_.ours);
  message.set_header(tag::TargetCompID, key_.theirs);
  message.set_header(tag::MsgSeqNum, std::to_string(number));
  message.set_header(tag::SendingTime, timestamp_text(now));
  if (again) TRY(store_.put_sent(key_, {number, write_message(key_.version, message)}));
  if (state_ != State::on) return {};
  if (!resend_)
    write(message, now);
  else if (message.type() != "5")
    resend_->end = number + 1;  // it follows in its turn
  else
    write(message, now);
  return {};
}

/// A session message that may wait for the end of a resend, where a gap fill would swallow it.
Result<void> Session::send_session(Message message, Instant now) {
  if (!resend_) return send_now(std::move(message), now);
  if (waiting_.size() < waiting_max) waiting_.push_back(std::move(message));
  return {};
}

void Session::write(const Message& message, Instant now) {
  output_.bytes += write_message(key_.version, message);
  last_out_ = now;
}

Result<void> Session::reject(const Message& message, Problem problem, Instant now) {
  Message answer("3");
  turn_route(message, answer);
  answer.add(tag::RefSeqNum, message.number(tag::MsgSeqNum).value_or(0));
  if (problem.tag) answer.add(tag::RefTagID, std::to_string(*problem.tag));
  answer.add(tag::RefMsgType, message.type());
  answer.add(tag::SessionRejectReason, static_cast<std::uint64_t>(problem.reason));
  answer.add_text(std::string(english(problem.reason)), std::string(chinese(problem.reason)));
  return send_now(std::move(answer), now);
}

Result<void> Session::reject_and_leave(const ReadMessage& read, std::uint64_t number,
                                       Problem problem, Instant now) {
  pass(number);
  TRY(reject(read.message, problem, now));
  return leave(std::string(english(problem.reason)), std::string(chinese(problem.reason)), now);
}

Result<void> Session::leave(std::string english, std::string chinese, Instant now) {
  Message logout("5");
  logout.add_text(std::move(english), std::move(chinese));
  TRY(send_now(std::move(logout), now));
  state_ = State::leaving;
  left_at_ = now;
  return {};
}

Result<void> Session::ask_for_gap(Instant now) {
  if (gap_->requests++ >= options_.gap_requests_max)
    return leave(fmt::format("Messages from {} were not sent again", numbers_.next_in),
                 fmt::format("自 {} 起的消息未重发", numbers_.next_in), now);
  gap_->asked_at = now;
  Message request("2");
  request.add(tag::BeginSeqNo, numbers_.next_in).add(tag::EndSeqNo, "0");
  return send_session(std::move(request), now);
}

Result<void> Session::answer_resend(const Message& request, Instant now) {
  const auto begin = request.number(tag::BeginSeqNo);
  const auto end = request.number(tag::EndSeqNo);
  if (!begin || *begin == 0 || *begin >= numbers_.next_out)
    return reject(request, {RejectReason::value_is_incorrect, tag::BeginSeqNo}, now);
  if (!end || (*end != 0 && *end < *begin))
    return reject(request, {RejectReason::value_is_incorrect, tag::EndSeqNo}, now);
  const std::uint64_t past = *end == 0 || *end >= numbers_.next_out ? numbers_.next_out : *end + 1;
  if (resend_)
    resend_ = Resend{std::min(resend_->next, *begin), std::max(resend_->end, past)};
  else
    resend_ = Resend{*begin, past};
  return {};
}

Result<void> Session::resend_some(Instant now, std::size_t room) {
  while (resend_ && output_.bytes.size() < room) {
    TRY_SET(const auto block, store_.sent(key_, resend_->next, resend_->end - 1, resend_block));
    for (const SentMessage& sent : block) {
      if (sent.number > resend_->next) fill_gap(resend_->next, sent.number, now);
      TRY(resend_one(sent, now));
      resend_->next = sent.number + 1;
    }
    if (block.size() < resend_block && resend_->next < resend_->end) {
      fill_gap(resend_->next, resend_->end, now);
      resend_->next = resend_->end;
    }
    if (resend_->next >= resend_->end) resend_.reset();
  }
  if (resend_) return {};
  for (Message& message : std::exchange(waiting_, {})) TRY(send_now(std::move(message), now));
  return {};
}

/// The same bytes but for the time in the header, which becomes three fields.
Result<void> Session::resend_one(const SentMessage& sent, Instant now) {
  const std::string_view text = sent.text;
  const std::size_t begin = text.find(field_end, text.find(field_end) + 1) + 1;
  const std::string_view rest = text.substr(begin, text.rfind("10=") - begin);
  const std::size_t time = rest.find(sending_time);
  if (time == rest.npos) return failure("FIX session store: a message without SendingTime");
  const std::size_t time_end = rest.find(field_end, time + 1);
  const std::size_t value = time + sending_time.size();
  output_.bytes += write_frame(
      key_.version, fmt::format("{}{}43=Y{}{}{}122={}{}", rest.substr(0, time), field_end,
                                sending_time, timestamp_text(now), field_end,
                                rest.substr(value, time_end - value), rest.substr(time_end)));
  last_out_ = now;
  return {};
}

void Session::fill_gap(std::uint64_t from, std::uint64_t to, Instant now) {
  Message fill("4");
  fill.add(tag::SenderCompID, key_.ours).add(tag::TargetCompID, key_.theirs);
  fill.add(tag::MsgSeqNum, from).add(tag::PossDupFlag, "Y");
  fill.add(tag::SendingTime, timestamp_text(now)).add(tag::OrigSendingTime, timestamp_text(now));
  fill.add(tag::GapFillFlag, "Y").add(tag::NewSeqNo, to);
  write(fill, now);
}

Message business_reject(const Message& message, int reason, std::string id, std::string english,
                        std::string chinese) {
  Message answer("j");
  turn_route(message, answer);
  if (const auto number = message.number(tag::MsgSeqNum)) answer.add(tag::RefSeqNum, *number);
  answer.add(tag::RefMsgType, message.type()).add(tag::BusinessRejectRefID, std::move(id));
  answer.add(tag::BusinessRejectReason, std::to_string(reason));
  answer.add_text(std::move(english), std::move(chinese));
  return answer;
}

}  // namespace tanshu::fix
