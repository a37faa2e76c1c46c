// SPDX-License-Identifier: Apache-2.0
// Tests of the guard on the clock.
#include "node/clock_guard.h"

#include <gtest/gtest.h>

namespace tanshu::node {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr nanoseconds begin = hours(24 * 20'000);

struct Clocks {
  nanoseconds wall = begin;
  nanoseconds steady = seconds(5);
  ClockGuard guard{{[this] { return Instant{wall.count()}; }, [this] { return steady; }},
                   minutes(5)};

  void pass(nanoseconds time) {
    wall += time;
    steady += time;
  }
  bool believed() { return guard.distrust().empty(); }
};

TEST(ClockGuard, believes_a_clock_that_runs) {
  Clocks clocks;
  for (int day = 0; day < 400; ++day) {
    clocks.pass(hours(24));
    EXPECT_TRUE(clocks.believed());
  }
}

TEST(ClockGuard, believes_a_clock_that_is_put_right_slowly) {
  Clocks clocks;
  for (int hour = 0; hour < 100; ++hour) {
    clocks.pass(hours(1));
    clocks.wall += minutes(4);
    EXPECT_TRUE(clocks.believed());
  }
}

TEST(ClockGuard, distrusts_a_jump_until_it_is_undone) {
  for (const nanoseconds jump : {nanoseconds(hours(24 * 3650)), -nanoseconds(hours(1))}) {
    Clocks clocks;
    clocks.pass(minutes(1));
    clocks.wall += jump;
    EXPECT_NE(clocks.guard.distrust().find("the clock jumped to"), std::string::npos);
    clocks.pass(hours(2));
    EXPECT_NE(clocks.guard.distrust().find("系统时钟跳到了"), std::string::npos);
    clocks.wall -= jump;
    EXPECT_TRUE(clocks.believed());
  }
}

TEST(ClockGuard, distrusts_a_clock_behind_the_journal) {
  Clocks clocks;
  clocks.guard.note_entry(Instant{(begin + minutes(4)).count()});
  EXPECT_TRUE(clocks.believed());
  clocks.guard.note_entry(Instant{(begin + hours(1)).count()});
  EXPECT_NE(clocks.guard.distrust().find("before the last entry of"), std::string::npos);
  clocks.pass(minutes(50));
  EXPECT_FALSE(clocks.believed());
  clocks.wall += minutes(10);
  EXPECT_TRUE(clocks.believed());
  clocks.wall += minutes(10);
  EXPECT_FALSE(clocks.believed());
}

TEST(ClockGuard, takes_any_clock_when_told_to) {
  nanoseconds wall = begin;
  ClockGuard guard({[&wall] { return Instant{wall.count()}; }, [] { return seconds(1); }}, {});
  wall += hours(1000);
  EXPECT_EQ(guard.read()->ns, wall.count());
  wall -= hours(5000);
  EXPECT_EQ(guard.read()->ns, wall.count());
}

TEST(SteadyClock, goes_on) {
  const nanoseconds before = steady_ns();
  EXPECT_GT(before.count(), 0);
  EXPECT_GE(steady_ns(), before);
}

}  // namespace
}  // namespace tanshu::node
