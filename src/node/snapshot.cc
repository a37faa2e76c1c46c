// SPDX-License-Identifier: Apache-2.0
// The file: magic, head, rows, and a SHA-256 of all that; docs/journal-format.md says it for
// strangers.
#include "node/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>

#include "engine/rows.h"
#include "node/snapshot_file.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "tanshu-snapshot-3\n";
constexpr std::size_t kept = 2;

struct Head {
  std::string cell;
  Bytes last_header;
  std::uint64_t log_size = 0;
  std::vector<Digest> log_peaks;
  std::vector<std::uint32_t> record_counts;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("cell", self.cell, "Cell.");
    visit("last_header", self.last_header, "Header of the last block in it, as in the journal.");
    visit("log_size", self.log_size, "Leaves of the log so far.");
    visit("log_peaks", self.log_peaks, "Roots of its largest complete subtrees, left to right.");
    visit("record_counts", self.record_counts, "Records in each block.");
  }
};

/// Blocks in each snapshot there is, newest first.
std::vector<std::uint64_t> snapshots(const DataDir& dir) {
  std::vector<std::uint64_t> found;
  std::error_code error;
  for (fs::directory_iterator at(dir.snapshots(), error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::uint64_t blocks = 0;
    const auto [rest, problem] = std::from_chars(name.data(), name.data() + name.size(), blocks);
    if (problem == std::errc() && std::string_view(rest) == ".snap") found.push_back(blocks);
  }
  std::ranges::sort(found, std::greater());
  return found;
}

bool journal_has(journal::Journal& journal, const protocol::BlockHeader& last, ByteView bytes) {
  bool same = false;
  const auto read =
      journal.read(last.position, [&](std::uint64_t, ByteView header_bytes, ByteView) {
        same = std::ranges::equal(header_bytes, bytes);
        return false;
      });
  return read && same;
}

Result<Restored> restore(const fs::path& file, const std::string& cell, journal::Journal& journal,
                         HashKind proofs) {
  TRY_SET(const MappedFile mapped, MappedFile::open(file));
  ByteView bytes = mapped.bytes();
  constexpr std::size_t sum_bytes = sizeof(Digest);
  if (bytes.size() < magic.size() + sum_bytes || !text_of(bytes).starts_with(magic))
    return failure("it is no snapshot of this version");
  const ByteView sum = bytes.last(sum_bytes);
  bytes = bytes.first(bytes.size() - sum_bytes);
  if (!std::ranges::equal(sha256(bytes).bytes, sum)) return failure("its checksum is wrong");
  bytes = bytes.subspan(magic.size());
  Head head;
  Decoder decoder(bytes);
  decoder.get(head);
  const auto last = protocol::decode_block_leaf(head.last_header);
  const auto peaks = static_cast<std::size_t>(std::popcount(head.log_size));
  if (!decoder.ok() || !last || head.log_peaks.size() != peaks)
    return failure("its head does not read back");
  if (head.cell != cell || !journal_has(journal, *last, head.last_header))
    return failure("it belongs to another journal");
  TRY_SET(engine::Engine engine, engine::Rows::read(bytes.subspan(decoder.position()), proofs));
  if (engine.settle() != last->state_digest)
    return failure("its rows have another digest than the journal says");
  return Restored{Replayer(std::move(engine), *last,
                           proof::Frontier(head.log_size, std::move(head.log_peaks), proofs)),
                  std::move(head.record_counts)};
}

using GoOn = std::function<bool()>;

Result<void> write(const fs::path& file, const Head& head, const engine::Engine& engine,
                   const GoOn& go_on) {
  TRY_SET(SnapshotFile out, SnapshotFile::make(file));
  Bytes bytes(magic.begin(), magic.end());
  Encoder(bytes).put(head);
  TRY(out.write(bytes));
  const auto write_piece = [&](ByteView piece) -> Result<void> {
    if (!go_on()) return failure("it was given up");
    return out.write(piece);
  };
  TRY(engine::Rows::write(engine, write_piece));
  return out.finish();
}

/// Re-executes up to block `end`, and fills the head for what the replayer stands at then.
Result<Head> catch_up(journal::Journal& journal, Restored& at, std::uint64_t end,
                      const GoOn& go_on) {
  Head head;
  head.record_counts = std::move(at.record_counts);
  const auto note = [&head](const ReplayedLeaf& leaf) {
    if (!leaf.closes_block) return;
    head.last_header.assign(leaf.bytes.begin(), leaf.bytes.end());
    head.record_counts.push_back(protocol::decode_block_leaf(leaf.bytes)->record_count);
  };
  TRY(replay_journal(journal, at.replayer, note, {end, go_on}));
  if (at.replayer.chain().next_position() != end)
    return failure(fmt::format("the journal has no block {}", at.replayer.chain().next_position()));
  head.log_size = at.replayer.log().size();
  head.log_peaks.assign(at.replayer.log().peaks().begin(), at.replayer.log().peaks().end());
  return head;
}

Result<void> make_directory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return failure(fmt::format("cannot make {}: {}", path.string(), error.message()));
  return {};
}

}  // namespace

fs::path snapshot_file(const DataDir& dir, std::uint64_t blocks) {
  return dir.snapshots() / fmt::format("{:012}.snap", blocks);
}

std::uint64_t newest_snapshot(const DataDir& dir) {
  const auto found = snapshots(dir);
  return found.empty() ? 0 : found.front();
}

Restored restore_newest(const DataDir& dir, const std::string& cell, journal::Journal& journal,
                        std::vector<std::string>& notes, HashKind proofs) {
  for (const std::uint64_t blocks : snapshots(dir)) {
    const fs::path file = snapshot_file(dir, blocks);
    auto restored = restore(file, cell, journal, proofs);
    if (restored) return std::move(*restored);
    notes.push_back(
        fmt::format("snapshot {} is set aside: {}", file.string(), restored.error().what));
    std::error_code ignored;
    fs::rename(file, fs::path(file).replace_extension(".bad"), ignored);
  }
  return {Replayer(proofs), {}};
}

Result<std::uint64_t> make_snapshot(const DataDir& dir, const std::string& cell,
                                    journal::Journal& journal, const GoOn& go_on) {
  TRY_SET(const std::uint64_t end, journal.head());
  TRY_SET(const HashKind proofs, read_proofs(dir));
  std::vector<std::string> notes;
  Restored at = restore_newest(dir, cell, journal, notes, proofs);
  if (at.replayer.chain().next_position() >= end) return at.replayer.chain().next_position();
  TRY_SET(Head head, catch_up(journal, at, end, go_on));
  head.cell = cell;
  TRY(make_directory(dir.snapshots()));
  TRY(write(snapshot_file(dir, end), head, at.replayer.engine(), go_on));
  const auto all = snapshots(dir);
  std::error_code ignored;
  for (std::size_t i = kept; i < all.size(); ++i) fs::remove(snapshot_file(dir, all[i]), ignored);
  return end;
}

}  // namespace tanshu::node
