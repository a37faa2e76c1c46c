// SPDX-License-Identifier: Apache-2.0
// POSIX calls with their error texts kept.
#include "proof/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "proof/wording.h"

namespace tanshu::proof {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  /// Closes now, so that a late write error is seen.
  bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

std::unexpected<Failure> trouble(const char* chinese, const char* english, const fs::path& path,
                                 int error) {
  const std::string reason = std::system_category().message(error);
  return refuted(fmt::format("{} {}：{}", chinese, path.string(), reason),
                 fmt::format("cannot {} {}: {}", english, path.string(), reason));
}

Result<void> make_directory_of(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return trouble("无法建目录", "make directory", path.parent_path(), error.value());
  return {};
}

Result<void> write_all(const fs::path& path, ByteView bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) return trouble("无法写", "write", path, errno);
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return trouble("无法写", "write", path, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  if (!file.close()) return trouble("无法写", "write", path, errno);
  return {};
}

}  // namespace

Result<std::optional<Bytes>> read_whole(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<Bytes>();
    return trouble("无法读", "read", path, errno);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return trouble("无法读", "read", path, errno);
  if (!S_ISREG(status.st_mode)) return trouble("无法读", "read", path, EISDIR);
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + at, bytes.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return trouble("无法读", "read", path, errno);
    if (count == 0) break;
    at += static_cast<std::size_t>(count);
  }
  bytes.resize(at);
  return std::optional(std::move(bytes));
}

Result<void> write_whole(const fs::path& root, const std::string& path, ByteView bytes) {
  const fs::path incoming = root / incoming_name;
  const fs::path target = root / path;
  TRY(write_all(incoming, bytes));
  if (::rename(incoming.c_str(), target.c_str()) == 0) return {};
  if (errno != ENOENT) return trouble("无法改名为", "rename to", target, errno);
  TRY(make_directory_of(target));
  if (::rename(incoming.c_str(), target.c_str()) != 0)
    return trouble("无法改名为", "rename to", target, errno);
  return {};
}

Result<void> write_unread(const fs::path& root, const std::string& path, ByteView bytes) {
  const fs::path target = root / path;
  if (write_all(target, bytes)) return {};
  TRY(make_directory_of(target));
  return write_all(target, bytes);
}

Result<void> sync_files(const fs::path& root) {
  const Descriptor directory(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::syncfs(directory.get()) != 0)
    return trouble("无法落盘", "sync", root, errno);
  return {};
}

Result<std::vector<std::string>> list_files(const fs::path& root) {
  std::vector<std::string> paths;
  std::error_code error;
  fs::recursive_directory_iterator at(root, error);
  while (!error && at != fs::recursive_directory_iterator()) {
    if (!at->is_directory(error) || at->is_symlink(error))
      paths.push_back(at->path().lexically_relative(root).generic_string());
    if (!error) at.increment(error);
  }
  if (error) return trouble("无法列出", "list", root, error.value());
  std::ranges::sort(paths);
  return paths;
}

}  // namespace tanshu::proof
