// SPDX-License-Identifier: Apache-2.0
// What comes in: the order of checks is that of the standard's session test cases.
#include "fix/session.h"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "fix/timestamp.h"

namespace tanshu::fix {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

/// Seconds passed; instants of a clock that was set back count as none.
bool passed(Instant since, Instant now, std::int64_t seconds) {
  return now.ns - since.ns >= seconds * second_ns;
}

/// The silence after which we ask: a fifth more than the interval, as time to travel.
bool is_silent(Instant since, Instant now, std::int64_t heartbeat_s, int intervals) {
  return now.ns - since.ns >= heartbeat_s * intervals * (second_ns + second_ns / 5);
}

std::optional<Instant> time_in(const Message& message, int tag) {
  const std::string* text = message.find(tag);
  return text == nullptr ? std::nullopt : read_timestamp(*text);
}

}  // namespace

Session::Session(SessionKey key, SessionOptions options, SessionStore& store,
                 Application& application)
    : key_(std::move(key)), options_(options), store_(store), application_(application) {}

void Session::connect(Instant now) {
  state_ = State::greeting;
  last_in_ = last_out_ = now;
  test_request_open_ = false;
  output_ = {};
}

void Session::disconnect() {
  if (std::exchange(announced_, false)) application_.on_logout(key_);
  state_ = State::away;
  held_.clear();
  gap_.reset();
  resend_.reset();
  waiting_.clear();
}

/// Counts the number as received if it was the expected one.
void Session::pass(std::uint64_t number) {
  if (number != numbers_.next_in) return;
  ++numbers_.next_in;
  numbers_changed_ = true;
}

void Session::close(std::string why) {
  output_.close = true;
  output_.notes.push_back(std::move(why));
}

bool Session::settle(const Result<void>& result) {
  if (result) return true;
  store_.roll_back();
  lose(result.error().what);
  return false;
}

void Session::lose(std::string why) {
  numbers_known_ = numbers_changed_ = false;
  output_.bytes.clear();
  close(std::move(why));
}

void Session::on_message(ReadMessage read, Instant now) {
  if (state_ == State::away || output_.close) return;
  last_in_ = now;
  test_request_open_ = false;
  settle(take(std::move(read), now));
}

Result<void> Session::take(ReadMessage read, Instant now) {
  if (state_ == State::greeting) return take_first(read, now);
  const Message& message = read.message;
  const auto number = message.number(tag::MsgSeqNum);
  if (state_ == State::leaving) {
    if (message.type() == "5") return take_logout(number.value_or(0), now);
    if (message.type() == "2" && !read.problem) return answer_resend(message, now);
    return {};
  }
  if (read.begin_string != begin_string(key_.version))
    return leave("Incorrect BeginString", "BeginString 不正确", now);
  if (!number) {
    TRY(leave("MsgSeqNum missing", "缺少 MsgSeqNum", now));
    close("a message without MsgSeqNum");
    return {};
  }
  TRY_SET(const bool good, head_is_good(read, *number, now));
  return good ? take_numbered(std::move(read), *number, now) : Result<void>();
}

Result<void> Session::take_first(const ReadMessage& read, Instant now) {
  const Message& logon = read.message;
  const auto turn_away = [this](std::string why) -> Result<void> {
    close(std::move(why));
    return {};
  };
  if (logon.type() != "A") return turn_away("the first message is no Logon");
  if (read.problem)
    return turn_away(
        fmt::format("Logon: {} {}", english(read.problem->reason), read.problem->tag.value_or(0)));
  if (key_.version == Version::fixt11 && logon.find(tag::DefaultApplVerID) == nullptr)
    return turn_away("Logon: DefaultApplVerID missing");
  const auto sent_at = time_in(logon, tag::SendingTime);
  if (!sent_at || std::abs(now.ns - sent_at->ns) > options_.sending_time_s * second_ns)
    return turn_away("Logon: SendingTime accuracy problem");
  const auto heartbeat = logon.number(tag::HeartBtInt);
  if (!heartbeat || *heartbeat > static_cast<std::uint64_t>(options_.heartbeat_s_max))
    return turn_away("Logon: HeartBtInt out of range");
  const auto text_of = [&](int tag) {
    const std::string* text = logon.find(tag);
    return text == nullptr ? std::string() : *text;
  };
  if (!application_.authenticate(key_, text_of(tag::Username), text_of(tag::Password)))
    return turn_away("Logon: not authenticated");
  heartbeat_s_ = static_cast<std::int64_t>(*heartbeat);
  return open(logon, now);
}

