// SPDX-License-Identifier: Apache-2.0
// Two accounts of the log are built side by side, one from the entries and one from the leaf tiles;
// the signed root says which of them is right, and so which file is wrong.
#include "proof/log_audit.h"

#include <algorithm>
#include <bit>
#include <map>

#include "proof/files.h"
#include "proof/merkle.h"
#include "proof/tiles.h"
#include "proof/tree.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

/// The roots of tile levels 1 and up, from leaf hashes that arrive 256 at a time; 1/256 of the
/// leaves in memory.
class Spine {
 public:
  void add(std::span<const Digest> leaves) {
    Tree tile;
    tile.append_batch(leaves);
    if (leaves.size() == tile_width)
      roots_.append(tile.root());
    else
      tail_ = tile.root();
  }
  /// The root of all leaves.
  Digest root() const {
    if (!tail_) return roots_.root();
    // The partial tile is the last and smallest subtree: it joins the complete ones from right to
    // left.
    Digest hash = *tail_;
    std::uint64_t end = roots_.size();
    for (std::uint64_t left = end; left != 0; left &= left - 1) {
      const auto level = static_cast<unsigned>(std::countr_zero(left));
      hash = node_hash(roots_.level(level)[(end >> level) - 1], hash);
      end -= std::uint64_t{1} << level;
    }
    return hash;
  }
  /// The hashes that tiles of `level` (at least 1) hold.
  std::span<const Digest> hashes(unsigned level) const { return roots_.level((level - 1) * 8); }

 private:
  Tree roots_;
  std::optional<Digest> tail_;
};

struct Disagreement {
  TileName bundle;
  TileName tile;
  std::uint64_t entry;
};

/// Partial tiles found beside those the checkpoint needs, by tile.
using Partials = std::map<TileName, std::vector<unsigned>>;

TileName full(TileName name) {
  name.width = tile_width;
  return name;
}

class Auditor {
 public:
  Auditor(LogReader& reader, std::span<const Verifier> verifiers, const EntryVisitor& visit)
      : reader_(reader), verifiers_(verifiers), visit_(visit) {}

  Result<LogReport> run() {
    TRY_SET(const auto note, read("checkpoint"));
    if (!note) {
      find("checkpoint", "没有检查点", "there is no checkpoint");
      return std::move(report_);
    }
    const auto opened = open_checkpoint(text_of(*note), verifiers_);
    if (!opened) {
      add_finding({"checkpoint", opened.error().what});
      return std::move(report_);
    }
    report_.checkpoint = opened->checkpoint;
    report_.signatures = opened->note.verified;
    check_unknown_signatures(opened->note);
    TRY(sort_files());
    const std::uint64_t tiles = size() / tile_width + (size() % tile_width != 0 ? 1 : 0);
    for (std::uint64_t index = 0; index < tiles; ++index) {
      if (report_.findings.size() == log_findings_max) return std::move(report_);
      TRY(check_leaves(index));
    }
    judge();
    TRY(check_upper_levels());
    return std::move(report_);
  }

 private:
  std::uint64_t size() const { return report_.checkpoint.size; }

  void add_finding(LogFinding finding) {
    if (report_.findings.size() < log_findings_max) report_.findings.push_back(std::move(finding));
  }
  void find(const std::string& file, std::string_view chinese, std::string_view english) {
    add_finding({file, said(chinese, english)});
  }

  Result<std::optional<Bytes>> read(const std::string& path) {
    ++report_.files_checked;
    return reader_.read(path);
  }

  /// A line that carries the name or the hash of a trusted key but not both is that key's line,
  /// damaged, unless the key has a good line too.
  void check_unknown_signatures(const OpenedNote& note) {
    for (const NoteSignature& line : note.unknown) {
      const bool damaged = std::ranges::any_of(verifiers_, [&](const Verifier& verifier) {
        const bool alike = verifier.name == line.name || verifier.hash == line.hash;
        return alike && std::ranges::none_of(note.verified, [&](const VerifiedSignature& good) {
                 return good.by.name == verifier.name && good.by.hash == verifier.hash;
               });
      });
      if (damaged)
        find("checkpoint", fmt::format("{} 的签名行名称与标识不符", line.name),
             fmt::format("name and key hash of the signature line of {} do not fit", line.name));
    }
  }

