// SPDX-License-Identifier: Apache-2.0
// submit: gives a server the commands of a file, a line each, some thousands a request.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "apps/commands.h"
#include "apps/policy_file.h"
#include "apps/terminal.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "link/http_client.h"

namespace tanshu::apps {
namespace {

constexpr std::size_t lines_at_once = 8192;
constexpr std::size_t bytes_at_once = 8u << 20;

struct Totals {
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;  ///< of those
  std::uint64_t refused = 0;
};

std::string text_at(JsonElement object, const char* name) {
  std::string_view text;
  return object.at_key(name).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::uint64_t number_at(JsonElement object, const char* name) {
  std::uint64_t number = 0;
  return object.at_key(name).get(number) == simdjson::SUCCESS ? number : 0;
}

bool is_true(JsonElement object, const char* name) {
  bool value = false;
  return object.at_key(name).get(value) == simdjson::SUCCESS && value;
}

/// Gives slices of a file and adds up what came of them.
class Submission {
 public:
  Submission(link::HttpClient& server, bool json) : server_(server), json_(json) {}

  Result<void> give(std::istream& in) {
    std::string line;
    while (std::getline(in, line)) {
      slice_ += line;
      slice_ += '\n';
      ++lines_;
      if (lines_ == lines_at_once || slice_.size() >= bytes_at_once) TRY(give_slice());
    }
    if (in.bad()) return failure("the file cannot be read");
    return give_slice();
  }
  const Totals& totals() const { return totals_; }

 private:
  Result<void> give_slice() {
    if (lines_ == 0) return {};
    TRY_SET(const link::HttpAnswer answer,
            server_.post("/v1/commands/batch", "application/x-ndjson", slice_));
    const std::string_view body = text_of(answer.body);
    if (answer.status != 200)
      return failure(fmt::format("from line {} on nothing was taken: status {}: {}", before_ + 1,
                                 answer.status, body));
    for (std::size_t at = 0; at < body.size();) {
      const std::size_t end = std::min(body.find('\n', at), body.size());
      TRY(take_answer(body.substr(at, end - at)));
      at = end + 1;
    }
    before_ += std::exchange(lines_, 0);
    slice_.clear();
    return {};
  }

  Result<void> take_answer(std::string_view line) {
    const auto document = JsonDocument::parse(line);
    if (!document || !document->root().is_object())
      return failure(fmt::format("the server's answer is not understood: {}", line));
    const JsonElement root = document->root();
    if (is_true(root, "accepted")) {
      ++totals_.accepted;
      totals_.repeated += is_true(root, "repeated");
      return {};
    }
    ++totals_.refused;
    const std::uint64_t number = before_ + number_at(root, "line");
    if (json_)
      say_refused(number, root);
    else
      say(fmt::format("第 {} 行 line {}: {} {} {}", number, number, number_at(root, "code"),
                      text_at(root, "detail_zh"), text_at(root, "detail")));
    return {};
  }

  static void say_refused(std::uint64_t number, JsonElement root) {
    JsonWriter json;
    json.begin_object().member("line", number).member("code", number_at(root, "code"));
    for (const char* name : {"title", "detail", "detail_zh"})
      json.member(name, std::string_view(text_at(root, name)));
    say(json.end_object().take());
  }

  link::HttpClient& server_;
  const bool json_;
  std::string slice_;
  std::uint64_t lines_ = 0;   ///< in the slice
  std::uint64_t before_ = 0;  ///< in the slices before
  Totals totals_;
};

void say_totals(const Totals& t, bool json) {
  if (!json)
    return say(
        fmt::format("受理 accepted {}（其中此前已受理 of them given before: {}），拒绝 refused {}",
                    t.accepted, t.repeated, t.refused));
  JsonWriter writer;
  writer.begin_object().member("accepted", t.accepted).member("repeated", t.repeated);
  say(writer.member("refused", t.refused).end_object().take());
}

}  // namespace

int submit(const SubmitCommand& c) {
  auto url = link::parse_url(c.server);
  if (!url) return fail(url.error());
  link::HttpClientOptions options;
  options.ca_file = c.ca_file;
  options.token = first_line_or_text(c.token);
  auto server = link::HttpClient::make(std::move(*url), std::move(options));
  if (!server) return fail(server.error());
  std::ifstream file;
  if (c.file != "-") {
    file.open(c.file, std::ios::binary);
    if (!file) return fail({fmt::format("{} cannot be read", c.file)});
  }
  Submission submission(**server, c.json);
  const auto given = submission.give(c.file == "-" ? std::cin : file);
  say_totals(submission.totals(), c.json);
  if (!given) return fail(given.error());
  return submission.totals().refused == 0 ? exit_good : exit_no;
}

}  // namespace tanshu::apps
