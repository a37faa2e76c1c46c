// SPDX-License-Identifier: Apache-2.0
// The check of a journal file byte by byte, without SQLite's engine.
#pragma once

#include <string>

#include "base/result.h"
#include "journal/wal.h"

namespace tanshu::journal {

/// Reads every page of the database file at `path` and every frame of the log beside it. The
/// failure names the first bad place: file, page or frame, and byte offset. Safe beside a running
/// writer, in this process or another.
Result<void> verify_file(const std::string& path);

/// The log beside the database at `path`; nothing in it when there is none.
Result<WalScan> scan_wal_of(const std::string& path);
/// "file: what (offset n)" for damage found by scan_wal_of.
std::string damage_text(const std::string& path, const WalDamage& damage);

/// The first page alone, before SQLite is let near the file: is it a journal with our page size and
/// seal? True when the file is missing or empty.
Result<bool> verify_first_page(const std::string& path);

}  // namespace tanshu::journal
