// SPDX-License-Identifier: Apache-2.0
// The one program: reads its words and calls the command they name.
#include <CLI/CLI.hpp>

#include "apps/commands.h"
#include "apps/terminal.h"

namespace {

using namespace tanshu::apps;  // NOLINT: every subcommand is named here once

/// Options live as long as the parser; `run` is set by the subcommand that was chosen.
struct Words {
  InitOptions init;
  ServeCommand serve;
  EstimateCommand estimate;
  MarketCheckCommand market_check;
  MarketDayCommand market_day;
  MarketAdoptCommand market_adopt;
  VerifyCommand verify;
  FollowCommand follow;
  ReplayCommand replay;
  GiveCommand give;
  SubmitCommand submit;
  BankCommand bank;
  MatchCommand match;
  BenchCommand bench;
  SimCommand sim;
  std::string data, user, what = "json", proof = "sha256";
  bool json = false;
  std::function<int()> run;
};

CLI::App* add(CLI::App& app, Words& words, const char* name, const char* description,
              std::function<int()> run) {
  CLI::App* command = app.add_subcommand(name, description);
  command->callback([&words, run = std::move(run)] { words.run = run; });
  return command;
}

constexpr const char* database_words =
    "postgresql://… of the journal; by default what init was told, or a file in the data directory";

void add_proof(CLI::App& command, std::string& proof) {
  command
      .add_option("--proof", proof,
                  "what a new cell's proofs are made with: sha256, or sm3 (GM, with SM2 signatures "
                  "beside) 新建时选定：国际算法 sha256 或国密 sm3")
      ->check(CLI::IsMember({"sha256", "sm3"}));
}

void add_running(CLI::App& app, Words& w) {
  auto* init_ =
      add(app, w, "init", "make a data directory 建立数据目录", [&w] { return init(w.init); });
  init_->add_option("--data", w.init.data, "data directory")->required();
  init_->add_option("--cell", w.init.cell, "name of the cell, e.g. baotou")->required();
  init_->add_option("--operator", w.init.operator_id, "code of the registry operator");
  init_->add_option("--name-zh", w.init.name_zh, "its Chinese name")->required();
  init_->add_option("--name-en", w.init.name_en, "its English name")->required();
  init_->add_option("--region", w.init.region, "six-digit division code (GB/T 2260)")->required();
  init_->add_option("--administrator", w.init.administrator, "code of the first user");
  init_->add_option("--database", w.init.database, database_words);
  add_proof(*init_, w.init.proof);

  auto* serve_ =
      add(app, w, "serve", "serve pages and API 启动服务", [&w] { return serve(w.serve); });
  serve_->add_option("--data", w.serve.data, "data directory")->required();
  serve_->add_option("--database", w.serve.database, database_words);
  serve_->add_option("--advertise", w.serve.advertise,
                     "where clients reach this node, for others to tell them");
  serve_->add_option("--address", w.serve.address, "address to listen on");
  serve_->add_option("--port", w.serve.port, "port; 0 takes any free one");
  serve_->add_option("--fix-port", w.serve.fix_port,
                     "port for orders over FIX; 0 takes any free one");
  serve_->add_option("--web", w.serve.web, "directory of the built pages");
  serve_->add_option("--rules", w.serve.rules, "directory of the rule files");
  serve_->add_option("--public-url", w.serve.public_url, "address that QR codes carry");
  serve_->add_option("--policy", w.serve.policy, "who follows, and what confirms (TOML)");
  add_proof(*serve_, w.serve.proof);
  serve_->add_flag("--demo", w.serve.demo, "load Baotou if empty; anyone may sign in as any user");
  serve_->add_flag("--drop-torn-tail", w.serve.drop_torn_tail,
                   "give up what a power failure left of an unfinished last append");

  auto* demo = app.add_subcommand("demo", "re-enact a real case 案例重演");
  demo->require_subcommand(1);
  auto* baotou = add(*demo, w, "baotou", "forest carbon tickets of Baotou 包头林草碳票",
                     [&w] { return demo_baotou(w.data, w.proof, w.json); });
  baotou->add_option("--data", w.data, "new data directory")->required();
  add_proof(*baotou, w.proof);
  baotou->add_flag("--json", w.json, "totals as JSON");
}

void add_reading(CLI::App& app, Words& w) {
  auto* estimate_ = add(app, w, "estimate", "tonnes from a plot table 样地表估算碳汇量",
                        [&w] { return estimate(w.estimate); });
  estimate_->add_option("file", w.estimate.file, "CSV file")->required();
  estimate_->add_option("--method", w.estimate.method, "method file to use")->required();
  estimate_->add_option("--variant", w.estimate.variant, "variant of the method");
  estimate_->add_option("--design", w.estimate.design, "random or systematic");
  estimate_->add_option("--period-years", w.estimate.period_years, "accounting period in years");
  estimate_->add_option("--rules", w.estimate.rules, "directory of the rule files");
  estimate_->add_option("--format", w.estimate.format, "text, json, csv or html");
  estimate_->add_option("--out", w.estimate.out, "write there instead of to standard output");

  auto* methods = add(app, w, "methods", "list the methods 列出计量方法",
                      [&w] { return list_methods(w.estimate.rules); });
  methods->add_option("--rules", w.estimate.rules, "directory of the rule files");

  auto* verify_ = add(app, w, "verify", "verify a document or a log, offline 离线核验",
                      [&w] { return verify(w.verify); });
  verify_->add_option("file", w.verify.file,
                      "certificate, voucher or ticket (PDF, JSON), or proof");
  verify_->add_option("--log", w.verify.log, "directory or address of a whole log");
  verify_->add_option("--key", w.verify.key, "the log's vkey, or a file that holds it");
  verify_->add_option("--policy", w.verify.policy, "which followers must have confirmed (TOML)");
  verify_->add_option("--ca", w.verify.ca_file, "PEM file of a private certificate authority");
  verify_->add_flag("--json", w.verify.json, "report as JSON");

  auto* replay_ = add(app, w, "replay", "re-execute the whole journal 重放全部日志",
                      [&w] { return replay(w.replay); });
  replay_->add_option("--data", w.replay.data, "data directory")->required();
  replay_->add_option("--database", w.replay.database, database_words);
  replay_->add_flag("--json", w.replay.json, "result as JSON");
  replay_->add_flag("--entries", w.replay.entries, "print every entry as a line of JSON");

  auto* snapshot_ = add(app, w, "snapshot", "save the state, so that opening is quick 保存状态快照",
                        [&w] { return snapshot(w.data); });
  snapshot_->add_option("--data", w.data, "data directory")->required();

  auto* views = app.add_subcommand("views", "the SQL read models 查询视图");
  views->require_subcommand(1);
  auto* rebuild = add(*views, w, "rebuild", "drop them and build them from the journal",
                      [&w] { return rebuild_views(w.data); });
  rebuild->add_option("--data", w.data, "data directory")->required();

  auto* schema_ =
      add(app, w, "schema", "the protocol for programs 协议描述", [&w] { return schema(w.what); });
  schema_->add_option("what", w.what, "json, markdown, or the name of a command");
}

void add_market(CLI::App& app, Words& w) {
  auto* market = app.add_subcommand("market", "market rules as dated data 市场规则");
  market->require_subcommand(1);
  auto* check = add(*market, w, "check", "check market rule files 检查市场规则文件",
                    [&w] { return market_check(w.market_check); });
  check->add_option("path", w.market_check.path, "rules directory, directory of profiles, or file");
  check->add_option("--rules", w.market_check.rules, "directory of the rule files");
  check->add_flag("--json", w.market_check.json, "result as JSON");

  auto* adopt = add(*market, w, "adopt",
                    "print the command that takes a rule file into force, for submit 采纳市场规则",
                    [&w] { return market_adopt(w.market_adopt); });
  adopt->add_option("file", w.market_adopt.file, "market rule file")->required();
  adopt->add_option("--fee-account", w.market_adopt.fee_account, "account that fees are paid to")
      ->required();
  adopt->add_option("--key", w.market_adopt.key, "idempotency key");
  adopt->add_option("--rules", w.market_adopt.rules, "directory of the rule files");

  auto* day = add(*market, w, "day", "what the rules say of one day 某日适用的规则",
                  [&w] { return market_day(w.market_day); });
  day->add_option("--profile", w.market_day.profile, "code of the market, e.g. cea")->required();
  day->add_option("--date", w.market_day.date, "the day, e.g. 2025-07-16")->required();
  day->add_option("--base", w.market_day.base, "previous close in yuan 前收盘价, for the bands");
  day->add_option("--trades", w.market_day.trades,
                  "CSV with mode, amount, price, value: prices of the day 由成交计算当日价格");
  day->add_option("--rules", w.market_day.rules, "directory of the rule files");
  day->add_flag("--json", w.market_day.json, "result as JSON");
}

void add_bank(CLI::App& app, Words& w) {
  auto* bank = app.add_subcommand("bank", "files of the settlement bank 结算银行文件");
  bank->require_subcommand(1);
  const auto take_statements = [&w](CLI::App* command) {
    command
        ->add_option("--statement", w.bank.statements,
                     "ISO 20022 camt.053 or CSV; several that follow each other 对账单")
        ->required();
  };
  const auto take_data = [&w](CLI::App* command) {
    command->add_option("--data", w.bank.data, "data directory")->required();
    command->add_option("--database", w.bank.database, database_words);
  };
  auto* read = add(*bank, w, "read", "read a statement and check it 读取并校验对账单",
                   [&w] { return bank_read(w.bank); });
  take_statements(read);
  read->add_flag("--json", w.bank.json, "result as JSON");

  auto* deposits = add(*bank, w, "deposits", "commands for submit, one a credit 生成入金命令",
                       [&w] { return bank_deposits(w.bank); });
  take_statements(deposits);

  auto* payments = add(*bank, w, "payments", "payment order of a day's withdrawals 出金付款指令",
                       [&w] { return bank_payments(w.bank); });
  take_data(payments);
  payments->add_option("--day", w.bank.day, "the day, e.g. 2024-05-06")->required();
  payments->add_option("--payees", w.bank.payees, "CSV: account,name,bank_account,bank_code 收款人")
      ->required();
  payments->add_option("--from-name", w.bank.from_name, "holder of the settlement account")
      ->required();
  payments->add_option("--from-account", w.bank.from_account, "its number")->required();
  payments->add_option("--from-bank", w.bank.from_bank, "code of its bank")->required();
  payments->add_flag("--csv", w.bank.csv, "CSV and not ISO 20022 pacs.008");

  auto* check = add(*bank, w, "reconcile", "bank, cash ledger and trades side by side 三方对账",
                    [&w] { return bank_reconcile(w.bank); });
  take_data(check);
  take_statements(check);
  check->add_option("--accounts", w.bank.accounts, "write each account's days as CSV 各账户资金");
  check->add_flag("--json", w.bank.json, "result as JSON");
}

void add_following(CLI::App& app, Words& w) {
  auto* follow_ = add(app, w, "follow", "keep, execute and cosign another's log 跟随并共签日志",
                      [&w] { return follow(w.follow); });
  follow_->add_option(
      "url", w.follow.url,
      "the operator's server, e.g. https://ledger.example; without it, print the keys");
  follow_->add_option("--data", w.follow.data, "directory of keys and copy")->required();
  follow_->add_option("--name", w.follow.name, "names the keys on first use: example.org/follower");
  follow_->add_option("--key", w.follow.key, "the log's vkey, or a file that holds it");
  follow_->add_option("--policy", w.follow.policy, "policy file: the log's key, and who confirms");
  follow_->add_option("--ca", w.follow.ca_file, "PEM file of a private certificate authority");
  follow_->add_option("--interval", w.follow.interval_s, "seconds between rounds")
      ->check(CLI::Range(0.1, 86400.0));
  follow_->add_flag("--once", w.follow.once, "one round, then end");
  follow_->add_flag("--clear", w.follow.clear, "lift a refusal, once its cause is mended");
  follow_->add_flag("--json", w.follow.json, "each round as JSON");
}

void add_operating(CLI::App& app, Words& w) {
  auto* give_ =
      add(app, w, "command", "give one command 执行一条命令", [&w] { return give(w.give); });
  give_->add_option("--data", w.give.data, "data directory")->required();
  give_->add_option("--as", w.give.actor, "user who gives it")->required();
  give_->add_option("--key", w.give.key, "idempotency key; made up when missing");
  give_->add_option("name", w.give.name, "name of the command")->required();
  give_->add_option("body", w.give.body, "its body in JSON, or @file")->required();

  auto* submit_ = add(app, w, "submit", "give a server many commands 批量提交命令",
                      [&w] { return submit(w.submit); });
  submit_->add_option("file", w.submit.file, "NDJSON, a command a line with its key; - for input")
      ->required();
  submit_->add_option("--server", w.submit.server, "address of the server");
  submit_->add_option("--token", w.submit.token, "bearer token, or a file that holds it")
      ->required();
  submit_->add_option("--ca", w.submit.ca_file, "PEM file of a private certificate authority");
  submit_->add_flag("--json", w.submit.json, "refused lines and totals as JSON");

  auto* user = app.add_subcommand("user", "signing in 登录凭据");
  user->require_subcommand(1);
  auto* password = add(*user, w, "password", "set a password, read from standard input",
                       [&w] { return set_password(w.data, w.user); });
  auto* token = add(*user, w, "token", "make a bearer token for a program",
                    [&w] { return create_token(w.data, w.user); });
  for (CLI::App* command : {password, token}) {
    command->add_option("--data", w.data, "data directory")->required();
    command->add_option("--user", w.user, "code of the user")->required();
  }

  auto* bench_ = add(app, w, "bench", "measure beside the machine's limit 性能测量",
                     [&w] { return bench(w.bench); });
  bench_->add_option(
      "what", w.bench.what,
      "ledger, units, latency, http, bulk, recover, memory, verify, matching or journal");
  bench_->add_option("--database", w.bench.database, "postgresql://… of bench journal");
  bench_->add_option("--seconds", w.bench.seconds, "how long each figure is measured");
  bench_->add_option("--batch", w.bench.batch, "commands in a batch");
  bench_->add_option("--accounts", w.bench.accounts, "accounts in the cell");
  bench_->add_option("--operations", w.bench.operations, "operations of bench matching");
  bench_->add_option("--symbols", w.bench.symbols, "symbols of bench matching; else 1, then 100");
  add_proof(*bench_, w.bench.proof);
  bench_->add_option("--plot", w.bench.plot, "draw ledger from 1 M accounts on, as SVG 绘图");
  bench_->add_option("--accounts-max", w.bench.accounts_max, "accounts at most in that drawing");
  bench_->add_flag("--json", w.bench.json, "figures as JSON");
}

void add_matching(CLI::App& app, Words& w) {
  auto* match_ = add(app, w, "match", "the order book on a workload file 撮合负载文件",
                     [&w] { return match(w.match); });
  match_->add_option("--workload", w.match.workload, "run this file and compare its result");
  match_->add_option("--generate", w.match.generate, "make this file instead 生成负载文件");
  match_->add_option("--seed", w.match.seed, "the same seed makes the same file");
  match_->add_option("--operations", w.match.operations, "operations that will be timed");
  match_->add_option("--symbols", w.match.symbols, "symbols that are traded");
  match_->add_option("--live", w.match.live, "orders that rest before, and about as many later");
  match_->add_flag("--json", w.match.json, "result as JSON");
}

void add_simulating(CLI::App& app, Words& w) {
  auto* sim_ = add(app, w, "sim", "simulate a cell on machines that fail, beside an auditor 模拟",
                   [&w] { return simulate(w.sim); });
  sim_->add_option("--seed", w.sim.seed, "seed; the same seed gives the same run");
  sim_->add_option("--commands", w.sim.commands, "how many commands");
  sim_->add_option("--round", w.sim.round, "run this round of the seed alone");
  sim_->add_option("--check-every", w.sim.check_every,
                   "blocks between checks of every invariant over all rows");
  sim_->add_option("--plant", w.sim.plant, "plant this bug, or all of them one after the other");
  sim_->add_option("--hours", w.sim.hours, "run seed after seed for so long");
  sim_->add_option("--jobs", w.sim.jobs, "seeds at a time");
  sim_->add_flag("--json", w.sim.json, "result as JSON");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Tanshu 碳枢: open infrastructure for regional carbon markets 区域碳市场基础设施");
  app.require_subcommand(1);
  Words words;
  add_running(app, words);
  add_reading(app, words);
  add_market(app, words);
  add_bank(app, words);
  add_following(app, words);
  add_operating(app, words);
  add_matching(app, words);
  add_simulating(app, words);
  CLI11_PARSE(app, argc, argv);
  return words.run();
}
