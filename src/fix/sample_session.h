// SPDX-License-Identifier: Apache-2.0
// A session, a counterparty at a desk of its own, and an application that answers each order.
#pragma once

#include <string>
#include <vector>

#include "fix/memory_store.h"
#include "fix/sample_text.h"
#include "fix/session.h"
#include "fix/timestamp.h"

namespace tanshu::fix {

/// Answers an order with a report that carries its ClOrdID, once for each ClOrdID; turns the rest
/// away.
class EchoApplication final : public Application {
 public:
  bool knows(const SessionKey& key) override {
    return key.ours == "ISLD" && key.theirs.starts_with("TW");
  }
  bool authenticate(const SessionKey&, const std::string& username,
                    const std::string& password) override {
    return username.empty() || password == "secret";
  }
  void on_logon(const SessionKey&) override { ++logons; }
  void on_logout(const SessionKey&) override { ++logouts; }
  std::vector<Message> on_message(const SessionKey&, const Message& message) override {
    if (message.type() != "D")
      return {business_reject(message, unsupported_message_type, {}, "Unsupported message type",
                              "不支持此类消息")};
    const std::string id = *message.find(tag::ClOrdID);
    if (std::ranges::find(orders, id) != orders.end()) return {};
    orders.push_back(id);
    return {report(id)};
  }
  static Message report(const std::string& id) {
    Message report("8");
    report.add(tag::OrderID, "o-" + id).add(tag::ClOrdID, id).add(tag::ExecID, "e-" + id);
    report.add(tag::ExecType, "0").add(tag::OrdStatus, "0").add(tag::Symbol, "CEA");
    report.add(tag::Side, "1").add(tag::LeavesQty, "5").add(tag::CumQty, "0");
    report.add(tag::AvgPx, "0");
    return report;
  }

  std::vector<std::string> orders;
  int logons = 0;
  int logouts = 0;
};

/// What a message says beside what all of them say: "35=0|34=2|112=HELLO|".
inline std::string gist(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find(field_end, at);
    const std::string field(text.substr(at, end - at));
    at = end + 1;
    const std::string tag = field.substr(0, field.find('='));
    bool all_say_it = false;
    for (const char* known : {"8", "9", "10", "49", "56", "52", "122", "347", "354", "355"})
      all_say_it = all_say_it || tag == known;
    if (!all_say_it) kept += field + '|';
  }
  return kept;
}

class Desk {
 public:
  explicit Desk(Version version = Version::fix44, SessionOptions options = {})
      : session({version, "ISLD", "TW"}, options, store, application) {
    session.connect(now);
  }

  static constexpr std::int64_t second_ns = 1'000'000'000;

  std::string time(std::int64_t seconds = 0) const {
    return timestamp_text(Instant{now.ns + seconds * second_ns});
  }
  /// The rest of a message of the counterparty, whose header is completed.
  void in(const std::string& type, std::uint64_t number, const std::string& rest = {}) {
    in_exactly("35=" + type + "|49=TW|56=ISLD|34=" + std::to_string(number) + "|52=" + time() +
               "|" + rest);
  }
  void in_exactly(const std::string& rest, const std::string& begin = {}) {
    auto read = read_message(framed(
        rest, begin.empty() ? begin_string(session.key().version) : std::string_view(begin)));
    if (read) session.on_message(std::move(*read), now);
    collect();
  }
  void log_on(const std::string& rest = "98=0|108=30|") {
    in("A", 1, rest);
    out();
  }
  void order(std::uint64_t number, const std::string& id, const std::string& head = {}) {
    in("D", number, head + "11=" + id + "|55=CEA|54=1|60=" + time() + "|38=5|40=2|44=80.50|");
  }
  void wait(std::int64_t seconds) {
    for (std::int64_t i = 0; i < seconds; ++i) {
      now.ns += second_ns;
      session.on_tick(now);
      collect();
    }
  }
  void collect() {
    Output output = session.take_output(now);
    raw += output.bytes;
    closed = closed || output.close;
    for (const std::string& note : output.notes) notes += note + ";";
  }
  void reconnect() {
    session.disconnect();
    closed = false;
    raw.clear();
    session.connect(now);
  }
  /// The gists of what came out since the last call, and "closed" at the end if it was closed.
  std::vector<std::string> out() {
    std::vector<std::string> all;
    std::string_view stream = raw;
    while (!stream.empty()) {
      const Frame frame = next_frame(stream, 1 << 20);
      if (frame.state != Frame::State::whole) {
        all.emplace_back("not a message");
        break;
      }
      const auto read = read_message(frame.text);
      if (!read || read->problem) all.emplace_back("not as the tables say");
      all.push_back(gist(frame.text));
      stream.remove_prefix(frame.skip);
    }
    raw.clear();
    if (closed) all.emplace_back("closed");
    return all;
  }

  Instant now{1'714'552'200'000'000'000};
  MemoryStore store;
  EchoApplication application;
  Session session;
  std::string raw;
  std::string notes;
  bool closed = false;
};

}  // namespace tanshu::fix
