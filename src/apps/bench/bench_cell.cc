// SPDX-License-Identifier: Apache-2.0
// The cell's parties and accounts, and a window of batches under way.
#include "apps/bench/bench_cell.h"

#include <fmt/format.h>

#include "node/data_dir.h"

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: the workload is told in the protocol's nouns

constexpr std::size_t window = 4;

}  // namespace

void EncodedBatch::add(const char* actor, std::uint64_t key, Command command) {
  node::append_submission(bytes_, {{actor}, fmt::format("{:x}", key), std::move(command)});
  ++size_;
}

Result<void> BenchCell::open_node(const std::filesystem::path& data, bool with_views) {
  const auto clock = [this] {
    const std::int64_t set = clock_ns_;
    return set == 0 ? now() : Instant{set};
  };
  node_.reset();
  TRY_SET(
      node_,
      node::Node::open(
          {.data = data, .clock = clock, .publish_views = with_views, .snapshot_every_leaves = 0}));
  return {};
}

Result<std::unique_ptr<BenchCell>> BenchCell::open(const std::filesystem::path& data,
                                                   const BenchCommand& command, Views views) {
  const auto proofs = enum_from_name<HashKind>(command.proof);
  if (!proofs) return failure("proofs are made with sha256 or sm3");
  TRY(node::Node::create(data, "bench", {}, *proofs));
  auto cell = std::make_unique<BenchCell>();
  TRY(cell->open_node(data, views != Views::none));
  TRY(cell->accept("admin", OpenCell{"bench", {"op"}, "测量", "Bench", "150200", {"admin"}}));
  TRY(cell->accept("admin", AuthoriseUser{{"officer"}, {"op"}, {Role::bureau_officer}}));
  TRY(cell->accept("admin", AuthoriseUser{{"teller"}, {"op"}, {Role::trader}}));
  TRY(cell->accept("admin", AuthoriseUser{{"clerk"}, {"op"}, {Role::clearing_officer}}));
  TRY(cell->accept("officer", OpenAccount{{"treasury"}, {"op"}}));
  if (views == Views::parties) {
    cell->node().wait_published(std::chrono::seconds(10));
    TRY(cell->open_node(data, false));
  }
  return cell;
}

Result<void> BenchCell::accept(const char* actor, Command command) {
  TRY_SET(const auto receipt,
          node_->submit({{actor}, fmt::format("{:x}", next_key()), std::move(command)}));
  if (!receipt.outcome) return failure(english_of(receipt.outcome.error()));
  return {};
}

std::string BenchCell::account(std::uint64_t number) {
  return fmt::format("a{:08}", number);
}

Result<void> BenchCell::open_accounts(std::uint64_t count, std::int64_t yuan_each) {
  const auto total = static_cast<std::int64_t>(count) * yuan_each;
  TRY(accept("clerk", DepositCash{{"treasury"}, yuan(total), "B1"}));
  EncodedBatch batch;
  for (std::uint64_t i = 0; i < count; ++i) {
    batch.add("officer", next_key(), OpenAccount{{account(i)}, {"op"}});
    batch.add("teller", next_key(),
              TransferCash{{"treasury"}, {account(i)}, yuan(yuan_each), "start"});
    if (batch.size() + 2 > node::batch_commands_max || i + 1 == count) TRY(give(batch.take()));
  }
  TRY(settle());
  if (refused_ != 0)
    return failure(fmt::format("{} commands of the opening were refused", refused_));
  // What is measured next must not run beside the publication of all this.
  if (!node_->wait_published(std::chrono::minutes(20), {}))
    return failure("the opening was not published");
  return {};
}

Result<void> BenchCell::give(Bytes encoded) {
  if (under_way_.size() == window) TRY(settle_one());
  auto promise = std::make_shared<std::promise<Result<std::vector<node::Answered>>>>();
  under_way_.push_back(promise->get_future());
  node_->submit_batch(std::move(encoded), [promise](Result<std::vector<node::Answered>> answers) {
    promise->set_value(std::move(answers));
  });
  return {};
}

Result<void> BenchCell::settle_one() {
  TRY_SET(const auto answers, under_way_.front().get());
  under_way_.pop_front();
  for (const node::Answered& answer : answers) {
    if (answer.refusal == 0)
      ++accepted_;
    else
      ++refused_, last_refusal_ = answer.refusal;
  }
  return {};
}

Result<void> BenchCell::settle() {
  while (!under_way_.empty()) TRY(settle_one());
  return {};
}

}  // namespace tanshu::apps
