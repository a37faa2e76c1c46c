// SPDX-License-Identifier: Apache-2.0
// Workload files: structs as they lie in the file, and what a file has to keep to.
#include "sim/order_workload.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace tanshu::sim {
namespace {

using market::BookAction, market::BookOperation, market::Side;

static_assert(std::endian::native == std::endian::little, "the file's numbers are read in place");

constexpr std::array<char, 8> workload_magic = {'O', 'C', 'M', 'W', 'L', '0', '0', '1'};

struct FileHeader {
  std::array<char, 8> magic = workload_magic;
  std::uint32_t header_bytes = 128;
  std::uint32_t record_bytes = 24;
  std::uint64_t preload = 0;
  std::uint64_t operations = 0;
  std::uint32_t symbols = 0;
  std::uint32_t orders_max = 0;
  std::uint64_t seed = 0;
  std::uint32_t price_low = 0;
  std::uint32_t price_high = 0;
  std::uint32_t live_target = 0;
  std::uint32_t zero = 0;
  BookResult expected;
};
static_assert(sizeof(FileHeader) == 128 && sizeof(BookResult) == 64);

struct FileRecord {
  std::uint64_t number;
  std::uint32_t price;
  std::uint32_t quantity;
  std::uint32_t symbol;
  std::uint8_t action;
  std::uint8_t side;
  std::uint16_t zero;
};
static_assert(sizeof(FileRecord) == 24);

std::unexpected<Failure> wrong(std::string_view chinese, std::string_view english) {
  return failure(fmt::format("撮合负载文件有误：{} / workload file: {}", chinese, english));
}

Result<FileHeader> read_header(ByteView file) {
  FileHeader header;
  if (file.size() < sizeof(header))
    return wrong(fmt::format("只有 {} 字节，文件头需 128 字节", file.size()),
                 fmt::format("{} bytes, but the header has 128", file.size()));
  std::memcpy(&header, file.data(), sizeof(header));
  if (header.magic != workload_magic)
    return wrong("开头不是 OCMWL001", "it does not begin with OCMWL001");
  if (header.header_bytes != sizeof(FileHeader) || header.record_bytes != sizeof(FileRecord))
    return wrong(fmt::format("文件头 {} 字节、记录 {} 字节，应为 128 和 24", header.header_bytes,
                             header.record_bytes),
                 fmt::format("a header of {} and records of {} bytes, not 128 and 24",
                             header.header_bytes, header.record_bytes));
  if (header.symbols == 0 || header.symbols > workload_symbols_max)
    return wrong(fmt::format("品种数 {} 不在 1 到 {} 之间", header.symbols, workload_symbols_max),
                 fmt::format("{} symbols, not 1 to {}", header.symbols, workload_symbols_max));
  const std::uint64_t records = (file.size() - sizeof(header)) / sizeof(FileRecord);
  // Compared one by one, so that no sum can overflow.
  if (header.preload > records || header.operations > records ||
      header.preload + header.operations != records ||
      sizeof(header) + records * sizeof(FileRecord) != file.size())
    return wrong(fmt::format("长 {} 字节，与 {} + {} 条记录不符", file.size(), header.preload,
                             header.operations),
                 fmt::format("{} bytes are not {} + {} records", file.size(), header.preload,
                             header.operations));
  if (records >= UINT32_MAX - std::uint64_t{header.symbols} * market::price_places)
    return wrong(fmt::format("记录过多：{}", records),
                 fmt::format("too many records: {}", records));
  return header;
}

class RecordReader {
 public:
  RecordReader(const FileHeader& header, std::uint64_t records)
      : header_(header),
        number_last_(std::min<std::uint64_t>(header.orders_max, records)),
        seen_(number_last_ + 1) {}

