// SPDX-License-Identifier: Apache-2.0
// A directory of one's own for tests and measurements.
#pragma once

#include <filesystem>
#include <string_view>

namespace tanshu {

/// Made with a name nobody else has, so that processes side by side never meet in it; goes with all
/// that is in it at the end. Ends the process if it cannot be made.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(std::string_view what = "test");
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace tanshu
