// SPDX-License-Identifier: Apache-2.0
// Files by digest: written aside, synced, then renamed, so that a name never has half a file.
#include "api/evidence.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/file.h"
#include "base/hash.h"

namespace tanshu::api {
namespace {

namespace fs = std::filesystem;

std::atomic<unsigned> written_count{0};

Failure file_failure(const fs::path& path) {
  return Failure{fmt::format("{}: {}", path.string(), std::strerror(errno))};
}

}  // namespace

Result<void> Evidence::write(const std::string& name, std::string_view bytes) const {
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) return failure(fmt::format("{}: {}", directory_.string(), error.message()));
  const fs::path to = directory_ / name;
  const fs::path aside = directory_ / fmt::format(".{}.{}.{}", name, ::getpid(), ++written_count);
  TRY(write_file_synced(aside, bytes, 0644));
  fs::rename(aside, to, error);
  if (error) return failure(fmt::format("{}: {}", to.string(), error.message()));
  return sync_directory(directory_);
}

Result<void> Evidence::keep_within(std::uintmax_t bytes_max) const {
  struct Kept {
    fs::file_time_type written;
    std::uintmax_t bytes = 0;
    fs::path path;
  };
  std::vector<Kept> all;
  std::uintmax_t sum = 0;
  std::error_code error;
  for (fs::directory_iterator at(directory_, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code gone;  // another thread may have let this one go
    const Kept kept{at->last_write_time(gone), at->file_size(gone), at->path()};
    if (gone) continue;
    all.push_back(kept);
    sum += kept.bytes;
  }
  if (error) return failure(fmt::format("{}: {}", directory_.string(), error.message()));
  std::ranges::sort(all, {}, &Kept::written);
  for (const Kept& oldest : all) {
    if (sum <= bytes_max) break;
    fs::remove(oldest.path, error);
    sum -= oldest.bytes;
  }
  return {};
}

Result<Digest> Evidence::keep(std::string_view bytes) const {
  const Digest digest = sha256(bytes);
  TRY(write(digest.hex(), bytes));
  return digest;
}

Result<void> Evidence::keep_form(const Digest& digest, std::string_view extension,
                                 std::string_view bytes) const {
  return write(fmt::format("{}.{}", digest.hex(), extension), bytes);
}

Result<std::optional<std::string>> Evidence::read(const Digest& digest,
                                                  std::string_view extension) const {
  const fs::path path =
      directory_ /
      (extension.empty() ? digest.hex() : fmt::format("{}.{}", digest.hex(), extension));
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return std::unexpected(file_failure(path));
  return bytes;
}

}  // namespace tanshu::api