Result<void> Session::open(const Message& logon, Instant now) {
  const std::uint64_t number = *logon.number(tag::MsgSeqNum);
  const bool anew = logon.flag(tag::ResetSeqNumFlag);
  if (anew && number != 1) {
    close("Logon: ResetSeqNumFlag with another number than 1");
    return {};
  }
  if (anew) {
    TRY(store_.reset(key_));
    numbers_ = {};
  } else if (!numbers_known_) {
    TRY_SET(numbers_, store_.numbers(key_));
  }
  numbers_known_ = true;
  state_ = State::on;
  if (number < numbers_.next_in) return take_low({}, number, now);
  const auto expected = logon.number(tag::NextExpectedMsgSeqNum);
  if (expected && (*expected > numbers_.next_out || *expected == 0)) {
    TRY(leave(
        fmt::format("NextExpectedMsgSeqNum too high, expecting at most {} but received {}",
                    numbers_.next_out, *expected),
        fmt::format("NextExpectedMsgSeqNum 过大：最大为 {}，收到 {}", numbers_.next_out, *expected),
        now));
    close("Logon: NextExpectedMsgSeqNum is higher than what was sent");
    return {};
  }
  application_.on_logon(key_);
  announced_ = true;
  const bool in_turn = number == numbers_.next_in;
  pass(number);
  Message answer("A");
  answer.add(tag::EncryptMethod, "0").add(tag::HeartBtInt, *logon.find(tag::HeartBtInt));
  if (anew) answer.add(tag::ResetSeqNumFlag, "Y");
  if (expected) answer.add(tag::NextExpectedMsgSeqNum, numbers_.next_in);
  if (key_.version == Version::fixt11) answer.add(tag::DefaultApplVerID, std::string(fix50sp2));
  const std::uint64_t answer_number = numbers_.next_out;
  TRY(send_now(std::move(answer), now));
  if (!in_turn) {
    held_.emplace(number, Held{{}, true});
    gap_ = Gap{number - 1, now, 0};
    // With NextExpectedMsgSeqNum both know what is missing, and it comes without being asked for.
    if (!expected) TRY(ask_for_gap(now));
  }
  if (expected && *expected < answer_number) resend_ = Resend{*expected, answer_number};
  return {};
}

/// CompIDs, SendingTime, and what PossDupFlag promises. Answers for itself where it says no.
Result<bool> Session::head_is_good(const ReadMessage& read, std::uint64_t number, Instant now) {
  const Message& message = read.message;
  const std::string* sender = message.find(tag::SenderCompID);
  const std::string* target = message.find(tag::TargetCompID);
  if (sender != nullptr && target != nullptr && !sender->empty() && !target->empty() &&
      (*sender != key_.theirs || *target != key_.ours)) {
    TRY(reject_and_leave(read, number, {RejectReason::comp_id_problem}, now));
    return false;
  }
  const auto sent_at = time_in(message, tag::SendingTime);
  if (sent_at && std::abs(now.ns - sent_at->ns) > options_.sending_time_s * second_ns) {
    TRY(reject_and_leave(read, number, {RejectReason::sending_time_accuracy}, now));
    return false;
  }
  if (!message.flag(tag::PossDupFlag) || message.type() == "4") return true;
  const auto sent_first = time_in(message, tag::OrigSendingTime);
  if (sent_first && sent_at && sent_first->ns > sent_at->ns) {
    TRY(reject_and_leave(read, number, {RejectReason::sending_time_accuracy}, now));
    return false;
  }
  if (sent_first || number > numbers_.next_in) return true;
  pass(number);
  TRY(reject(message, {RejectReason::required_tag_missing, tag::OrigSendingTime}, now));
  TRY(take_held(now));
  return false;
}

Result<void> Session::take_numbered(ReadMessage read, std::uint64_t number, Instant now) {
  const std::string& type = read.message.type();
  if (type == "4" && !read.message.flag(tag::GapFillFlag)) return take_sequence_reset(read, now);
  if (type == "A" && read.message.flag(tag::ResetSeqNumFlag) && number == 1)
    return take_logon_again(read, now);
  if (type == "5" && !read.problem) return take_logout(number, now);
  if (number < numbers_.next_in) return take_low(read, number, now);
  if (number > numbers_.next_in) return take_high(std::move(read), number, now);
  TRY(accept(read, now));
  return take_held(now);
}

Result<void> Session::take_low(const ReadMessage& read, std::uint64_t number, Instant now) {
  if (read.message.flag(tag::PossDupFlag)) return {};
  // Sending again mends a session, so it is done whatever the number of the wish is.
  if (read.message.type() == "2" && !read.problem) return answer_resend(read.message, now);
  TRY(leave(
      fmt::format("MsgSeqNum too low, expecting {} but received {}", numbers_.next_in, number),
      fmt::format("MsgSeqNum 过小：应为 {}，收到 {}", numbers_.next_in, number), now));
  close(fmt::format("MsgSeqNum {} is too low", number));
  return {};
}

Result<void> Session::take_high(ReadMessage read, std::uint64_t number, Instant now) {
  Held held{std::move(read), false};
  // Two sides that both miss something would wait for each other.
  if (held.read.message.type() == "2" && !held.read.problem && !held_.contains(number)) {
    TRY(answer_resend(held.read.message, now));
    held.dealt_with = true;
  }
  if (held_.size() < options_.held_messages_max) held_.emplace(number, std::move(held));
  if (gap_ && numbers_.next_in <= gap_->until) return {};
  gap_ = Gap{number - 1, now, 0};
  return ask_for_gap(now);
}

