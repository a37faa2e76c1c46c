// SPDX-License-Identifier: Apache-2.0
// Opens a journal wherever it is kept: a path is a SQLite file, postgresql:// a database.
#pragma once

#include <memory>
#include <string>

#include "journal/journal.h"

namespace tanshu::journal {

/// Does `where` name a database and not a file?
bool is_database(const std::string& where);

/// `address` is where clients reach the one who writes, for the others to say.
Result<std::unique_ptr<Journal>> open_journal(const std::string& where, const std::string& cell,
                                              Mode mode, const std::string& address = {});

}  // namespace tanshu::journal
