// SPDX-License-Identifier: Apache-2.0
// Tests of the bounds on work that waits.
#include "api/workers.h"

#include <gtest/gtest.h>

#include <future>

namespace tanshu::api {
namespace {

TEST(Turnstile, lets_so_many_in_and_again_when_one_has_left) {
  Turnstile turnstile(2);
  auto first = turnstile.enter();
  const auto second = turnstile.enter();
  ASSERT_NE(first, nullptr);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(turnstile.enter(), nullptr);
  auto copy = first;
  first.reset();
  EXPECT_EQ(turnstile.enter(), nullptr);
  copy.reset();
  EXPECT_NE(turnstile.enter(), nullptr);
}

TEST(Turnstile, may_be_gone_before_its_passes) {
  auto turnstile = std::make_unique<Turnstile>(1);
  const auto pass = turnstile->enter();
  turnstile.reset();
  EXPECT_NE(pass, nullptr);
}

TEST(Workers, refuse_what_would_wait_too_long) {
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  std::promise<void> begun;
  Workers workers(1, 1);
  ASSERT_TRUE(workers.run([&begun, opened] {
    begun.set_value();
    opened.wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(workers.run([] {}));
  EXPECT_FALSE(workers.run([] {}));
  gate.set_value();
}

}  // namespace
}  // namespace tanshu::api