Result<void> Session::take_held(Instant now) {
  held_.erase(held_.begin(), held_.lower_bound(numbers_.next_in));
  while (!held_.empty() && held_.begin()->first == numbers_.next_in && state_ == State::on) {
    const Held held = std::move(held_.extract(held_.begin()).mapped());
    if (held.dealt_with)
      pass(numbers_.next_in);
    else
      TRY(accept(held.read, now));
    held_.erase(held_.begin(), held_.lower_bound(numbers_.next_in));
  }
  if (gap_ && numbers_.next_in > gap_->until) gap_.reset();
  if (gap_) {
    gap_->asked_at = now;  // it is being filled
  } else if (!held_.empty() && state_ == State::on) {
    gap_ = Gap{held_.begin()->first - 1, now, 0};
    return ask_for_gap(now);
  }
  return {};
}

/// The message has the number that was expected.
Result<void> Session::accept(const ReadMessage& read, Instant now) {
  const std::uint64_t number = numbers_.next_in++;
  numbers_changed_ = true;
  const Message& message = read.message;
  if (read.problem) return reject(message, *read.problem, now);
  if (message.type() == "4") {
    const auto next = message.number(tag::NewSeqNo);
    if (!next || *next <= number)
      return reject(message, {RejectReason::value_is_incorrect, tag::NewSeqNo}, now);
    numbers_.next_in = *next;
    return {};
  }
  return accept_sound(message, now);
}

Result<void> Session::accept_sound(const Message& message, Instant now) {
  const std::string& type = message.type();
  if (type == "0") return {};
  if (type == "1") {
    Message answer("0");
    answer.add(tag::TestReqID, *message.find(tag::TestReqID));
    return send_session(std::move(answer), now);
  }
  if (type == "2") return answer_resend(message, now);
  if (type == "3") {
    const std::string* text = message.find(tag::Text);
    output_.notes.push_back(fmt::format("message {} was rejected: {}",
                                        message.number(tag::RefSeqNum).value_or(0),
                                        text == nullptr ? "" : *text));
    return {};
  }
  if (type == "A") return reject(message, {RejectReason::value_is_incorrect, tag::MsgType}, now);
  if (message_rule(type) == nullptr)
    return send_now(business_reject(message, unsupported_message_type, {},
                                    "Unsupported message type", "不支持此类消息"),
                    now);
  for (Message& answer : application_.on_message(key_, message))
    TRY(send_now(std::move(answer), now));
  return {};
}

/// Reset mode: the number of the message itself means nothing.
Result<void> Session::take_sequence_reset(const ReadMessage& read, Instant now) {
  if (read.problem) return reject(read.message, *read.problem, now);
  const auto next = read.message.number(tag::NewSeqNo);
  if (!next || *next < numbers_.next_in)
    return reject(read.message, {RejectReason::value_is_incorrect, tag::NewSeqNo}, now);
  numbers_.next_in = *next;
  numbers_changed_ = true;
  return take_held(now);
}

/// A Logon with ResetSeqNumFlag while logged on: both begin again at 1.
Result<void> Session::take_logon_again(const ReadMessage& read, Instant now) {
  if (read.problem) return reject(read.message, *read.problem, now);
  TRY(store_.reset(key_));
  numbers_ = {.next_in = 2, .next_out = 1};
  numbers_changed_ = true;
  held_.clear();
  gap_.reset();
  resend_.reset();
  Message answer("A");
  answer.add(tag::EncryptMethod, "0").add(tag::HeartBtInt, *read.message.find(tag::HeartBtInt));
  answer.add(tag::ResetSeqNumFlag, "Y");
  if (key_.version == Version::fixt11) answer.add(tag::DefaultApplVerID, std::string(fix50sp2));
  heartbeat_s_ = static_cast<std::int64_t>(read.message.number(tag::HeartBtInt).value_or(0));
  return send_now(std::move(answer), now);
}

Result<void> Session::take_logout(std::uint64_t number, Instant now) {
  pass(number);
  if (state_ == State::on) TRY(leave({}, {}, now));
  close("logged out");
  return {};
}

void Session::on_tick(Instant now) {
  if (state_ == State::away || state_ == State::greeting || output_.close) return;
  settle(tick(now));
}

Result<void> Session::tick(Instant now) {
  if (state_ == State::leaving) {
    if (passed(left_at_, now, options_.logout_time_s)) close("Logout was not answered");
    return {};
  }
  if (gap_ && passed(gap_->asked_at, now, std::max<std::int64_t>(heartbeat_s_, 10)))
    TRY(ask_for_gap(now));
  if (heartbeat_s_ == 0 || state_ != State::on) return {};
  if (test_request_open_ && is_silent(last_in_, now, heartbeat_s_, 2)) {
    close("TestRequest was not answered");
    return {};
  }
  if (!test_request_open_ && is_silent(last_in_, now, heartbeat_s_, 1)) {
    test_request_open_ = true;
    Message request("1");
    request.add(tag::TestReqID, timestamp_text(now));
    TRY(send_session(std::move(request), now));
  }
  if (passed(last_out_, now, heartbeat_s_)) TRY(send_session(Message("0"), now));
  return {};
}

}  // namespace tanshu::fix
