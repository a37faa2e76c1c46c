// SPDX-License-Identifier: Apache-2.0
// Puts the parts of the server together, and takes them apart in an order in which nothing outlives
// what it uses.
#include "api/serve.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "api/routes.h"
#include "base/file.h"
#include "intake/estimate_file.h"
#include "node/data_dir.h"

namespace tanshu::api {
namespace {

constexpr std::size_t worker_threads = 2;
constexpr std::size_t waiting_max = 64;
constexpr std::chrono::milliseconds look_every{50};

Result<measure::MethodLibrary> load_library(const std::filesystem::path& rules) {
  if (rules.empty()) return measure::MethodLibrary();
  auto library = measure::MethodLibrary::load(rules);
  if (!library)
    return failure(fmt::format("{}: {}", rules.string(),
                               protocol::english_of(intake::refusal_of(library.error()))));
  return std::move(*library);
}

/// The market profiles as they were when the server started.
Result<intake::MarketLibrary> load_markets(const std::filesystem::path& rules) {
  if (rules.empty()) return intake::MarketLibrary();
  auto markets = intake::MarketLibrary::load(rules);
  if (!markets) return failure(protocol::english_of(markets.error()));
  return std::move(*markets);
}

/// The policy in the file, if one was given, on the log of this node.
Result<std::shared_ptr<Confirmations>> open_confirmations(const node::Node& node,
                                                          const ServeOptions& options) {
  std::optional<proof::Policy> policy;
  if (!options.policy.empty()) {
    TRY_SET(const auto text, read_file(options.policy));
    auto parsed = proof::parse_policy(text);
    if (!parsed)
      return failure(fmt::format("{}: {}", options.policy.string(), parsed.error().what));
    policy = std::move(*parsed);
  }
  return Confirmations::open(options.data, proof::verifiers_of(node.signer()), std::move(policy));
}

void say_where(const ServeOptions& options, const std::string& url) {
  if (options.listening) return options.listening(url);
  fmt::print("listening on {}\n", url);
  std::fflush(stdout);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string url_of(const std::string& address, std::uint16_t port) {
  const bool six = address.find(':') != std::string::npos;
  return fmt::format("http://{}{}{}:{}", six ? "[" : "", address, six ? "]" : "", port);
}

}  // namespace

void add_all_routes(Router& router, Room& room) {
  add_session_routes(router, room);
  add_demo_routes(router, room);
  add_command_routes(router, room);
  add_batch_routes(router, room);
  add_resource_routes(router, room);
  add_document_routes(router, room);
  add_estimate_routes(router, room);
  add_market_routes(router, room);
  add_trading_routes(router, room);
  add_event_routes(router, room);
  add_log_routes(router, room);
  add_cosignature_routes(router, room);
  add_health_routes(router, room);
  add_protocol_routes(router, room);
}

Result<void> serve(node::Node& node, const ServeOptions& options, const std::atomic<bool>& stop) {
  TRY_SET(const measure::MethodLibrary library, load_library(options.rules_dir));
  TRY_SET(const intake::MarketLibrary markets, load_markets(options.rules_dir));
  TRY_SET(const auto access, AccessControl::open(options.data));
  TRY_SET(const auto confirmations, open_confirmations(node, options));
  ReadingPool reading(node::DataDir{options.data}.views(), node.cell());
  EventFeed feed(node);
  KnownUsers users(node, reading);
  Room room{node, options, *access, reading,       users,
            feed, library, markets, confirmations, without_slash(options.public_url)};
  Workers workers(worker_threads, waiting_max);
  Service service(room, workers);
  TRY_SET(const auto server, HttpServer::listen(options.address, options.port, service));
  const std::string url = url_of(options.address, server->port());
  if (room.public_url.empty()) room.public_url = url;
  server->start();
  say_where(options, url);
  while (!stop) std::this_thread::sleep_for(look_every);
  server->stop();
  return {};
}

}  // namespace tanshu::api
