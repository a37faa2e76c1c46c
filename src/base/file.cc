// SPDX-License-Identifier: Apache-2.0
// By the system's own calls: a stream throws when the path is a directory, and cannot sync.
#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tanshu {
namespace {

std::unexpected<Failure> cannot(const char* what, const std::filesystem::path& path) {
  return failure(fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return cannot("read", path);
  std::string bytes;
  std::array<char, 65'536> part;
  ssize_t count = 0;
  do {
    count = ::read(file, part.data(), part.size());
    if (count > 0) bytes.append(part.data(), static_cast<std::size_t>(count));
  } while (count > 0 || (count < 0 && errno == EINTR));
  const auto failed = cannot("read", path);
  ::close(file);
  if (count < 0) return failed;
  return bytes;
}

Result<std::vector<std::filesystem::path>> files_with_extension(
    const std::filesystem::path& directory, std::string_view extension) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error))
    if (it->path().extension() == extension) files.push_back(it->path());
  if (error) return failure(error.message());
  std::ranges::sort(files);
  return files;
}

Result<void> write_file_synced(const std::filesystem::path& path, std::string_view bytes,
                               unsigned permissions) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions);
  if (file < 0) return cannot("write", path);
  const bool written =
      ::fchmod(file, permissions) == 0 && write_all(file, bytes) && ::fsync(file) == 0;
  const auto failed = cannot("write", path);
  ::close(file);
  if (written) return {};
  ::unlink(path.c_str());
  return failed;
}

Result<void> sync_directory(const std::filesystem::path& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return cannot("sync", path);
  const bool synced = ::fsync(directory) == 0;
  const auto failed = cannot("sync", path);
  ::close(directory);
  if (!synced) return failed;
  return {};
}

}  // namespace tanshu
