// SPDX-License-Identifier: Apache-2.0
// A small cell with a server in front of it, for the tests of this room: two firms, their traders,
// officers, money and a batch of units, all by commands to a real node on a real disk.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>

#include "api/access.h"
#include "api/loopback.h"
#include "api/query.h"
#include "api/serve.h"
#include "base/json_reader.h"
#include "base/temporary_directory.h"
#include "node/node.h"

namespace tanshu::api {

class SmallCell : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(house / "web" / "assets");
    std::ofstream(house / "web" / "index.html") << "<!doctype html><title>碳枢</title>";
    std::ofstream(house / "web" / "assets" / "app-1.js") << "export {};";
    std::ofstream(house / "outside.txt") << "outside";
    options.data = house / "data";
    options.web_dir = house / "web";
    options.rules_dir = std::filesystem::path(TANSHU_SOURCE_DIR) / "rules";
    options.port = 0;
    const auto created = node::Node::create(options.data, "baotou");
    ASSERT_TRUE(created.has_value()) << created.error().what;
    open_node();
    settle();
  }

  void TearDown() override {
    stop_serving();
    node.reset();
  }

  void open_node() {
    auto opened = node::Node::open({.data = options.data});
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    node = std::move(*opened);
  }

  /// Gives a command straight to the node; the books must accept it.
  node::Receipt give(const std::string& actor, protocol::Command command) {
    auto receipt =
        node->submit({{actor}, "small-cell-" + std::to_string(++given), std::move(command)});
    EXPECT_TRUE(receipt.has_value()) << receipt.error().what;
    if (!receipt) return {};
    EXPECT_TRUE(receipt->outcome.has_value())
        << (receipt->outcome ? "" : protocol::english_of(receipt->outcome.error()));
    return std::move(*receipt);
  }

  void settle() {
    using namespace protocol;  // NOLINT: a list of commands
    give("admin-1", OpenCell{"baotou", {"operator"}, "登记处", "Registry", "150200", {"admin-1"}});
    for (const char* id : {"firm-1", "firm-2"})
      give("admin-1", RegisterParticipant{{id}, ParticipantKind::firm, "公司", "Firm", "150200"});
    give("admin-1", AuthoriseUser{{"officer-1"}, {"operator"}, {Role::bureau_officer}});
    give("admin-1", AuthoriseUser{{"clerk-1"}, {"operator"}, {Role::clearing_officer}});
    give("admin-1", AuthoriseUser{{"trader-1"}, {"firm-1"}, {Role::trader}});
    give("admin-1", AuthoriseUser{{"trader-2"}, {"firm-2"}, {Role::trader}});
    give("admin-1", OpenAccount{{"firm-1-a"}, {"firm-1"}});
    give("admin-1", OpenAccount{{"firm-2-a"}, {"firm-2"}});
    give("clerk-1", DepositCash{{"firm-1-a"}, yuan(1000), "bank-1"});
    give("clerk-1", DepositCash{{"firm-2-a"}, yuan(2000), "bank-2"});
    give("officer-1",
         ImportBatch{{"batch-1"}, {"firm-1-a"}, 2023, tonnes(100), "Other registry", "O-1"});
  }

  protocol::RetireUnits retirement(Carbon amount) const {
    return {.kind = protocol::RetirementKind::cancellation,
            .account = {"firm-1-a"},
            .lots = {{{"batch-1"}, amount}},
            .beneficiary_zh = "第十四届全国冬季运动会",
            .beneficiary_en = "The 14th National Winter Games",
            .purpose_zh = "赛事碳中和",
            .purpose_en = "A carbon-neutral event",
            .period = {*day_from_text("2024-02-01"), *day_from_text("2024-02-29")}};
  }

  void serve_now() {
    options.listening = [this](const std::string& url) {
      const std::lock_guard lock(mutex);
      port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
      listening.notify_all();
    };
    stop = false;
    server = std::thread([this] {
      const auto served = serve(*node, options, stop);
      EXPECT_TRUE(served.has_value()) << served.error().what;
      const std::lock_guard lock(mutex);
      ended = true;
      listening.notify_all();
    });
    std::unique_lock lock(mutex);
    listening.wait(lock, [this] { return port != 0 || ended; });
    ASSERT_NE(port, 0);
  }

  void stop_serving() {
    stop = true;
    if (server.joinable()) server.join();
    port = 0;
    ended = false;
  }

  std::string token_of(const std::string& user) {
    auto access = AccessControl::open(options.data);
    EXPECT_TRUE(access.has_value());
    return "Bearer " + *(*access)->create_token({user});
  }

  Reply get(const std::string& target, const SentHeaders& headers = {}) {
    auto reply = ask(port, "GET", target, headers);
    EXPECT_TRUE(reply.has_value()) << target;
    return reply.value_or(Reply{});
  }

  /// POST of JSON.
  Reply post(const std::string& target, std::string_view body, SentHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    auto reply = ask(port, "POST", target, headers, body);
    EXPECT_TRUE(reply.has_value()) << target;
    return reply.value_or(Reply{});
  }

  /// The text at a path of member names in a JSON object; numbers and booleans as they are written.
  static std::string member(const std::string& json, std::string_view name) {
    const auto document = JsonDocument::parse(json);
    if (!document) return "(not JSON)";
    const auto found = document->root().at_key(name);
    if (found.error() != simdjson::SUCCESS) return "(absent)";
    std::string_view text;
    if (found.value_unsafe().get(text) == simdjson::SUCCESS) return std::string(text);
    return simdjson::minify(found.value_unsafe());
  }

  static std::string code(const Reply& reply) { return member(reply.body, "code"); }

  const TemporaryDirectory house{"api"};
  ServeOptions options;
  std::unique_ptr<node::Node> node;
  int given = 0;

  std::mutex mutex;
  std::condition_variable listening;
  std::uint16_t port = 0;
  bool ended = false;
  std::atomic<bool> stop{false};
  std::thread server;
};

}  // namespace tanshu::api
