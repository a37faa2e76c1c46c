// SPDX-License-Identifier: Apache-2.0
// bench http: commands in JSON over kept connections, each signed with a bearer token and durable
// before it is answered. The limit is the same server and the same clients, with an empty handler.
#include <fmt/format.h>

#include "apps/bench/http_load.h"

namespace tanshu::apps {
namespace {

constexpr std::size_t connections = 64;
constexpr std::uint64_t accounts = 1'000;

/// Payments around the cell, one a request.
class Payments {
 public:
  explicit Payments(const std::string& authorization) : authorization_(authorization) {}

  void next(std::string& request) {
    const std::uint64_t number = number_++;
    const std::string body = fmt::format(
        R"({{"command":"transfer_cash","body":{{"from":"{}","to":"{}","amount":"0.01 CNY","reference":"bench"}}}})",
        BenchCell::account(number % accounts), BenchCell::account((number + 7) % accounts));
    request +=
        post_head("/v1/commands",
                  fmt::format("{}Idempotency-Key: h{:x}\r\nContent-Type: application/json\r\n",
                              authorization_, number),
                  body.size());
    request += body;
  }

 private:
  const std::string authorization_;
  std::uint64_t number_ = 0;
};

Result<std::uint64_t> accepted(int status, std::string_view body) {
  if (status == 200 && !body.empty()) return 1;
  return failure(fmt::format("the server answered {}: {}", status, body));
}

Result<LoadFigures> empty_handler(const BenchCommand& c, Payments& payments) {
  EmptyHandler nothing;
  TRY_SET(const auto server, api::HttpServer::listen("127.0.0.1", 0, nothing));
  server->start();
  const auto next = [&payments](std::string& request) { payments.next(request); };
  return put_under_load({server->port(), connections, c.seconds, next, {}, &accepted});
}

Result<LoadFigures> commands(const BenchCommand& c, CellServer& server, Payments& payments) {
  const auto next = [&payments](std::string& request) { payments.next(request); };
  return put_under_load({server.port(), connections, c.seconds, next, {}, &accepted});
}

}  // namespace

Result<Figures> bench_http(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  TRY_SET(const auto cell, BenchCell::open(scratch / "cell", c, BenchCell::Views::all));
  TRY(cell->open_accounts(accounts, 10'000));
  TRY_SET(const auto server, CellServer::start(*cell));
  Payments payments(server->authorization());
  TRY_SET(const LoadFigures limit, empty_handler(c, payments));
  TRY_SET(const LoadFigures done, commands(c, *server, payments));

  Figures figures;
  figures.per_second = done.per_second();
  figures.limit = "an empty handler of the same server, asked by the same clients";
  figures.limit_per_second = limit.per_second();
  constexpr double us = 1e6;
  figures.more = {{"connections", static_cast<double>(connections)},
                  {"commands", static_cast<double>(done.operations)},
                  {"p50_us", percentile(done.taken, 0.50) * us},
                  {"p99_us", percentile(done.taken, 0.99) * us},
                  {"limit_p50_us", percentile(limit.taken, 0.50) * us},
                  {"limit_p99_us", percentile(limit.taken, 0.99) * us}};
  return figures;
}

}  // namespace tanshu::apps
