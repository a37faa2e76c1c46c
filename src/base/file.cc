// SPDX-License-Identifier: Apache-2.0
// Reading by the system's own calls, because a stream throws when the path is a directory.
#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tanshu {

Result<std::string> read_file(const std::filesystem::path& path) {
  const auto why = [&path] {
    return failure(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return why();
  std::string bytes;
  std::array<char, 65'536> part;
  ssize_t count = 0;
  do {
    count = ::read(file, part.data(), part.size());
    if (count > 0) bytes.append(part.data(), static_cast<std::size_t>(count));
  } while (count > 0 || (count < 0 && errno == EINTR));
  const auto failed = why();
  ::close(file);
  if (count < 0) return failed;
  return bytes;
}

}  // namespace tanshu
