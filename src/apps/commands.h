// SPDX-License-Identifier: Apache-2.0
// What the program can be told to do. Each function is one subcommand; it prints and returns an
// exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tanshu::apps {

struct InitOptions {
  std::string data, cell, operator_id = "registry", administrator = "admin", region = "000000";
  std::string name_zh, name_en;
  std::string database;          ///< connection string; empty for a SQLite file
  std::string proof = "sha256";  ///< or sm3: what the cell's proofs are made with
};
int init(const InitOptions& options);

struct ServeCommand {
  std::string data, address = "127.0.0.1", web, rules, public_url, policy, database, advertise;
  std::uint16_t port = 8080;
  std::optional<std::uint16_t> fix_port;  ///< none takes no orders over FIX
  std::string proof = "sha256";           ///< of a cell that is made for the demonstration
  bool demo = false;
  bool drop_torn_tail = false;
};
int serve(const ServeCommand& command);

/// Re-enacts Baotou in a new data directory and prints the totals of the ledger.
int demo_baotou(const std::string& data, const std::string& proof, bool json);

struct EstimateCommand {
  std::string file, method, variant, design, period_years, rules, format = "text", out;
};
int estimate(const EstimateCommand& command);
int list_methods(const std::string& rules);

/// Checks market rule files: a rules directory, a directory of profiles, or one file; exit_no when
/// one is wrong.
struct MarketCheckCommand {
  std::string path, rules;
  bool json = false;
};
int market_check(const MarketCheckCommand& command);

/// What the rules of a market say of one day; with trades, the day's prices and what breaks a rule
/// (exit_no then).
struct MarketDayCommand {
  std::string profile, date, rules;
  std::string base;    ///< previous close in yuan; empty for none
  std::string trades;  ///< CSV file; empty for none
  bool json = false;
};
int market_day(const MarketDayCommand& command);

/// Prints the command that takes a market rule file into force, as a line that `submit` gives;
/// exit_no when the file is wrong.
struct MarketAdoptCommand {
  std::string file, rules;
  std::string fee_account;
  std::string key;  ///< idempotency key; empty for one from market and day
};
int market_adopt(const MarketAdoptCommand& command);

/// Files of the settlement bank, held against the journal of a data directory.
struct BankCommand {
  std::vector<std::string> statements;  ///< consecutive ones
  std::string data, database, day, payees, accounts;
  std::string from_name, from_account, from_bank;  ///< the settlement account that pays
  bool json = false, csv = false;
};
/// Reads a statement and checks that it balances.
int bank_read(const BankCommand& command);
/// Prints a deposit_cash for each booked credit that names an account, as `submit` takes them;
/// exit_no when some name none.
int bank_deposits(const BankCommand& command);
/// Prints the payment order of a day's withdrawals.
int bank_payments(const BankCommand& command);
/// Bank, cash ledger and trades side by side; exit_no when they differ.
int bank_reconcile(const BankCommand& command);

struct VerifyCommand {
  std::string file, log, key, policy, ca_file;
  bool json = false;
};
int verify(const VerifyCommand& command);

/// Follows the log of another organisation and cosigns it.
struct FollowCommand {
  std::string url, data, name, key, policy, ca_file;
  double interval_s = 10;
  bool once = false, json = false, clear = false;
};
int follow(const FollowCommand& command);

struct ReplayCommand {
  std::string data, database;
  bool json = false;
  bool entries = false;
};
int replay(const ReplayCommand& command);

int rebuild_views(const std::string& data);

/// Makes a snapshot of the journal's last block, also beside a running server.
int snapshot(const std::string& data);

/// Gives one command on a data directory that no server has open.
struct GiveCommand {
  std::string data, actor, key, name, body;
};
int give(const GiveCommand& command);

/// Gives a server the commands of a file, a line each; exit_no when one was refused.
struct SubmitCommand {
  std::string file, server = "http://127.0.0.1:8080", token, ca_file;
  bool json = false;
};
int submit(const SubmitCommand& command);

int set_password(const std::string& data, const std::string& user);
int create_token(const std::string& data, const std::string& user);

/// Prints the protocol as JSON, the reference in Markdown, or the JSON Schema of the named command.
int schema(const std::string& what);

/// Runs one seed; with hours or jobs, seed after seed in processes of their own.
struct SimCommand {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> commands, round;
  std::uint64_t check_every = 1;
  std::string plant;
  double hours = 0;
  unsigned jobs = 0;
  bool json = false;
};
int simulate(const SimCommand& command);

/// Runs a workload file through the order book, or makes one; exit_no when the result is not the
/// one that the file expects.
struct MatchCommand {
  std::string workload, generate;
  std::uint64_t seed = 1;
  std::size_t operations = 10'000'000;
  std::uint32_t symbols = 1;
  std::uint32_t live = 10'000;  ///< orders that rest
  bool json = false;
};
int match(const MatchCommand& command);

struct BenchCommand {
  std::string what = "ledger";
  std::string database;  ///< of `journal`; empty for a SQLite file
  double seconds = 5;
  std::size_t batch = 8192;
  std::uint64_t accounts = 1'000'000;
  std::string proof = "sha256";  ///< what the measured cell's proofs are made with
  std::string plot;              ///< SVG of `ledger` with more and more accounts
  std::uint64_t accounts_max = 50'000'000;
  std::size_t operations = 10'000'000;  ///< of `matching`
  std::uint32_t symbols = 0;            ///< of `matching`; 0 for one, and then a hundred
  bool json = false;
};
int bench(const BenchCommand& command);
int bench_journal(const BenchCommand& command);

}  // namespace tanshu::apps
