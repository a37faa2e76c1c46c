// SPDX-License-Identifier: Apache-2.0
// The entries of a log turned back into blocks and executed again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "node/replayer.h"

namespace tanshu::link {

/// In what an entry differs: from what was held before, from what the log's root needs, from the
/// form of entries, from the chain of blocks, or from what executing its command comes to.
enum class Differs : std::uint8_t { bytes, root, form, chain, outcome, state_digest };

/// The first entry of a log that is not what it has to be.
struct Finding {
  std::uint64_t log_index = 0;
  std::uint64_t block = 0;
  Differs differs = Differs::bytes;
  std::string zh;
  std::string en;
};

class Reexecution {
 public:
  explicit Reexecution(HashKind proofs = HashKind::sha256)
      : replayer_(std::make_unique<node::Replayer>(proofs)) {}

  /// Log index of the entry to be added next.
  std::uint64_t size() const { return size_; }
  /// True when no records wait for the header that closes their block.
  bool between_blocks() const { return records_.empty(); }
  std::uint64_t next_block() const { return replayer_->chain().next_position(); }
  const Digest& state_digest() const { return replayer_->state_digest(); }

  /// Adds an entry; a block is executed when its header arrives. After a finding this is of no
  /// further use.
  std::optional<Finding> add(ByteView entry);

 private:
  Finding found(std::uint64_t log_index, Differs differs, std::string zh, std::string en) const;
  std::optional<Finding> close_block(ByteView header_bytes);
  Finding judge(const protocol::BlockHeader& header, std::uint64_t first, std::uint64_t executed,
                const std::string& what) const;

  std::unique_ptr<node::Replayer> replayer_;
  std::uint64_t size_ = 0;
  std::vector<Bytes> records_;
  std::size_t record_bytes_ = 0;
};

}  // namespace tanshu::link

TANSHU_ENUM(tanshu::link::Differs, "differs", "bytes", "root", "form", "chain", "outcome",
            "state_digest");
