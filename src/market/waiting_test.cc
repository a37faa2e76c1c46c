// SPDX-License-Identifier: Apache-2.0
// Holds of purchases: what they say is read back, and what is none is not.
#include "market/waiting.h"

#include <gtest/gtest.h>

namespace tanshu::market {
namespace {

const Day bought = day_from_text("2026-01-07").value();
const Day first = day_from_text("2026-01-08").value();

TEST(PurchaseHold, says_market_and_days) {
  const auto hold = hold_of_purchase({"cea"}, bought, first);
  EXPECT_EQ(std::string(hold.text), "p/cea/2026-01-07/2026-01-08");
  const auto read = purchase_of_hold(hold.text);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(std::string(read->market.text), "cea");
  EXPECT_EQ(read->bought, bought);
  EXPECT_EQ(read->sellable_from, first);
}

TEST(PurchaseHold, is_not_taken_for_another) {
  for (const char* hold : {"", "p/", "o/cea", "p/cea/2026-01-07", "p/2026-01-07/2026-01-08",
                           "p/cea/2026-01-07/2026-13-08", "listing/2026-01-07/2026-01-08"})
    EXPECT_FALSE(purchase_of_hold(hold).has_value()) << hold;
}

TEST(Waiting, knows_who_cannot_sell_yet) {
  Waiting waiting;
  waiting.add({"cea"}, first, {{"a"}, {"b"}, bought});
  EXPECT_TRUE(waiting.not_sellable({"cea"}, {"a"}, {"b"}, bought).has_value());
  EXPECT_FALSE(waiting.not_sellable({"cea"}, {"a"}, {"b"}, first).has_value());
  EXPECT_FALSE(waiting.not_sellable({"cea"}, {"a"}, {"c"}, bought).has_value());
  EXPECT_FALSE(waiting.not_sellable({"hbea"}, {"a"}, {"b"}, bought).has_value());
  waiting.remove({"cea"}, first, {{"a"}, {"b"}, bought});
  EXPECT_TRUE(waiting.days({"cea"}).empty());
}

}  // namespace
}  // namespace tanshu::market
