// SPDX-License-Identifier: Apache-2.0
// Gives a scenario's commands to a fresh engine, compares what came out, and checks every invariant
// after every command.
#include "sim/scenario.h"

#include <fmt/format.h>

#include "base/json_reader.h"
#include "engine/engine.h"
#include "engine/invariants/invariants.h"
#include "sim/scenario_text.h"
#include "sim/scenario_value.h"

namespace tanshu::sim {
namespace {

using namespace protocol;  // NOLINT: records, events, places

constexpr std::int64_t second_ns = 1'000'000'000;

bool is_posting(const Event& event) {
  return std::holds_alternative<UnitsMoved>(event) || std::holds_alternative<CashMoved>(event);
}

std::string data_of(const Event& event) {
  JsonWriter json;
  put_event_json(json, event);
  return json.take();
}

/// The value at a dotted path of the event's data ("trade.units.0.first"), as text.
std::string value_at(const std::string& event_json, const std::string& path) {
  const auto document = JsonDocument::parse(event_json);
  if (!document) return "(no JSON)";
  std::string pointer = "/data";
  for (char c : "." + path) pointer += c == '.' ? '/' : c;
  const auto found = document->root().at_pointer(pointer);
  if (found.error() != simdjson::SUCCESS) return "(not there)";
  if (found.is_string()) return std::string(std::string_view(found));
  return simdjson::minify(found.value_unsafe());
}

std::string unquoted(const std::string& text) {
  const bool both = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return both ? text.substr(1, text.size() - 2) : text;
}

class Runner {
 public:
  Result<void> step(const Line& line);
  ScenarioReport finish() {
    end_of_events();
    report_.digest = engine_.settle();
    if (engine_.recompute_digest() != report_.digest)
      complain("the incremental digest is not the recomputed one");
    return std::move(report_);
  }

 private:
  Result<void> set_clock(const std::string& text);
  Result<void> command(const std::string& head, const std::string& rest);
  Result<void> expect(const std::vector<std::string>& words);
  void expect_event(const std::vector<std::string>& words);
  void expect_refusal(const std::vector<std::string>& words);
  Result<void> expect_books(const std::vector<std::string>& words);
  void give(Envelope envelope);
  void check_invariants();
  void end_of_events();
  void complain(const std::string& problem) { report_.problems.push_back(line_ + ": " + problem); }

