// SPDX-License-Identifier: Apache-2.0
// Two accounts of the log are built side by side, one from the entries and one from the leaf tiles;
// the signed root says which of them is right, and so which file is wrong.
#include "proof/log_audit.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>
#include <future>
#include <map>
#include <thread>

#include "proof/files.h"
#include "proof/merkle.h"
#include "proof/tiles.h"
#include "proof/tree.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

/// The roots of tile levels 1 and up, from the roots of the leaf tiles; 1/256 of the leaves in
/// memory.
class Spine {
 public:
  explicit Spine(HashKind kind = HashKind::sha256) : kind_(kind), roots_(kind) {}

  /// The root of the next leaf tile, of `width` leaves.
  void add(const Digest& tile_root, unsigned width) {
    if (width == tile_width)
      roots_.append(tile_root);
    else
      tail_ = tile_root;
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
      hash = node_hash(roots_.level(level)[(end >> level) - 1], hash, kind_);
      end -= std::uint64_t{1} << level;
    }
    return hash;
  }
  /// The hashes that tiles of `level` (at least 1) hold.
  std::span<const Digest> hashes(unsigned level) const { return roots_.level((level - 1) * 8); }

 private:
  HashKind kind_;
  Tree roots_;
  std::optional<Digest> tail_;
};

/// One bundle with its leaf tile as a worker read and hashed them. The findings of both come with
/// it, in order.
struct Leaves {
  TileName bundle_name;
  TileName tile_name;
  Bytes bundle;
  std::vector<ByteView> entries;  ///< views into `bundle`; none when it is missing or malformed
  std::vector<Digest> by_entries;
  std::vector<Digest> by_tile;
  Digest entries_root;
  Digest tile_root;
  std::vector<LogFinding> findings;
};

