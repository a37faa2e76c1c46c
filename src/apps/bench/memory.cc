// SPDX-License-Identifier: Apache-2.0
// bench memory: bytes of the state per account with its money, per holding of units and per
// remembered answer, as the tables count them.
#include <fmt/format.h>

#include "apps/bench/bench_cell.h"
#include "engine/engine.h"

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: the workload is told in the protocol's nouns

/// A cell of fifty million accounts is measured for its accounts.
constexpr std::uint64_t holdings_max = 1'000'000;

class Filled {
 public:
  explicit Filled(std::uint64_t accounts) {
    give("admin", OpenCell{"bench", {"op"}, "测量", "Bench", "150200", {"admin"}});
    give("admin", AuthoriseUser{{"officer"}, {"op"}, {Role::bureau_officer}});
    give("admin", AuthoriseUser{{"teller"}, {"op"}, {Role::trader}});
    give("admin", AuthoriseUser{{"clerk"}, {"op"}, {Role::clearing_officer}});
    give("officer", OpenAccount{{"treasury"}, {"op"}});
    const auto count = static_cast<std::int64_t>(accounts);
    give("clerk", DepositCash{{"treasury"}, yuan(count), "B1"});
    give("officer", ImportBatch{{"b"}, {"treasury"}, 2024, tonnes(count), "bench", "1"});
    for (std::uint64_t i = 0; i < accounts; ++i) {
      const std::string account = BenchCell::account(i);
      give("officer", OpenAccount{{account}, {"op"}});
      give("teller", TransferCash{{"treasury"}, {account}, yuan(1), ""});
    }
    for (std::uint64_t i = 0; i < std::min(accounts, holdings_max); ++i) {
      GiveUnits gift;
      gift.from = {"treasury"};
      gift.to = {BenchCell::account(i)};
      gift.lots = {{{"b"}, tonnes(1)}};
      gift.occasion = "measured";
      give("teller", std::move(gift));
    }
    engine_.settle();
  }
  const engine::Engine& engine() const { return engine_; }

 private:
  void give(const char* actor, Command command) {
    record_.clear();
    const Envelope envelope{{actor}, fmt::format("{:x}", next_), {1}, std::move(command)};
    CHECK(engine_.execute(envelope, next_, record_) == 0);
    if (++next_ % 8192 == 0) engine_.settle();
  }

  engine::Engine engine_;
  Buffer record_;
  std::uint64_t next_ = 0;
};

}  // namespace

Result<Figures> bench_memory(const BenchCommand& c) {
  const Stopwatch watch;
  const Filled filled(c.accounts);
  const double seconds = watch.seconds();
  const engine::State& state = filled.engine().state();
  const auto each = [&c](std::size_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(c.accounts);
  };
  Figures figures;
  figures.unit = "commands executed in memory";
  figures.per_second = 2 * static_cast<double>(c.accounts) / seconds;
  figures.limit = "no limit is measured";
  figures.more = {
      {"accounts", static_cast<double>(c.accounts)},
      {"bytes_per_account_with_its_money", each(state.book.accounts().memory_bytes())},
      {"bytes_per_holding_of_units", static_cast<double>(state.book.holding_bytes()) /
                                         static_cast<double>(state.book.balances().size())},
      {"bytes_per_answer", static_cast<double>(filled.engine().answers().memory_bytes()) /
                               static_cast<double>(filled.engine().answers().size())}};
  return figures;
}

}  // namespace tanshu::apps
