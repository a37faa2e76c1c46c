// SPDX-License-Identifier: Apache-2.0
// The full check of a tiled log: every byte of every file is recomputed from the entries or
// accounted for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "proof/checkpoint.h"

namespace tanshu::proof {

/// How the auditor sees a log; paths are relative to its prefix. May be read by several threads at
/// once.
class LogReader {
 public:
  virtual ~LogReader() = default;
  /// The bytes of a file, or nothing when the log has no such file.
  virtual Result<std::optional<Bytes>> read(const std::string& path) = 0;
  /// Every file of the log. A reader that cannot list (over HTTP) gives nothing; then partial tiles
  /// other than the checkpoint's and stray files go unseen.
  virtual Result<std::optional<std::vector<std::string>>> list() = 0;
};

class DirectoryReader : public LogReader {
 public:
  explicit DirectoryReader(std::filesystem::path root) : root_(std::move(root)) {}
  Result<std::optional<Bytes>> read(const std::string& path) override;
  Result<std::optional<std::vector<std::string>>> list() override;

 private:
  std::filesystem::path root_;
};

struct LogFinding {
  /// Path within the log.
  std::string file;
  /// What is wrong and at which entry, hash or byte; Chinese and English.
  std::string what;
};

struct LogReport {
  Checkpoint checkpoint;
  std::vector<VerifiedSignature> signatures;
  std::uint64_t entries_checked = 0;
  std::uint64_t files_checked = 0;
  /// The first is the one to name. After log_findings_max the audit stops.
  std::vector<LogFinding> findings;
  bool sound() const { return findings.empty(); }
};

inline constexpr std::size_t log_findings_max = 100;

/// Called with each entry in order, once its bytes are read; before the root is known to be right.
using EntryVisitor = std::function<void(std::uint64_t index, ByteView entry)>;

/// Opens the checkpoint, walks all entries, recomputes every leaf hash, every tile at every level
/// and the root. A log that grows meanwhile is audited up to the checkpoint that was read, unless
/// the reader lists its files: then what is beyond counts as stray. Fails only when a file cannot
/// be read at all.
Result<LogReport> audit_log(LogReader& reader, std::span<const Verifier> verifiers,
                            const EntryVisitor& visit = {});

}  // namespace tanshu::proof
