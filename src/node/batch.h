// SPDX-License-Identifier: Apache-2.0
// What passes from execution to the journal: a block, and everybody who waits for it.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "node/block.h"
#include "node/node.h"

namespace tanshu::node {

/// An answer that is held back until its block is durable.
template <class Value>
struct Due {
  Result<Value> value;
  std::function<void(Result<Value>)> done;
};

struct Batch {
  /// Empty when there were only repeats; their answers still wait for the blocks before.
  std::shared_ptr<Block> block;
  std::vector<std::variant<Due<Receipt>, Due<std::vector<Answered>>>> answers;

  void answer() {
    for (auto& due : answers) std::visit([](auto& one) { one.done(std::move(one.value)); }, due);
    answers.clear();
  }
  void fail(const std::string& why) {
    for (auto& due : answers) std::visit([&why](auto& one) { one.done(failure(why)); }, due);
    answers.clear();
  }
};

}  // namespace tanshu::node
