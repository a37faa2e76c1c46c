// SPDX-License-Identifier: Apache-2.0
// Tables in the order in which the state names them.
#include "engine/rows.h"

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

  template <template <class, class> class Rows, class Key, class Row>
  void table(Rows<Key, Row>& rows) {
    std::uint64_t count = 0;
    decoder_.get(count);
    for (std::uint64_t i = 0; i < count && decoder_.ok(); ++i) {
      Key key{};
      Row row{};
      decoder_.get(key);
      decoder_.get(row);
      if (!decoder_.ok() || rows.contains(key)) return decoder_.refuse();
      rows.put(key, std::move(row));
      if (i % rows_a_settling == rows_a_settling - 1) engine_.settle();
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
    }
  }
  bool at_end() const { return decoder_.at_end(); }

 private:
  Decoder decoder_;
  Engine& engine_;
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
  if (!reader.at_end()) return failure("the rows of the state do not read back");
  return engine;
}

}  // namespace tanshu::engine
