// SPDX-License-Identifier: Apache-2.0
// POSIX files.
#include "node/snapshot_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tanshu::node {
namespace {

std::unexpected<Failure> trouble_with(const std::filesystem::path& path) {
  return failure(fmt::format("{}: {}", path.string(), std::system_category().message(errno)));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

}  // namespace

Result<SnapshotFile> SnapshotFile::make(const std::filesystem::path& path) {
  SnapshotFile file(path, -1);
  file.descriptor_ =
      ::open(file.incoming().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file.descriptor_ < 0) return file.trouble();
  return file;
}

SnapshotFile::SnapshotFile(SnapshotFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      sum_(std::move(other.sum_)) {}

SnapshotFile::~SnapshotFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(incoming().c_str());
}

std::filesystem::path SnapshotFile::incoming() const {
  return std::filesystem::path(path_).replace_extension(".incoming");
}

std::unexpected<Failure> SnapshotFile::trouble() const {
  return trouble_with(incoming());
}

Result<void> SnapshotFile::write_all(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return trouble();
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> SnapshotFile::write(ByteView bytes) {
  sum_->update(bytes);
  return write_all(bytes);
}

Result<void> SnapshotFile::finish() {
  const Digest sum = sum_->finish();
  TRY(write_all(sum.bytes));
  if (::fsync(descriptor_) != 0) return trouble();
  if (::rename(incoming().c_str(), path_.c_str()) != 0) return trouble();
  ::close(std::exchange(descriptor_, -1));
  const Descriptor directory(path_.parent_path(), O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return trouble_with(path_);
  return {};
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return trouble_with(path);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return MappedFile(ByteView{});
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (at == MAP_FAILED) return trouble_with(path);
  ::madvise(at, size, MADV_SEQUENTIAL);
  return MappedFile(ByteView(static_cast<const std::uint8_t*>(at), size));
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, ByteView{})) {}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

}  // namespace tanshu::node
