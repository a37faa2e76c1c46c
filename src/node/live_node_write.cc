// SPDX-License-Identifier: Apache-2.0
// Writing, and writing again after the disk failed.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "node/live_node.h"

namespace tanshu::node {
namespace {

constexpr int retry_factor_max = 20;
/// Executing so many takes about as long as a sync.
constexpr std::size_t commands_worth_a_block = 256;
/// Room that must be on the disk before writing begins again.
constexpr std::size_t probe_bytes = 1 << 20;

/// Closes and removes the file when it goes.
class ProbeFile {
 public:
  explicit ProbeFile(const std::filesystem::path& path)
      : path_(path),
        descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {}
  ~ProbeFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    ::unlink(path_.c_str());
  }
  ProbeFile(const ProbeFile&) = delete;
  ProbeFile& operator=(const ProbeFile&) = delete;

  bool write_and_sync(const Bytes& bytes) const {
    return descriptor_ >= 0 &&
           ::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
           ::fsync(descriptor_) == 0;
  }

 private:
  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace

void LiveNode::start_writing(Replayer replayer) {
  const Chain chain = replayer.chain();
  clock_.note_entry(chain.last_at());
  executor_ = std::make_unique<Executor>(std::move(replayer.engine()), chain, *store_);
  make_appender();
  appender_->stand_at(chain, executor_->digester());
  writer_ = std::thread([this] { write_loop(); });
}

void LiveNode::make_appender() {
  appender_ = std::make_unique<Appender>(
      *journal_, Appender::Effects{[this](std::shared_ptr<const Block> block) {
                                     store_->note(block->first_leaf(),
                                                  block->header().record_count);
                                     clock_.note_entry(block->at());
                                     publisher_->take(std::move(block));
                                     keeper_->note_durable(store_->leaves());
                                   },
                                   [this] { queue_.wake(); }});
}

void LiveNode::write_loop() {
  while (true) {
    // Few commands are taken as late as can be, so that more of them share a sync; many are
    // executed while the block before them is written.
    if (queue_.wait() < commands_worth_a_block) appender_->drain();
    std::vector<Waiting> taken = queue_.take(batch_commands_max);
    if (const std::string why = write_stop(); !why.empty())
      fail_all(std::move(taken), why);
    else if (!taken.empty())
      write_batch(std::move(taken));
    if (!trouble().empty() || journal_->deposed()) recover();
    if (queue_.closed() && queue_.empty()) return;
  }
}

void LiveNode::write_batch(std::vector<Waiting> taken) {
  const auto time = clock_.read();
  if (!time) return fail_all(std::move(taken), time.error().what);
  Batch batch = executor_->execute(std::move(taken), *time);
  // With company it pays to execute the next batch while this one is written; alone it does not.
  if (appender_->idle() && queue_.empty())
    appender_->append_here(std::move(batch));
  else
    appender_->hand_over(std::move(batch));
}

void LiveNode::fail_all(std::vector<Waiting> taken, const std::string& why) {
  for (Waiting& waiting : taken) std::visit([&](auto& one) { one.done(failure(why)); }, waiting);
}

void LiveNode::recover() {
  appender_->drain();
  executor_.reset();
  if (options_.follow) return follow_again();
  std::chrono::milliseconds delay = options_.retry_after;
  const auto delay_max = options_.retry_after * retry_factor_max;
  for (std::string why = trouble(); !why.empty();) {
    fail_all(queue_.take_all(), why);
    if (queue_.wait_closed(delay)) return fail_all(queue_.take_all(), why);
    const auto opened = open_again();
    why = opened ? std::string() : opened.error().what;
    delay = std::min(delay * 2, delay_max);
    const std::lock_guard lock(stop_mutex_);
    stop_ = why;
    if (opened) read_failure_.clear();
  }
}

Result<void> LiveNode::open_again() {
  TRY(probe_disk());
  TRY(journal_->reopen());
  TRY(check_acknowledged());
  TRY(check_readable());
  // An append that was reported as failed may have reached the disk all the same: it is noted here.
  Restored restored = restore();
  Replayer& replayer = restored.replayer;
  TRY(replay_journal(*journal_, replayer, [this](const ReplayedLeaf& leaf) {
    if (leaf.closes_block) note_replayed(leaf);
  }));
  const Chain chain = replayer.chain();
  executor_ = std::make_unique<Executor>(std::move(replayer.engine()), chain, *store_);
  publisher_->take_up_to(chain.next_position());
  appender_->stand_at(chain, executor_->digester());
  return {};
}

/// What was acknowledged must be there: as many blocks, and the same.
Result<void> LiveNode::check_acknowledged() {
  const Chain& acknowledged = appender_->chain();
  if (acknowledged.next_position() == 0) return {};
  bool same = false;
  TRY(journal_->read(acknowledged.next_position() - 1,
                     [&](std::uint64_t, ByteView header, ByteView) {
                       same = sha256(header) == acknowledged.previous_sha256();
                       return false;
                     }));
  if (same) return {};
  return failure(fmt::format("the journal has lost or changed block {}, which was acknowledged",
                             acknowledged.next_position() - 1));
}

/// What could not be read may lie before the snapshot, where nobody would look again.
Result<void> LiveNode::check_readable() {
  {
    const std::lock_guard lock(stop_mutex_);
    if (read_failure_.empty()) return {};
  }
  return journal_->read(0, [](std::uint64_t, ByteView, ByteView) { return true; });
}

Result<void> LiveNode::probe_disk() const {
  const auto path = dir_.root / "journal.probe";
  const ProbeFile file(path);
  if (file.write_and_sync(Bytes(probe_bytes))) return {};
  return failure(fmt::format("{}: {}", path.string(), std::system_category().message(errno)));
}

}  // namespace tanshu::node
