// SPDX-License-Identifier: Apache-2.0
// Opens a journal wherever it is kept: a path is a SQLite file, postgresql:// a database.
#pragma once

#include <memory>
#include <string>

#include "journal/journal.h"

namespace tanshu::journal {

/// Does `where` name a database and not a file?
bool is_database(const std::string& where);

struct Opening {
  /// A path or a connection string.
  std::string where = {};
  std::string cell = {};
  Mode mode = Mode::read_write;
  /// Where clients reach the one who writes, for the others to say.
  std::string address = {};
  /// Wait for the lease of a writer that was not closed to end.
  bool patient = true;
};

Result<std::unique_ptr<Journal>> open_journal(const Opening& opening);

}  // namespace tanshu::journal
