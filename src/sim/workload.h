// SPDX-License-Identifier: Apache-2.0
// The workload: the next command by chance, drawn from what the state offers, with a share of wrong
// ones. Reads the state and changes nothing.
#pragma once

#include <array>
#include <functional>

#include "engine/engine.h"
#include "sim/chance.h"

namespace tanshu::sim {

class Workload {
 public:
  explicit Workload(std::uint64_t seed) : chance_(seed) {}

  /// The first commands, which set the scene; then chance.
  protocol::Envelope next(const engine::State& state);

 private:
  struct Choice {
    unsigned weight;
    std::function<protocol::Command(Workload&, const engine::State&)> make;
  };
  static const std::vector<Choice>& choices();

  protocol::Command opening_command();
  protocol::UserId actor_for(const protocol::Command& command, const engine::State& state);
  std::string new_code(char letter);
  std::string text();
  protocol::Period period();

  template <class Key, class Row>
  const Row* any(const Table<Key, Row>& rows);
  template <class Key, class Row>
  const Row* any(const HashTable<Key, Row>& rows);
  protocol::AccountId account(const engine::State& state);
  protocol::BatchId batch(const engine::State& state);
  std::pair<protocol::AccountId, protocol::Lot> holding(const engine::State& state);
  Carbon part_of(Carbon amount);

  protocol::Command party(const engine::State& state);
  protocol::Command user(const engine::State& state);
  protocol::Command project(const engine::State& state);
  protocol::Command report(const engine::State& state);
  protocol::Command decision(const engine::State& state);
  protocol::Command issue(const engine::State& state);
  protocol::Command import(const engine::State& state);
  protocol::Command gift(const engine::State& state);
  protocol::Command retirement(const engine::State& state);
  protocol::Command outward(const engine::State& state);
  protocol::Command lien(const engine::State& state);
  protocol::Command unlien(const engine::State& state);
  protocol::Command listing(const engine::State& state);
  protocol::Command closing(const engine::State& state);
  protocol::Command purchase(const engine::State& state);
  protocol::Command transfer(const engine::State& state);
  protocol::Command cash(const engine::State& state);

  Chance chance_;
  std::uint64_t count_ = 0;
  std::uint64_t codes_ = 0;
  std::int64_t ns_ = 1'709'258'400'000'000'000;
};

}  // namespace tanshu::sim