  /// The name of the tile at `index` of a row as the checkpoint has it.
  TileName current(TileName name) const {
    std::uint64_t count = size();
    for (unsigned level = 0; level < name.level; ++level) count /= tile_width;
    const std::uint64_t left =
        name.index > count / tile_width ? 0 : count - name.index * tile_width;
    name.width = static_cast<unsigned>(std::min(left, tile_width));
    return name;
  }

  /// Sets partial tiles aside for the check and reports files that have no business in the log.
  Result<void> sort_files() {
    TRY_SET(const auto paths, reader_.list());
    if (!paths) return {};
    for (const std::string& path : *paths) {
      if (path == "checkpoint" || path == incoming_name) continue;
      const auto name = parse_tile_path(path);
      if (!name) {
        find(path, "不属于日志的文件", "not a file of a log");
        continue;
      }
      const unsigned width = current(*name).width;
      if (name->width > width)
        find(path, "超出检查点的范围", "lies beyond the checkpoint");
      else if (name->width != width)
        partials_[full(*name)].push_back(name->width);
    }
    return {};
  }

  /// Older partial tiles hold the first hashes of the tile they belong to. Two accounts of those
  /// are given, one of which may be wrong itself; a partial tile that fits neither is bad.
  Result<void> check_partials(const TileName& name, std::span<const Digest> one,
                              std::span<const Digest> other) {
    const auto found = partials_.find(full(name));
    if (found == partials_.end()) return {};
    for (const unsigned width : found->second) {
      TileName partial = name;
      partial.width = width;
      std::vector<Digest> hashes;
      if (name.entries) {
        TRY_SET(const auto bytes, read_bundle(partial, hashes));
      } else {
        TRY(read_tile(partial, hashes));
      }
      for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (hashes[i] == one[i] || hashes[i] == other[i]) continue;
        find_difference(partial, i);
        break;
      }
    }
    return {};
  }

  void find_difference(const TileName& name, std::size_t at) {
    const std::string path = tile_path(name);
    if (name.entries)
      find(path, fmt::format("第 {} 条与日志不符", name.index * tile_width + at),
           fmt::format("entry {} is not the log's", name.index * tile_width + at));
    else
      find(path, fmt::format("偏移 {}：第 {} 个哈希与重算的不符", at * sizeof(Digest), at),
           fmt::format("offset {}: hash {} is not the recomputed one", at * sizeof(Digest), at));
  }

  Result<void> check_leaves(std::uint64_t index) {
    const TileName bundle_name = current({true, 0, index, 0});
    const TileName tile_name = current({false, 0, index, 0});
    std::vector<Digest> by_entries;
    std::vector<Digest> by_tile;
    TRY_SET(const auto bundle, read_bundle(bundle_name, by_entries));
    visit_entries(bundle, bundle_name);
    TRY(read_tile(tile_name, by_tile));
    if (by_entries.empty()) by_entries = by_tile;
    if (by_tile.empty()) by_tile = by_entries;
    // Neither file could be read: both are reported, and the hashes can be anything.
    by_entries.resize(bundle_name.width);
    by_tile.resize(bundle_name.width);
    by_entries_.add(by_entries);
    by_tiles_.add(by_tile);
    const auto differ = std::ranges::mismatch(by_entries, by_tile);
    if (differ.in1 != by_entries.end())
      disagreements_.push_back(
          {bundle_name, tile_name,
           index * tile_width + static_cast<std::uint64_t>(differ.in1 - by_entries.begin())});
    TRY(check_partials(bundle_name, by_entries, by_tile));
    return check_partials(tile_name, by_entries, by_tile);
  }

  void visit_entries(ByteView bundle, const TileName& name) {
    const auto entries = parse_bundle(bundle, name.width);
    if (bundle.empty() || !entries) return;
    report_.entries_checked += entries->size();
    if (!visit_) return;
    for (std::size_t i = 0; i < entries->size(); ++i)
      visit_(name.index * tile_width + i, (*entries)[i]);
  }

  /// Gives the bytes of the bundle and its leaf hashes; both empty when it is missing or malformed,
  /// which is reported here.
  Result<Bytes> read_bundle(const TileName& name, std::vector<Digest>& hashes) {
    const std::string path = tile_path(name);
    TRY_SET(auto bytes, read(path));
    if (!bytes) {
      find(path, "缺少此文件", "the file is missing");
      return Bytes();
    }
    const auto entries = parse_bundle(*bytes, name.width);
    if (!entries) {
      add_finding({path, entries.error().what});
      return Bytes();
    }
    for (const ByteView entry : *entries) hashes.push_back(leaf_hash(entry));
    return std::move(*bytes);
  }

  /// Leaves `hashes` empty when the tile is missing or has a wrong length, which is reported here.
  Result<void> read_tile(const TileName& name, std::vector<Digest>& hashes) {
    const std::string path = tile_path(name);
    TRY_SET(const auto bytes, read(path));
    const std::size_t expected = name.width * sizeof(Digest);
    if (!bytes) {
      find(path, "缺少此文件", "the file is missing");
    } else if (bytes->size() != expected) {
      find(path, fmt::format("应有 {} 字节，实有 {}", expected, bytes->size()),
           fmt::format("has {} bytes instead of {}", bytes->size(), expected));
    } else {
      hashes.resize(name.width);
      for (std::size_t i = 0; i < hashes.size(); ++i)
        std::copy_n(bytes->begin() + static_cast<std::ptrdiff_t>(i * 32), 32,
                    hashes[i].bytes.begin());
    }
    return {};
  }

  /// Lets the signed root decide between entries and leaf tiles.
  void judge() {
    const Digest& root = report_.checkpoint.root;
    const bool entries_right = (size() == 0 ? empty_root() : by_entries_.root()) == root;
    const bool tiles_right = (size() == 0 ? empty_root() : by_tiles_.root()) == root;
    right_ = !entries_right && tiles_right ? &by_tiles_ : &by_entries_;
    for (const Disagreement& d : disagreements_) {
      const std::uint64_t within = d.entry % tile_width;
      if (entries_right)
        find(tile_path(d.tile),
             fmt::format("偏移 {}：第 {} 条的叶哈希与条目不符", within * 32, d.entry),
             fmt::format("offset {}: the leaf hash of entry {} does not fit the entry", within * 32,
                         d.entry));
      else
        find(tile_path(d.bundle),
             fmt::format("第 {} 条与叶哈希（{}）不符", d.entry, tile_path(d.tile)),
             fmt::format("entry {} does not fit its leaf hash ({})", d.entry, tile_path(d.tile)));
    }
    // With a finding already named, a wrong root is its consequence.
    if (!entries_right && !tiles_right && report_.findings.empty())
      find("checkpoint", "重算的根与已签名的根不符", "the recomputed root is not the signed one");
  }

  Result<void> check_upper_levels() {
    for (unsigned level = 1; !right_->hashes(level).empty(); ++level) {
      const auto hashes = right_->hashes(level);
      for (std::uint64_t index = 0; index * tile_width < hashes.size(); ++index) {
        const TileName name = current({false, level, index, 0});
        const auto tile = hashes.subspan(index * tile_width, name.width);
        std::vector<Digest> found;
        TRY(read_tile(name, found));
        const auto differ = std::ranges::mismatch(found, tile);
        if (!found.empty() && differ.in1 != found.end())
          find_difference(name, static_cast<std::size_t>(differ.in1 - found.begin()));
        TRY(check_partials(name, tile, tile));
      }
    }
    return {};
  }

  LogReader& reader_;
  std::span<const Verifier> verifiers_;
  const EntryVisitor& visit_;
  LogReport report_;
  Partials partials_;
  Spine by_entries_;
  Spine by_tiles_;
  const Spine* right_ = &by_entries_;
  std::vector<Disagreement> disagreements_;
};

}  // namespace

Result<std::optional<Bytes>> DirectoryReader::read(const std::string& path) {
  return read_whole(root_ / path);
}

Result<std::optional<std::vector<std::string>>> DirectoryReader::list() {
  TRY_SET(auto paths, list_files(root_));
  return std::optional(std::move(paths));
}

Result<LogReport> audit_log(LogReader& reader, std::span<const Verifier> verifiers,
                            const EntryVisitor& visit) {
  return Auditor(reader, verifiers, visit).run();
}

}  // namespace tanshu::proof
