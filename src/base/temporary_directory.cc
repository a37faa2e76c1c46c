// SPDX-License-Identifier: Apache-2.0
// A directory of one's own.
#include "base/temporary_directory.h"

#include <stdlib.h>

#include <string>
#include <system_error>

#include "base/check.h"

namespace tanshu {

TemporaryDirectory::TemporaryDirectory(std::string_view what) {
  std::string name = (std::filesystem::temp_directory_path() / "tanshu-").string();
  name.append(what).append("-XXXXXX");
  CHECK(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // a destructor has nobody to tell
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tanshu