/// Long enough that a thread is worth its start, short enough for the processor's cache.
constexpr std::uint64_t tiles_a_run = 8;

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
    ++report_.files_checked;
    TRY_SET(const auto note, reader_.read("checkpoint"));
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
    by_entries_ = by_tiles_ = Spine(kind());
    check_unknown_signatures(opened->note);
    TRY(sort_files());
    TRY(check_all_leaves());
    if (report_.findings.size() == log_findings_max) return std::move(report_);
    judge();
    TRY(check_upper_levels());
    return std::move(report_);
  }

 private:
  std::uint64_t size() const { return report_.checkpoint.size; }
  HashKind kind() const { return report_.checkpoint.hash; }

  void add_finding(LogFinding finding) {
    if (report_.findings.size() < log_findings_max) report_.findings.push_back(std::move(finding));
  }
  void find(const std::string& file, std::string_view chinese, std::string_view english) {
    add_finding({file, said(chinese, english)});
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
      std::vector<LogFinding> findings;
      ++report_.files_checked;
      if (name.entries) {
        std::vector<ByteView> entries;
        TRY_SET(const auto bytes, read_bundle(partial, entries, hashes, findings));
      } else {
        TRY(read_tile(partial, hashes, findings));
      }
      for (LogFinding& finding : findings) add_finding(std::move(finding));
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

  /// Workers read and hash runs of tiles ahead; what they found is taken in here, in order.
  Result<void> check_all_leaves() {
    const std::uint64_t tiles = size() / tile_width + (size() % tile_width != 0 ? 1 : 0);
    const std::size_t ahead = std::max(2u, std::thread::hardware_concurrency()) + 1;
    std::deque<std::future<Result<std::vector<Leaves>>>> under_way;
    std::uint64_t started = 0;
    while (started < tiles || !under_way.empty()) {
      for (; started < tiles && under_way.size() < ahead; started += tiles_a_run)
        under_way.push_back(std::async(std::launch::async, [this, started, tiles] {
          return read_run(started, std::min(started + tiles_a_run, tiles));
        }));
      auto run = under_way.front().get();
      under_way.pop_front();
      if (!run) return std::unexpected(std::move(run.error()));
      for (Leaves& leaves : *run) {
        if (report_.findings.size() == log_findings_max) return {};
        TRY(take_leaves(leaves));
      }
    }
    return {};
  }

  /// On a worker: touches nothing of the auditor but its reader.
  Result<std::vector<Leaves>> read_run(std::uint64_t first, std::uint64_t end) const {
    std::vector<Leaves> run;
    for (std::uint64_t index = first; index < end; ++index) {
      Leaves& leaves = run.emplace_back();
      TRY(read_leaves(index, leaves));
    }
    return run;
  }

  Result<void> read_leaves(std::uint64_t index, Leaves& leaves) const {
    leaves.bundle_name = current({true, 0, index, 0});
    leaves.tile_name = current({false, 0, index, 0});
    TRY_SET(leaves.bundle,
            read_bundle(leaves.bundle_name, leaves.entries, leaves.by_entries, leaves.findings));
    TRY(read_tile(leaves.tile_name, leaves.by_tile, leaves.findings));
    if (leaves.by_entries.empty()) leaves.by_entries = leaves.by_tile;
    if (leaves.by_tile.empty()) leaves.by_tile = leaves.by_entries;
    // Neither file could be read: both are reported, and the hashes can be anything.
    leaves.by_entries.resize(leaves.bundle_name.width);
    leaves.by_tile.resize(leaves.bundle_name.width);
    leaves.entries_root = root_over(leaves.by_entries, kind());
    leaves.tile_root = leaves.by_tile == leaves.by_entries ? leaves.entries_root
                                                           : root_over(leaves.by_tile, kind());
    return {};
  }

  Result<void> take_leaves(Leaves& leaves) {
    report_.files_checked += 2;
    for (LogFinding& finding : leaves.findings) add_finding(std::move(finding));
    report_.entries_checked += leaves.entries.size();
    const std::uint64_t first = leaves.bundle_name.index * tile_width;
    if (visit_)
      for (std::size_t i = 0; i < leaves.entries.size(); ++i) visit_(first + i, leaves.entries[i]);
    by_entries_.add(leaves.entries_root, leaves.bundle_name.width);
    by_tiles_.add(leaves.tile_root, leaves.bundle_name.width);
    const auto differ = std::ranges::mismatch(leaves.by_entries, leaves.by_tile);
    if (differ.in1 != leaves.by_entries.end())
      disagreements_.push_back(
          {leaves.bundle_name, leaves.tile_name,
           first + static_cast<std::uint64_t>(differ.in1 - leaves.by_entries.begin())});
    TRY(check_partials(leaves.bundle_name, leaves.by_entries, leaves.by_tile));
    return check_partials(leaves.tile_name, leaves.by_entries, leaves.by_tile);
  }

  /// The file of that name. A log that is served may grow meanwhile: then its partial tile may be
  /// gone, and the full one, which begins with the same, takes the name's place.
  Result<std::optional<Bytes>> read_current(TileName& name) const {
    TRY_SET(auto bytes, reader_.read(tile_path(name)));
    if (bytes || name.width == tile_width) return bytes;
    name.width = tile_width;
    return reader_.read(tile_path(name));
  }

  /// Gives the bytes of the bundle, its entries in them and their hashes; all empty when it is
  /// missing or malformed, which is reported here.
  Result<Bytes> read_bundle(const TileName& name, std::vector<ByteView>& entries,
                            std::vector<Digest>& hashes, std::vector<LogFinding>& findings) const {
    TileName file = name;
    TRY_SET(auto bytes, read_current(file));
    if (!bytes) {
      findings.push_back({tile_path(name), said("缺少此文件", "the file is missing")});
      return Bytes();
    }
    auto parsed = parse_bundle(*bytes, file.width);
    if (!parsed) {
      findings.push_back({tile_path(name), parsed.error().what});
      return Bytes();
    }
    entries = std::move(*parsed);
    entries.resize(name.width);
    hashes.resize(entries.size());
    leaf_hashes(entries, hashes, kind());
    return std::move(*bytes);
  }

  /// Leaves `hashes` empty when the tile is missing or has a wrong length, which is reported here.
  Result<void> read_tile(const TileName& name, std::vector<Digest>& hashes,
                         std::vector<LogFinding>& findings) const {
    TileName file = name;
    TRY_SET(const auto bytes, read_current(file));
    const std::size_t expected = file.width * sizeof(Digest);
    if (!bytes) {
      findings.push_back({tile_path(name), said("缺少此文件", "the file is missing")});
    } else if (bytes->size() != expected) {
      findings.push_back(
          {tile_path(name),
           said(fmt::format("应有 {} 字节，实有 {}", expected, bytes->size()),
                fmt::format("has {} bytes instead of {}", bytes->size(), expected))});
    } else {
      hashes.resize(name.width);
      std::memcpy(hashes.data()->bytes.data(), bytes->data(), name.width * sizeof(Digest));
    }
    return {};
  }

  /// Lets the signed root decide between entries and leaf tiles.
  void judge() {
    const Digest& root = report_.checkpoint.root;
    const bool entries_right = (size() == 0 ? empty_root(kind()) : by_entries_.root()) == root;
    const bool tiles_right = (size() == 0 ? empty_root(kind()) : by_tiles_.root()) == root;
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
        std::vector<LogFinding> findings;
        ++report_.files_checked;
        TRY(read_tile(name, found, findings));
        for (LogFinding& finding : findings) add_finding(std::move(finding));
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
