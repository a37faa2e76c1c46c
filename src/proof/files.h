// SPDX-License-Identifier: Apache-2.0
// Whole files in and out, for the log directory: a reader never sees half a file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tanshu::proof {

/// The name, in the log directory, under which a file lies while it is being written.
inline constexpr std::string_view incoming_name = ".incoming";

/// The bytes of a regular file, or nothing when there is none at this path.
Result<std::optional<Bytes>> read_whole(const std::filesystem::path& path);

/// Puts `bytes` at root/path by way of root/.incoming and a rename; makes directories as needed.
/// Not synced: all of a log directory can be derived anew.
Result<void> write_whole(const std::filesystem::path& root, const std::string& path,
                         ByteView bytes);

/// The same without the rename: for files that nobody reads before another one names them, and that
/// are removed when the writing of them may have been interrupted.
Result<void> write_unread(const std::filesystem::path& root, const std::string& path,
                          ByteView bytes);

/// Waits until everything that was written to the file system of `root` is durable.
Result<void> sync_files(const std::filesystem::path& root);

/// Every file below `root`, as paths relative to it with '/', sorted.
Result<std::vector<std::string>> list_files(const std::filesystem::path& root);

}  // namespace tanshu::proof