  Result<BookOperation> read(const FileRecord& r) {
    ++record_;
    if (r.action > static_cast<std::uint8_t>(BookAction::cross))
      return wrong_record("操作", "operation", r.action, "0 … 2");
    if (r.side > static_cast<std::uint8_t>(Side::sell))
      return wrong_record("买卖方向", "side", r.side, "0, 1");
    if (r.symbol >= header_.symbols)
      return wrong_record("品种", "symbol", r.symbol, fmt::format("0 … {}", header_.symbols - 1));
    const auto action = static_cast<BookAction>(r.action);
    if (action != BookAction::cancel) {
      TRY(check_order(r));
    } else if (r.number > number_last_) {
      return BookOperation{0, 0, r.symbol, 0, action, static_cast<Side>(r.side)};
    }
    return BookOperation{
        static_cast<std::uint32_t>(r.number), r.quantity, r.symbol,
        static_cast<std::uint16_t>(r.price),  action,     static_cast<Side>(r.side)};
  }
  /// After the last record; returns the highest number.
  Result<std::uint32_t> finish() const {
    if (highest_ != orders_)
      return wrong(fmt::format("有 {} 个委托，但编号到 {}，编号须从 1 起连续", orders_, highest_),
                   fmt::format("{} orders, but numbers up to {}: they must leave none out", orders_,
                               highest_));
    return static_cast<std::uint32_t>(highest_);
  }

 private:
  Result<void> check_order(const FileRecord& r) {
    if (r.number == 0 || r.number > number_last_)
      return wrong_record("委托编号", "order number", r.number,
                          fmt::format("1 … {}", number_last_));
    if (seen_[r.number])
      return wrong_record("重复的委托编号", "repeated order number", r.number, "");
    if (r.price < market::price_min || r.price > market::price_max)
      return wrong_record("价格", "price", r.price,
                          fmt::format("{} … {}", market::price_min, market::price_max));
    if (r.quantity == 0) return wrong_record("数量", "quantity", 0, "≥ 1");
    seen_[r.number] = true;
    ++orders_;
    highest_ = std::max(highest_, r.number);
    return {};
  }
  std::unexpected<Failure> wrong_record(std::string_view chinese, std::string_view english,
                                        std::uint64_t value, const std::string& wanted) const {
    const std::string rest = wanted.empty() ? "" : fmt::format(" ({})", wanted);
    return wrong(fmt::format("第 {} 条记录：{} {}{}", record_, chinese, value, rest),
                 fmt::format("record {}: {} {}{}", record_, english, value, rest));
  }

  const FileHeader& header_;
  std::uint64_t number_last_;
  std::vector<bool> seen_;
  std::uint64_t orders_ = 0, highest_ = 0;
  std::uint64_t record_ = 0;  ///< counted from 1
};

}  // namespace

Result<OrderWorkload> parse_order_workload(ByteView file) {
  TRY_SET(const FileHeader header, read_header(file));
  OrderWorkload workload;
  workload.seed = header.seed;
  workload.price_low = header.price_low;
  workload.price_high = header.price_high;
  workload.live_target = header.live_target;
  workload.preload = header.preload;
  workload.symbols = header.symbols;
  workload.expected = header.expected;
  const std::uint64_t records = header.preload + header.operations;
  workload.operations.reserve(records);
  RecordReader reader(header, records);
  for (file = file.subspan(sizeof(header)); !file.empty();
       file = file.subspan(sizeof(FileRecord))) {
    FileRecord record;
    std::memcpy(&record, file.data(), sizeof(record));
    auto operation = reader.read(record);
    if (!operation) return std::unexpected(operation.error());
    workload.operations.push_back(*operation);
  }
  TRY_SET(workload.orders_max, reader.finish());
  for (BookOperation& o : workload.operations)
    if (o.number > workload.orders_max) o.number = 0;
  return workload;
}

Bytes write_order_workload(const OrderWorkload& workload) {
  FileHeader header;
  header.preload = workload.preload;
  header.operations = workload.operations.size() - workload.preload;
  header.symbols = workload.symbols;
  header.orders_max = workload.orders_max;
  header.seed = workload.seed;
  header.price_low = workload.price_low;
  header.price_high = workload.price_high;
  header.live_target = workload.live_target;
  header.expected = workload.expected;
  Bytes bytes(sizeof(header) + workload.operations.size() * sizeof(FileRecord));
  std::uint8_t* to = bytes.data();
  std::memcpy(to, &header, sizeof(header));
  to += sizeof(header);
  for (const BookOperation& o : workload.operations) {
    const FileRecord record = {o.number,
                               o.price,
                               o.quantity,
                               o.symbol,
                               static_cast<std::uint8_t>(o.action),
                               static_cast<std::uint8_t>(o.side),
                               0};
    std::memcpy(to, &record, sizeof(record));
    to += sizeof(record);
  }
  return bytes;
}

}  // namespace tanshu::sim
