// SPDX-License-Identifier: Apache-2.0
// Tests of workload files: they read back the same, and every way to be wrong is named.
#include "sim/order_workload.h"

#include <gtest/gtest.h>

#include <cstring>

#include "sim/book_run.h"

namespace tanshu::sim {
namespace {

using market::BookAction, market::BookOperation, market::Side;

constexpr std::size_t header_bytes = 128, record_bytes = 24;

OrderWorkload small_workload() {
  return make_order_workload({.seed = 7, .operations = 1'000, .symbols = 3, .live_target = 50});
}

/// A file of these operations, of which the first is not timed.
Bytes file_of(std::vector<BookOperation> operations, std::uint32_t orders_max) {
  OrderWorkload workload;
  workload.symbols = 2;
  workload.orders_max = orders_max;
  workload.preload = 1;
  workload.operations = std::move(operations);
  return write_order_workload(workload);
}
Bytes two_orders() {
  return file_of(
      {{1, 5, 0, 100, BookAction::place, Side::sell}, {2, 3, 1, 101, BookAction::cross, Side::buy}},
      2);
}

template <class Value>
Bytes with(Bytes file, std::size_t at, Value value) {
  std::memcpy(file.data() + at, &value, sizeof(value));
  return file;
}

void expect_wrong(const Bytes& file, const std::string& chinese, const std::string& english) {
  const auto read = parse_order_workload(file);
  ASSERT_FALSE(read) << english;
  EXPECT_NE(read.error().what.find(chinese), std::string::npos) << read.error().what;
  EXPECT_NE(read.error().what.find(english), std::string::npos) << read.error().what;
}

TEST(OrderWorkload, reads_back_what_was_written) {
  const auto made = small_workload();
  const auto read = parse_order_workload(write_order_workload(made));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->operations, made.operations);
  EXPECT_EQ(read->expected, made.expected);
  EXPECT_EQ(read->symbols, 3u);
  EXPECT_EQ(read->seed, 7u);
  EXPECT_EQ(read->preload, made.preload);
  EXPECT_EQ(read->orders_max, made.orders_max);
  EXPECT_EQ(read->live_target, 50u);
}

TEST(OrderWorkload, lays_its_fields_where_the_format_says) {
  const Bytes file = two_orders();
  ASSERT_EQ(file.size(), header_bytes + 2 * record_bytes);
  const auto word = [&file](std::size_t at) {
    std::uint32_t value;
    std::memcpy(&value, file.data() + at, sizeof(value));
    return value;
  };
  EXPECT_EQ(text_of(ByteView(file).first(8)), "OCMWL001");
  EXPECT_EQ(word(8), 128u);
  EXPECT_EQ(word(12), 24u);
  EXPECT_EQ(word(16), 1u);  // preload
  EXPECT_EQ(word(24), 1u);  // operations
  EXPECT_EQ(word(32), 2u);  // symbols
  EXPECT_EQ(word(36), 2u);  // highest number
  const std::size_t second = header_bytes + record_bytes;
  EXPECT_EQ(word(second), 2u);
  EXPECT_EQ(word(second + 8), 101u);
  EXPECT_EQ(word(second + 12), 3u);
  EXPECT_EQ(word(second + 16), 1u);
  EXPECT_EQ(file[second + 20], 2);
  EXPECT_EQ(file[second + 21], 0);
}

TEST(OrderWorkload, draws_45_45_and_10_of_a_hundred) {
  const auto made = make_order_workload({.seed = 3, .operations = 100'000, .live_target = 1'000});
  std::array<int, 3> counts{};
  for (const auto& o : std::span(made.operations).subspan(made.preload))
    ++counts[static_cast<std::size_t>(o.action)];
  EXPECT_NEAR(counts[0], 45'000, 1'000);
  EXPECT_NEAR(counts[1], 45'000, 1'000);
  EXPECT_NEAR(counts[2], 10'000, 500);
  EXPECT_NEAR(static_cast<double>(made.expected.live_orders), 1'000, 100);
  EXPECT_GT(made.expected.trades, 8'000u);
  EXPECT_GT(made.expected.cancels_accepted, made.expected.cancels_refused);
}

TEST(OrderWorkload, makes_the_same_of_the_same_seed) {
  EXPECT_EQ(write_order_workload(small_workload()), write_order_workload(small_workload()));
}

TEST(OrderWorkload, takes_numbers_in_any_order_and_cancellations_of_any_number) {
  auto file = file_of({{2, 5, 0, 100, BookAction::place, Side::sell},
                       {9, 0, 0, 0, BookAction::cancel, Side::buy},
                       {1, 3, 0, 100, BookAction::place, Side::buy}},
                      9);
  file = with(std::move(file), header_bytes + record_bytes, UINT64_MAX);
  const auto read = parse_order_workload(file);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->orders_max, 2u);
  EXPECT_EQ(read->operations[1].number, 0u);
}

TEST(OrderWorkload, names_what_is_wrong_with_a_header) {
  const Bytes good = two_orders();
  ASSERT_TRUE(parse_order_workload(good));
  expect_wrong({}, "只有 0 字节", "0 bytes");
  expect_wrong(Bytes(good.begin(), good.begin() + 127), "只有 127 字节", "127 bytes");
  expect_wrong(with(good, 7, '2'), "开头不是", "does not begin with");
  expect_wrong(with(good, 8, 127u), "文件头 127 字节", "a header of 127");
  expect_wrong(with(good, 12, 25u), "记录 25 字节", "records of 25 bytes");
  expect_wrong(with(good, 16, std::uint64_t{2}), "不符", "are not 2 + 1 records");
  expect_wrong(with(with(good, 16, std::uint64_t{3}), 24, ~std::uint64_t{0}), "不符",
               "are not 3 +");
  expect_wrong(with(good, 32, 0u), "品种数 0", "0 symbols");
  expect_wrong(with(good, 32, 4'097u), "品种数 4097", "4097 symbols");
  expect_wrong(Bytes(good.begin(), good.end() - 1), "不符", "are not 1 + 1 records");
  Bytes longer = good;
  longer.push_back(0);
  expect_wrong(longer, "不符", "are not 1 + 1 records");
}

TEST(OrderWorkload, names_what_is_wrong_with_a_record) {
  const Bytes good = two_orders();
  const std::size_t second = header_bytes + record_bytes;
  expect_wrong(with(good, second, std::uint64_t{0}), "第 2 条记录：委托编号 0",
               "record 2: order number 0");
  expect_wrong(with(good, second, std::uint64_t{3}), "委托编号 3", "order number 3");
  expect_wrong(with(good, second, std::uint64_t{1} << 32), "委托编号", "order number 4294967296");
  expect_wrong(with(good, second, std::uint64_t{1}), "重复的委托编号 1", "repeated order number 1");
  expect_wrong(with(good, second + 8, 0u), "价格 0", "price 0");
  expect_wrong(with(good, second + 8, 32'768u), "价格 32768", "price 32768");
  expect_wrong(with(good, second + 12, 0u), "数量 0", "quantity 0");
  expect_wrong(with(good, second + 16, 2u), "品种 2", "symbol 2");
  expect_wrong(with(good, second + 20, std::uint8_t{3}), "操作 3", "operation 3");
  expect_wrong(with(good, second + 21, std::uint8_t{2}), "买卖方向 2", "side 2");
  // The highest number is the header's or fewer; between them none is left out.
  expect_wrong(with(good, 36, 1u), "委托编号 2", "order number 2");
  expect_wrong(file_of({{1, 1, 0, 9, BookAction::place, Side::buy},
                        {3, 1, 0, 9, BookAction::place, Side::buy},
                        {1, 0, 0, 0, BookAction::cancel, Side::buy}},
                       3),
               "有 2 个委托，但编号到 3", "2 orders, but numbers up to 3");
}

}  // namespace
}  // namespace tanshu::sim
