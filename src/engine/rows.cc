// SPDX-License-Identifier: Apache-2.0
// Tables in the order in which the state names them.
#include "engine/rows.h"

#include <future>
#include <memory>

namespace tanshu::engine {
namespace {

constexpr std::size_t piece_bytes = 1 << 20;
/// Rows that may wait for their hashes at a time.
constexpr std::size_t rows_a_settling = 65'536;

class Writer {
 public:
  explicit Writer(const Rows::Write& write) : write_(write) {}

  template <class Rows>
  void table(const Rows& rows) {
    Encoder(piece_).put(std::uint64_t{rows.size()});
    for (const auto& [key, row] : rows) put(key, row);
  }
  template <class Key, class Row>
  void put(const Key& key, const Row& row) {
    if (!outcome_) return;
    Encoder encoder(piece_);
    encoder.put(key);
    encoder.put(row);
    if (piece_.size() >= piece_bytes) flush();
  }
  /// Each with a byte that is 1 in the older generation.
  void answers(const Answers& answers) {
    Encoder(piece_).put(std::uint64_t{answers.size()});
    answers.each_row([this](bool older, const Answers::Row& row) { put(older, row); });
  }
  Result<void> finish() {
    flush();
    return outcome_;
  }

 private:
  void flush() {
    if (outcome_) outcome_ = write_(piece_);
    piece_.clear();
  }

  const Rows::Write& write_;
  Bytes piece_;
  Result<void> outcome_;
};

class Reader {
 public:
  Reader(ByteView bytes, Engine& engine) : decoder_(bytes), engine_(engine) {}

  template <class Rows>
  void table(Rows& rows) {
    using Key = typename Rows::RowKey;
    using Row = typename Rows::RowType;
    std::uint64_t count = 0;
    decoder_.get(count);
    for (std::uint64_t i = 0; i < count && decoder_.ok(); ++i) {
      Key key{};
      Row row{};
      decoder_.get(key);
      decoder_.get(row);
      const std::size_t before = rows.size();
      if (decoder_.ok()) rows.put(key, std::move(row));
      if (rows.size() == before) return decoder_.refuse();  // unreadable, or there already
      if (i % rows_a_settling == rows_a_settling - 1) settle_aside();
    }
  }
  void answers(Answers& answers) {
    std::uint64_t count = 0;
    decoder_.get(count);
    bool was_older = true;
    for (std::uint64_t i = 0; i < count && decoder_.ok(); ++i) {
      bool older = false;
      Answers::Row row;
      decoder_.get(older);
      decoder_.get(row);
      if (!decoder_.ok() || !row.used() || (older && !was_older)) return decoder_.refuse();
      was_older = older;
      answers.restore(older, row);
      if (i % rows_a_settling == rows_a_settling - 1) settle_aside();
    }
  }
  bool at_end() const { return decoder_.at_end(); }
  /// Until then the digest does not count all rows.
  void finish() {
    if (settling_.valid()) settling_.get();
  }

 private:
  /// Rows are hashed beside the reading of further ones.
  void settle_aside() {
    auto changes = std::make_shared<Engine::Changes>();
    engine_.collect(*changes);
    finish();
    settling_ = std::async(std::launch::async,
                           [this, changes] { static_cast<void>(engine_.digest_of(*changes)); });
  }

  Decoder decoder_;
  Engine& engine_;
  std::future<void> settling_;
};

}  // namespace

Result<void> Rows::write(const Engine& engine, const Write& write) {
  Writer writer(write);
  State::each_table(engine.state_, [&writer](const auto& table) { writer.table(table); });
  writer.answers(engine.answers_);
  return writer.finish();
}

Result<Engine> Rows::read(ByteView bytes, HashKind digests) {
  Engine engine(digests);
  Reader reader(bytes, engine);
  State::each_table(engine.state_, [&reader](auto& table) { reader.table(table); });
  reader.answers(engine.answers_);
  engine.state_.book.index_again();
  engine.state_.market.index_again(engine.state_.book);
  reader.finish();
  if (!reader.at_end()) return failure("the rows of the state do not read back");
  return engine;
}

}  // namespace tanshu::engine
