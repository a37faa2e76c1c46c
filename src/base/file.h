// SPDX-License-Identifier: Apache-2.0
// Whole files, read and written at once.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tanshu {

/// The bytes of a file that fits in memory; the failure names the file and says why.
Result<std::string> read_file(const std::filesystem::path& path);

/// What a directory holds whose name ends in `extension` (".toml"), in the order of the names; the
/// failure says why without naming the directory.
Result<std::vector<std::filesystem::path>> files_with_extension(
    const std::filesystem::path& directory, std::string_view extension);

/// Makes or replaces a file with these bytes and permissions; on the disk when it returns. Its name
/// is only after sync_directory().
Result<void> write_file_synced(const std::filesystem::path& path, std::string_view bytes,
                               unsigned permissions);
/// Puts names that were made, renamed or removed in a directory on the disk.
Result<void> sync_directory(const std::filesystem::path& path);

}  // namespace tanshu