  engine::Engine engine_;
  engine::invariants::History history_;
  ScenarioReport report_;
  Instant clock_{1'709'258'400 * second_ns};
  std::string line_;
  std::size_t keys_ = 0;
  std::optional<std::uint64_t> answered_;  ///< the last command was answered before, at this index
  std::optional<Outcome> outcome_;         ///< of the last command, if it was executed
  std::size_t next_event_ = 0;             ///< first event that no expectation has taken
  bool quiet_ = false;                     ///< no check of every invariant in each round
  bool expected_ = true;                   ///< something was expected of the last command
};

Result<void> Runner::step(const Line& line) {
  const std::vector<std::string> words = words_of(line.text);
  if (words.front() == "=>") {
    line_ = line.place;
    return expect({words.begin() + 1, words.end()});
  }
  if (words.front() == "units" || words.front() == "cash") {
    line_ = line.place;
    return expect_books(words);
  }
  end_of_events();
  line_ = line.place;
  quiet_ = line.repeated;
  if (words.front() == "at" && words.size() == 2) return set_clock(words[1]);
  const std::size_t colon = line.text.find(": ");
  if (colon == std::string::npos) return failure(fmt::format("'{}' is no step", line.text));
  return command(line.text.substr(0, colon), line.text.substr(colon + 2));
}

Result<void> Runner::set_clock(const std::string& text) {
  const auto instant = instant_from_text(text);
  if (!instant) return failure(fmt::format("'{}' is no time", text));
  clock_ = *instant;
  return {};
}

Result<void> Runner::command(const std::string& head, const std::string& rest) {
  const std::vector<std::string> who = words_of(head), words = words_of(rest);
  std::string key = fmt::format("s{}", ++keys_);
  if (who.size() == 2 && who[1].starts_with("key=")) key = who[1].substr(4);
  const CommandRow* row = command_row(words.front());
  if (row == nullptr) return failure(fmt::format("there is no command {}", words.front()));
  TRY_SET(const std::string body, record_json(*row->type, {words.begin() + 1, words.end()}));
  const auto document = JsonDocument::parse(body);
  if (!document) return failure("the body is not JSON: " + body);
  auto parsed = command_from_json(*row, document->root());
  if (!parsed)
    return failure(fmt::format("{} must be {}", parsed.error().path, parsed.error().expected));
  give({UserId{who.front()}, key, clock_, std::move(*parsed)});
  clock_.ns += second_ns;
  return {};
}

void Runner::give(Envelope envelope) {
  ++report_.commands;
  expected_ = false;
  next_event_ = 0;
  outcome_.reset();
  answered_ = engine_.answered(envelope.actor, envelope.key, envelope.command);
  if (answered_) return;
  const std::uint64_t index = report_.records.size();
  const Digest before = engine_.books_digest();
  outcome_ = engine_.execute(envelope, index);
  report_.records.push_back({std::move(envelope), *outcome_});
  const Record& record = report_.records.back();
  if (outcome_->has_value())
    history_.add(index, record);
  else
    history_.add(index, record, engine::invariants::Books{before, engine_.books_digest()});
  const Bytes bytes = encode_record(record);
  if (bytes.size() > record_bytes_max)
    complain(fmt::format("the entry has {} bytes", bytes.size()));
  const auto again = decode_record(bytes);
  if (!again || encode_record(*again) != bytes) complain("the entry does not survive its bytes");
  if (!quiet_) check_invariants();
}

void Runner::check_invariants() {
  auto found = engine::invariants::check_state(engine_.state());
  for (auto& violation : history_.check(engine_.state())) found.push_back(std::move(violation));
  for (const auto& violation : found)
    complain(fmt::format("{} is broken: {}", violation.invariant, violation.what));
}

/// Every event but the postings must have been expected.
void Runner::end_of_events() {
  if (!expected_) complain("nothing is expected of this command");
  expected_ = true;
  if (!outcome_ || !outcome_->has_value()) return;
  for (; next_event_ < (*outcome_)->size(); ++next_event_)
    if (!is_posting((**outcome_)[next_event_]))
      complain(fmt::format("{} was not expected", row_of((**outcome_)[next_event_]).name));
  outcome_.reset();
}

Result<void> Runner::expect(const std::vector<std::string>& words) {
  if (words.empty()) return failure(std::string("=> what?"));
  expected_ = true;
  if (words.front() == "answered") {
    if (!answered_) complain("the command was not answered before");
  } else if (answered_ || !outcome_) {
    complain("there is no new outcome");
  } else if (words.front() == "refused") {
    expect_refusal(words);
  } else {
    expect_event(words);
  }
  return {};
}

void Runner::expect_refusal(const std::vector<std::string>& words) {
  if (outcome_->has_value()) {
    complain("it was accepted");
    outcome_.reset();
    return;
  }
  const Refusal& refusal = outcome_->error();
  const RefusalText* text = refusal_text(refusal.number);
  const std::string number = std::to_string(refusal.number);
  if (words.size() < 3 || words[1] != number || words[2] != text->name)
    complain(fmt::format("it was refused with {} {}: {}", number, text->name, english_of(refusal)));
  for (std::size_t i = 3; i < words.size(); ++i) {
    const auto [name, value] = field_of(words[i]);
    bool there = false;
    for (const RefusalParameter& parameter : refusal.parameters)
      there = there || (parameter.name == name && parameter.value == unquoted(value));
    if (!there) complain(fmt::format("{} is not {}: {}", name, value, english_of(refusal)));
  }
}

void Runner::expect_event(const std::vector<std::string>& words) {
  if (!outcome_->has_value()) {
    complain(fmt::format("it was refused with {}: {}", outcome_->error().number,
                         english_of(outcome_->error())));
    return;
  }
  const Events& events = **outcome_;
  while (next_event_ < events.size() && row_of(events[next_event_]).name != words.front() &&
         is_posting(events[next_event_]))
    ++next_event_;
  if (next_event_ == events.size() || row_of(events[next_event_]).name != words.front())
    return complain(fmt::format("{} did not happen here", words.front()));
  const std::string json = data_of(events[next_event_++]);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto [path, value] = field_of(words[i]);
    const std::string there = value_at(json, path);
    if (there != unquoted(value))
      complain(fmt::format("{} is {}, not {}", path, there, unquoted(value)));
  }
}

/// units ACCOUNT BATCH PLACE = AMOUNT tCO2e   or   cash ACCOUNT free|held = AMOUNT CNY
Result<void> Runner::expect_books(const std::vector<std::string>& words) {
  const bool units = words.front() == "units";
  const std::size_t equals = units ? 4 : 3;
  if (words.size() != equals + 3 || words[equals] != "=")
    return failure(std::string("units or cash of what?"));
  const std::string wanted = words[equals + 1] + " " + words[equals + 2];
  Carbon carbon;
  Money money;
  for (const auto& [key, balance] : engine_.state().book.balances())
    if (units && key.batch.text == words[2] && key.pocket.account.text == words[1] &&
        name_of(key.pocket.place) == words[3])
      carbon += balance.amount;
  engine_.state().book.each_purse([&](const protocol::Purse& purse, Money amount) {
    if (!units && purse.account.text == words[1] && purse.hold.empty() == (words[2] == "free"))
      money += amount;
  });
  const std::string there = units ? to_text(carbon) : to_text(money);
  if (there != wanted) complain(fmt::format("there are {}, not {}", there, wanted));
  return {};
}

}  // namespace

Result<ScenarioReport> run_scenario(const std::filesystem::path& file) {
  TRY_SET(const std::vector<Line> lines, scenario_lines(file));
  Runner runner;
  std::string digest;
  for (const Line& line : lines) {
    if (line.text.starts_with("digest ")) {
      digest = line.text.substr(7);
      continue;
    }
    if (auto done = runner.step(line); !done) return failure(line.place + ": " + done.error().what);
  }
  ScenarioReport report = runner.finish();
  if (digest != report.digest.hex())
    report.problems.push_back(
        fmt::format("the digest is {}, the text says '{}'", report.digest.hex(), digest));
  return report;
}

std::string with_digest(std::string_view text, const Digest& digest) {
  std::string out(text);
  const std::size_t at = out.rfind("\ndigest ");
  if (at != std::string::npos) out.resize(at + 1);
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out + "digest " + digest.hex() + "\n";
}

}  // namespace tanshu::sim
