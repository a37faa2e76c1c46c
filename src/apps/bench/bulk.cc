// SPDX-License-Identifier: Apache-2.0
// bench bulk: batches of commands over HTTP, as lines of JSON and as binary frames, from the bytes
// of the request to durable answers. The limit is the same commands given to the node in memory.
// What reading alone takes is measured beside.
#include <fmt/format.h>

#include "api/batch_answer.h"
#include "apps/bench/http_load.h"

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: the workload is told in the protocol's nouns

constexpr std::size_t connections = 4;

/// Payments around the cell, told in either form.
class Payments {
 public:
  explicit Payments(std::uint64_t accounts) : accounts_(accounts) {}

  std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i, ++number_)
      fmt::format_to(std::back_inserter(text),
                     "{{\"key\":\"b{:x}\",\"command\":\"transfer_cash\",\"body\":{{\"from\":\"{}\","
                     "\"to\":\"{}\","
                     "\"amount\":\"0.01 CNY\",\"reference\":\"bench\"}}}}\n",
                     number_, from(), to());
    return text;
  }
  Bytes frames(std::size_t count) {
    Bytes bytes;
    for (std::size_t i = 0; i < count; ++i, ++number_)
      node::append_submission(bytes, {{"teller"},
                                      fmt::format("b{:x}", number_),
                                      TransferCash{{from()}, {to()}, Money{1}, "bench"}});
    return bytes;
  }

 private:
  /// Scattered, so that no cache helps more than it would with people.
  std::string from() const { return BenchCell::account(number_ * 7919 % accounts_); }
  std::string to() const { return BenchCell::account((number_ * 7919 + 1) % accounts_); }

  const std::uint64_t accounts_;
  std::uint64_t number_ = 0;
};

/// Requests that were made before the clock starts.
class Requests {
 public:
  Requests(const CellServer& server, std::string_view type) : server_(server), type_(type) {}
  void add(std::string_view body) {
    const std::string headers =
        fmt::format("{}Content-Type: {}\r\n", server_.authorization(), type_);
    made_.push_back(post_head("/v1/commands/batch", headers, body.size()));
    made_.back() += body;
  }
  bool left() const { return next_ < made_.size(); }
  void take(std::string& request) { request = std::move(made_[next_++]); }

 private:
  const CellServer& server_;
  const std::string type_;
  std::vector<std::string> made_;
  std::size_t next_ = 0;
};

/// Every command of the answer must have been accepted.
Result<std::uint64_t> accepted_lines(int status, std::string_view body) {
  const auto lines = static_cast<std::uint64_t>(std::ranges::count(body, '\n'));
  if (status == 200 && lines > 0 && body.find("\"accepted\":false") == std::string_view::npos)
    return lines;
  return failure(fmt::format("the server answered {}: {}", status, body.substr(0, 500)));
}

Result<std::uint64_t> accepted_frames(int status, std::string_view body) {
  Decoder decoder(view_of(body));
  std::uint64_t accepted = 0;
  api::BatchAnswer answer;
  for (; status == 200 && !decoder.at_end(); ++accepted) {
    decoder.get(answer);
    if (!decoder.ok() || answer.refusal != 0) status = 0;
  }
  if (status == 200 && accepted > 0) return accepted;
  return failure(fmt::format("the server answered {}, or refused commands", status));
}

using Accepted = Result<std::uint64_t> (*)(int, std::string_view);

Result<LoadFigures> give(const BenchCommand& c, const CellServer& server, Requests& requests,
                         Accepted accepted) {
  Load load{server.port(), connections, c.seconds, {}, {}, accepted};
  load.next = [&requests](std::string& request) { requests.take(request); };
  load.more = [&requests] { return requests.left(); };
  return put_under_load(load);
}

/// As many requests as are sure to be enough.
std::size_t requests_for(const BenchCommand& c) {
  constexpr double expected_per_second_max = 600'000;
  return static_cast<std::size_t>(c.seconds * expected_per_second_max /
                                  static_cast<double>(c.batch)) +
         connections;
}

Result<double> in_memory(const BenchCommand& c, BenchCell& cell, Payments& payments) {
  std::vector<Bytes> batches(requests_for(c));
  for (Bytes& batch : batches) batch = payments.frames(c.batch);
  const Stopwatch watch;
  std::size_t given = 0;
  while (given < batches.size() && watch.seconds() < c.seconds)
    TRY(cell.give(std::move(batches[given++])));
  TRY(cell.settle());
  return static_cast<double>(given * c.batch) / watch.seconds();
}

/// Commands a second that one thread reads and checks, as far as that goes without the books.
double reading(api::BatchForm form, std::string_view body, std::size_t commands) {
  constexpr double seconds = 1;
  constexpr std::size_t piece_bytes = 256 * 1024;
  std::size_t rounds = 0;
  const Stopwatch watch;
  for (; watch.seconds() < seconds; ++rounds) {
    api::BatchReader reader(form, {"teller"});
    std::size_t read = 0;
    for (std::size_t at = 0; at < body.size(); at += piece_bytes) {
      reader.read(body.substr(at, piece_bytes), at + piece_bytes >= body.size());
      for (const api::BatchPart& part : reader.take_parts()) read += part.sent;
    }
    CHECK(read == commands);
  }
  return static_cast<double>(rounds * commands) / watch.seconds();
}

}  // namespace

Result<Figures> bench_bulk(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  TRY_SET(const auto cell, BenchCell::open(scratch / "cell", c, BenchCell::Views::parties));
  TRY(cell->open_accounts(c.accounts, 10'000));
  Payments payments(c.accounts);
  TRY_SET(const double limit, in_memory(c, *cell, payments));
  TRY_SET(const auto server, CellServer::start(*cell));
  Requests lines(*server, api::ndjson_type);
  Requests frames(*server, api::frames_type);
  for (std::size_t i = 0; i < requests_for(c); ++i) lines.add(payments.lines(c.batch));
  TRY_SET(const LoadFigures by_lines, give(c, *server, lines, &accepted_lines));
  for (std::size_t i = 0; i < requests_for(c); ++i) frames.add(text_of(payments.frames(c.batch)));
  TRY_SET(const LoadFigures by_frames, give(c, *server, frames, &accepted_frames));
  const std::string line_body = payments.lines(c.batch);
  const Bytes frame_body = payments.frames(c.batch);

  Figures figures;
  figures.unit = "commands in NDJSON";
  figures.per_second = by_lines.per_second();
  figures.limit = "the same commands given to the node in memory";
  figures.limit_per_second = limit;
  constexpr double ms = 1e3;
  const auto batch = static_cast<double>(c.batch);
  figures.more = {
      {"binary_ops_per_s", by_frames.per_second()},
      {"binary_ratio", by_frames.per_second() / limit},
      {"ndjson_read_per_s", reading(api::BatchForm::ndjson, line_body, c.batch)},
      {"binary_read_per_s", reading(api::BatchForm::frames, text_of(frame_body), c.batch)},
      {"ndjson_bytes", static_cast<double>(line_body.size()) / batch},
      {"binary_bytes", static_cast<double>(frame_body.size()) / batch},
      {"ndjson_batch_p50_ms", percentile(by_lines.taken, 0.50) * ms},
      {"ndjson_batch_p99_ms", percentile(by_lines.taken, 0.99) * ms},
      {"connections", static_cast<double>(connections)},
      {"batch", batch},
      {"accounts", static_cast<double>(c.accounts)}};
  return figures;
}

}  // namespace tanshu::apps
