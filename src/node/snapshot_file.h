// SPDX-License-Identifier: Apache-2.0
// A large file written whole and read whole.
#pragma once

#include <filesystem>

#include "base/hash.h"
#include "base/result.h"

namespace tanshu::node {

/// Written beside its place, and moved there once it is on the disk.
class SnapshotFile {
 public:
  static Result<SnapshotFile> make(const std::filesystem::path& path);
  /// Removes what was not finished.
  ~SnapshotFile();
  SnapshotFile(SnapshotFile&& other) noexcept;
  SnapshotFile& operator=(SnapshotFile&&) = delete;

  Result<void> write(ByteView bytes);
  /// Appends the SHA-256 of all that was written, syncs, and moves the file to its place.
  Result<void> finish();

 private:
  SnapshotFile(std::filesystem::path path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}
  std::filesystem::path incoming() const;
  std::unexpected<Failure> trouble() const;
  Result<void> write_all(ByteView bytes);

  std::filesystem::path path_;
  int descriptor_;
  std::unique_ptr<Sha256> sum_ = std::make_unique<Sha256>();
};

/// The bytes of a file, as long as it lives.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;

  ByteView bytes() const { return bytes_; }

 private:
  explicit MappedFile(ByteView bytes) : bytes_(bytes) {}
  ByteView bytes_;
};

}  // namespace tanshu::node
