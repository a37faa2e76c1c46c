// SPDX-License-Identifier: Apache-2.0
// init, serve and demo: making a data directory and running on it.
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <memory>

#include "api/access.h"
#include "api/serve.h"
#include "apps/baotou.h"
#include "apps/commands.h"
#include "apps/files.h"
#include "apps/terminal.h"
#include "base/check.h"
#include "base/json.h"
#include "fix/gateway.h"
#include "journal/opening.h"
#include "node/data_dir.h"
#include "node/replayer.h"
#include "views/views.h"

namespace tanshu::apps {
namespace {

/// Time services step the clock by less; a clock set by hand, or by a broken one, steps by more.
constexpr std::chrono::minutes clock_step_max{5};

std::atomic<bool> stop_asked = false;

void ask_to_stop(int) {
  stop_asked = true;
}

std::string baotou_json(const BaotouTotals& t, const node::Replayer& books) {
  JsonWriter json;
  json.begin_object();
  json.member("area_mu", decimal_of_area(t.area));
  json.member("issued_t", tonnes_text(t.issued));
  json.member("sold_t", tonnes_text(t.sold));
  json.member("sold_yuan", yuan_text(t.sold_money));
  json.member("buyers", t.buyers);
  json.member("buyers_from_other_provinces", t.buyers_elsewhere);
  json.member("first_listing_yuan", yuan_text(t.first_listing_money));
  json.member("three_listings_yuan", yuan_text(t.three_listings_money));
  json.member("donated_t", tonnes_text(t.donated));
  json.member("donors", t.donors);
  json.member("cancelled_t", tonnes_text(t.cancelled));
  json.member("certificate", std::string_view(t.certificate));
  json.member("entries", books.chain().next_leaf());
  json.member("blocks", books.chain().next_position());
  json.member("state_digest", books.state_digest().hex());
  return json.end_object().take();
}

void print_row(const char* chinese, const char* english, const std::string& value) {
  say(fmt::format("{:>22}  {} {}", value, chinese, english));
}

void print_baotou(const BaotouTotals& t, const node::Replayer& books) {
  print_row("亩，项目面积", "mu, project area", decimal_of_area(t.area));
  print_row("吨，签发", "t issued", tonnes_text(t.issued));
  print_row("吨，成交过户", "t sold and registered", tonnes_text(t.sold));
  print_row("元，成交金额", "yuan, sold for", yuan_text(t.sold_money));
  print_row("家企业购买", "firms bought", std::to_string(t.buyers));
  print_row("家来自外省", "of them in other provinces", std::to_string(t.buyers_elsewhere));
  print_row("元，首宗公开挂牌", "yuan, first public listing", yuan_text(t.first_listing_money));
  print_row("元，另三宗公开挂牌", "yuan, three more listings", yuan_text(t.three_listings_money));
  print_row("吨，捐赠", "t donated", tonnes_text(t.donated));
  print_row("家捐赠单位", "donors", std::to_string(t.donors));
  print_row("吨，注销", "t cancelled for the games", tonnes_text(t.cancelled));
  print_row("注销证明编号", "cancellation certificate", t.certificate);
  print_row("条日志", "log entries", std::to_string(books.chain().next_leaf()));
  say(fmt::format("状态摘要 state digest  {}", books.state_digest().hex()));
}

/// The books as anyone gets them by re-executing the journal.
Result<node::Replayer> books_of(const node::DataDir& dir) {
  TRY_SET(const std::string cell, node::read_cell(dir));
  TRY_SET(const std::string place, node::journal_place(dir));
  TRY_SET(auto journal, journal::open_journal({place, cell, journal::Mode::read_only}));
  TRY_SET(const HashKind proofs, node::read_proofs(dir));
  node::Replayer replayer(proofs);
  TRY(node::replay_journal(*journal, replayer, [](const node::ReplayedLeaf&) {}));
  return replayer;
}

/// `name` is one that the program's options let through.
HashKind hash_kind_of(const std::string& name) {
  const auto kind = enum_from_name<HashKind>(name);
  CHECK(kind.has_value());
  return *kind;
}

Result<void> tell_story_in(const std::string& data, const std::string& database,
                           const std::string& proof) {
  TRY(node::Node::create(data, baotou_cell, database, hash_kind_of(proof)));
  ScriptClock clock;
  TRY_SET(auto node, node::Node::open({data, [&clock] { return clock.read(); }}));
  return tell_baotou(*node, clock);
}

/// On a database the node shares the journal with others, and follows whichever writes.
Result<node::Options> node_options_of(const ServeCommand& c) {
  node::Options options{
      .data = c.data, .clock_step_max = clock_step_max, .drop_torn_tail = c.drop_torn_tail};
  TRY_SET(const auto place, node::journal_place({c.data}, c.database));
  options.follow = journal::is_database(place);
  options.journal = c.database;
  options.address = c.advertise;
  if (c.advertise.empty() && c.port != 0)
    options.address = fmt::format("http://{}:{}", c.address, c.port);
  return options;
}

/// Orders over FIX, when there is a port for them. Users sign in with their bearer tokens.
Result<std::unique_ptr<fix::Gateway>> open_fix(node::Node& node, const ServeCommand& c) {
  if (!c.fix_port) return nullptr;
  const node::DataDir dir{c.data};
  TRY_SET(auto opened_access, api::AccessControl::open(c.data));
  TRY_SET(auto opened_views, views::Views::open(dir.views(), node.cell(), views::Mode::read_only));
  std::shared_ptr<api::AccessControl> access = std::move(opened_access);
  std::shared_ptr<views::Views> read = std::move(opened_views);
  fix::OrderDeskOptions desk;
  desk.is_user = [read](const std::string& user) {
    const auto found = read->item("users", user);
    return found && found->has_value();
  };
  desk.read_depth = [read](const std::string& instrument, protocol::TradingMode mode,
                           std::size_t levels) -> Result<std::optional<std::string>> {
    TRY_SET(const auto row, read->item("instruments", instrument));
    if (!row) return std::nullopt;
    TRY_SET(std::string depth, read->depth_json(instrument, mode, levels));
    return depth;
  };
  desk.may_sign_in = [access](const std::string& user, const std::string& token) {
    const auto speaks_for = access->user_of_token(token);
    return speaks_for && speaks_for->text.view() == user;
  };
  fix::AcceptorOptions options;
  options.address = c.address;
  options.port = *c.fix_port;
  options.log = [](std::string_view who, std::string_view what) {
    fmt::print(stderr, "FIX: {}: {}\n", who, what);
  };
  TRY_SET(auto gateway,
          fix::Gateway::open(node, dir.root / "fix.db", std::move(options), std::move(desk)));
  say(fmt::format("FIX on {}:{}", c.address, gateway->port()));
  return gateway;
}

}  // namespace

int init(const InitOptions& o) {
  if (const auto made = node::Node::create(o.data, o.cell, o.database, hash_kind_of(o.proof));
      !made)
    return fail(made.error());
  auto node = node::Node::open({o.data, &now});
  if (!node) return fail(node.error());
  const protocol::OpenCell open{o.cell,    {o.operator_id}, o.name_zh,
                                o.name_en, o.region,        {o.administrator}};
  const auto receipt = (*node)->submit({{o.administrator}, "init", open});
  if (!receipt) return fail(receipt.error());
  if (!receipt->outcome) return refused(receipt->outcome.error());
  say(fmt::format("{} is open; set a password: tanshu user password --data {} --user {}", o.cell,
                  o.data, o.administrator));
  return exit_good;
}

int serve(const ServeCommand& c) {
  const node::DataDir dir{c.data};
  if (c.demo && !dir.exists())
    if (const auto told = tell_story_in(c.data, c.database, c.proof); !told)
      return fail(told.error());
  auto node_options = node_options_of(c);
  if (!node_options) return fail(node_options.error());
  auto node = node::Node::open(std::move(*node_options));
  if (!node) return fail(node.error());
  api::ServeOptions options;
  options.data = c.data;
  options.address = c.address;
  options.port = c.port;
  options.web_dir = c.web;
  options.rules_dir = rules_dir(c.rules);
  options.policy = c.policy;
  options.demo = c.demo;
  options.public_url = c.public_url;
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGPIPE, SIG_IGN);
  const auto gateway = open_fix(**node, c);
  if (!gateway) return fail(gateway.error());
  const auto served = api::serve(**node, options, stop_asked);
  return served ? exit_good : fail(served.error());
}

int demo_baotou(const std::string& data, const std::string& proof, bool json) {
  if (const auto told = tell_story_in(data, {}, proof); !told) return fail(told.error());
  const auto books = books_of({data});
  if (!books) return fail(books.error());
  const BaotouTotals totals = baotou_totals(books->engine().state());
  if (json)
    say(baotou_json(totals, *books));
  else
    print_baotou(totals, *books);
  return exit_good;
}

}  // namespace tanshu::apps
