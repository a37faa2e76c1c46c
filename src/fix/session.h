// SPDX-License-Identifier: Apache-2.0
// One FIX session of an acceptor as a state machine: messages, ticks and the hour go in, bytes and
// the wish to close come out. It knows no socket and no clock. It lives as long as the counterparty
// is known; connections come and go.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "fix/codec.h"
#include "fix/session_store.h"

namespace tanshu::fix {

/// Who does something about the messages. Called while a session is at work; calls nothing back.
class Application {
 public:
  virtual ~Application() = default;
  /// Whether the session exists. Its CompIDs hold no blanks.
  virtual bool knows(const SessionKey& key) = 0;
  virtual bool authenticate(const SessionKey& key, const std::string& username,
                            const std::string& password) = 0;
  virtual void on_logon(const SessionKey&) {}
  /// The connection is gone, however it came to that.
  virtual void on_logout(const SessionKey&) {}
  /// An application message of a type that we speak, each in its turn. Returns once it has taken
  /// it for good, with what is to be answered at once. Our number and the counterparty's are stored
  /// afterwards, together: what was taken before a crash may come again with PossDupFlag, so it has
  /// to be recognised by its own identity, as orders are by ClOrdID.
  virtual std::vector<Message> on_message(const SessionKey& key, const Message& message) = 0;
};

struct SessionOptions {
  /// How far SendingTime may be from our clock.
  std::int64_t sending_time_s = 120;
  /// How long the counterparty may take to answer our Logout.
  std::int64_t logout_time_s = 10;
  /// HeartBtInt may be from 0, which is never, to this.
  std::int64_t heartbeat_s_max = 3600;
  /// How often one gap is asked for before we give up.
  int gap_requests_max = 3;
  /// Messages that wait behind a gap; more than these are asked for again.
  std::size_t held_messages_max = 2000;
};

/// What a connection has to do.
struct Output {
  std::string bytes;
  /// After the bytes.
  bool close = false;
  /// Why, and what else an operator may want to know.
  std::vector<std::string> notes;
};

class Session {
 public:
  Session(SessionKey key, SessionOptions options, SessionStore& store, Application& application);

  const SessionKey& key() const { return key_; }
  bool connected() const { return state_ != State::away; }
  bool logged_on() const { return state_ == State::on; }

  /// A connection is there, and its first message comes next.
  void connect(Instant now);
  /// The connection is gone.
  void disconnect();
  void on_message(ReadMessage read, Instant now);
  /// To be called every second or so.
  void on_tick(Instant now);
  /// An application message, whether the counterparty is there or not: it will get it once it is
  /// committed. False when the store failed, and what it held uncommitted is gone.
  bool send(Message message, Instant now);
  /// What the store held uncommitted is gone: the numbers are looked up anew, and the connection
  /// ends.
  void lose(std::string why);
  void log_out(std::string english, std::string chinese, Instant now);

  /// Stores what happened and gives what is to be written. What cannot be stored is not written,
  /// and ends the connection.
  /// No more is sent again than until the bytes come to `room`.
  Output take_output(Instant now, std::size_t room = resend_bytes_max);
  static constexpr std::size_t resend_bytes_max = 256 * 1024;

 private:
  enum class State : std::uint8_t { away, greeting, on, leaving };
  struct Held {
    ReadMessage read;
    bool dealt_with = false;  ///< out of turn; only its number is still to be counted
  };
  struct Gap {
    std::uint64_t until = 0;  ///< the last number known to be missing
    Instant asked_at;
    int requests = 0;
  };
  struct Resend {
    std::uint64_t next = 0;
    std::uint64_t end = 0;  ///< past the last
  };

  // session.cc: what comes in
  Result<void> take(ReadMessage read, Instant now);
  Result<void> take_first(const ReadMessage& read, Instant now);
  Result<void> open(const Message& logon, Instant now);
  Result<bool> head_is_good(const ReadMessage& read, std::uint64_t number, Instant now);
  Result<void> take_numbered(ReadMessage read, std::uint64_t number, Instant now);
  Result<void> take_low(const ReadMessage& read, std::uint64_t number, Instant now);
  Result<void> take_high(ReadMessage read, std::uint64_t number, Instant now);
  Result<void> accept(const ReadMessage& read, Instant now);
  Result<void> accept_sound(const Message& message, Instant now);
  Result<void> take_held(Instant now);
  Result<void> take_sequence_reset(const ReadMessage& read, Instant now);
  Result<void> take_logon_again(const ReadMessage& read, Instant now);
  Result<void> take_logout(std::uint64_t number, Instant now);
  Result<void> tick(Instant now);

  // session_sending.cc: what goes out
  Result<void> send_now(Message message, Instant now);
  Result<void> send_session(Message message, Instant now);
  Result<void> reject(const Message& message, Problem problem, Instant now);
  Result<void> reject_and_leave(const ReadMessage& read, std::uint64_t number, Problem problem,
                                Instant now);
  Result<void> leave(std::string english, std::string chinese, Instant now);
  Result<void> ask_for_gap(Instant now);
  Result<void> answer_resend(const Message& request, Instant now);
  Result<void> resend_some(Instant now, std::size_t room);
  Result<void> resend_one(const SentMessage& sent, Instant now);
  void fill_gap(std::uint64_t from, std::uint64_t to, Instant now);
  void write(const Message& message, Instant now);

  void close(std::string why);
  void pass(std::uint64_t number);
  /// Ends the connection if the store has failed.
  bool settle(const Result<void>& result);

  const SessionKey key_;
  const SessionOptions options_;
  SessionStore& store_;
  Application& application_;

  State state_ = State::away;
  Numbers numbers_;
  bool numbers_known_ = false;
  bool numbers_changed_ = false;
  bool announced_ = false;  ///< the application knows of the logon
  std::int64_t heartbeat_s_ = 0;
  Instant last_in_, last_out_, left_at_;
  bool test_request_open_ = false;
  std::map<std::uint64_t, Held> held_;
  std::optional<Gap> gap_;
  std::optional<Resend> resend_;
  /// Session messages that wait until everything has been sent again.
  std::vector<Message> waiting_;
  Output output_;
};

/// j: the message is understood and not served. `reason` is BusinessRejectReason (380), `id` what
/// the message calls itself, or empty.
Message business_reject(const Message& message, int reason, std::string id, std::string english,
                        std::string chinese);
inline constexpr int unsupported_message_type = 3;
inline constexpr int application_not_available = 4;
inline constexpr int conditionally_required_field_missing = 5;

}  // namespace tanshu::fix
