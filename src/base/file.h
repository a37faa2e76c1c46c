// SPDX-License-Identifier: Apache-2.0
// A whole file, read at once.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace tanshu {

/// The bytes of a file that fits in memory; the failure names the file and says why.
Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace tanshu
