// SPDX-License-Identifier: Apache-2.0
// Looking beside the program first, so that it runs from anywhere.
#include "apps/files.h"

#include "base/decimal.h"

namespace tanshu::apps {

std::filesystem::path rules_dir(const std::string& given) {
  namespace fs = std::filesystem;
  if (!given.empty()) return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& place : {program / "rules", program.parent_path() / "rules"})
    if (!error && fs::is_directory(place)) return place;
  return "rules";
}

std::string decimal_of_area(Area area) {
  return decimal_text(area.count, 2);
}

}  // namespace tanshu::apps
