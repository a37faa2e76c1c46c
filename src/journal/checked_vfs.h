// SPDX-License-Identifier: Apache-2.0
// A SQLite VFS over the unix one that seals every page it writes and checks every page it reads.
#pragma once

#include <string>

namespace tanshu::journal {

/// Registers the VFS on first use and gives its name for sqlite3_open_v2. Files opened through it
/// must have pages of page_bytes with seal_bytes reserved, and must not be mapped into memory.
///
/// Database pages carry a seal in their reserved bytes, written and checked here. Pages in the
/// write-ahead log are checked against the log's own checksums on every read, not only at recovery
/// as SQLite does; and the log is shortened to nothing whenever SQLite begins it anew, so that none
/// of its bytes is ever a leftover.
const char* checked_vfs();

/// What the last failed read of this thread found, "" if nothing; asking clears it.
std::string take_damage();

}  // namespace tanshu::journal
