// SPDX-License-Identifier: Apache-2.0
// The data directory of a cell: where its journal, keys and everything derived from them lie.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "proof/note.h"

namespace tanshu::node {

struct DataDir {
  std::filesystem::path root;

  std::filesystem::path journal() const { return root / "journal.db"; }
  std::filesystem::path views() const { return root / "views.db"; }
  std::filesystem::path log() const { return root / "log"; }
  std::filesystem::path snapshots() const { return root / "snapshots"; }
  std::filesystem::path evidence() const { return root / "evidence"; }
  std::filesystem::path cell_file() const { return root / "cell.toml"; }
  std::filesystem::path seed_file() const { return root / "keys" / "log.seed"; }
  std::filesystem::path vkey_file() const { return root / "keys" / "log.vkey"; }
  std::filesystem::path sm2_file() const { return root / "keys" / "log.sm2"; }
  std::filesystem::path sm2_vkey_file() const { return root / "keys" / "log.sm2.vkey"; }

  bool exists() const { return std::filesystem::exists(cell_file()); }
};

/// Makes the directory with a new signing key, or with two for proofs with SM3. The journal is made
/// when it is first opened. With a connection string, cell.toml says that the journal is in that
/// database.
Result<void> make_data_dir(const DataDir& dir, const std::string& cell,
                           const std::string& database = {}, HashKind proofs = HashKind::sha256);
/// The cell's name, from cell.toml.
Result<std::string> read_cell(const DataDir& dir);
/// What the cell's proofs are made with, from cell.toml.
Result<HashKind> read_proofs(const DataDir& dir);
/// Where the journal is, for journal::open_journal: the database if one is given or cell.toml names
/// one, else the SQLite file.
Result<std::string> journal_place(const DataDir& dir, const std::string& database = {});
/// The log's signer; its name, the log's origin, is "tanshu/" and the cell.
Result<proof::Signer> read_signer(const DataDir& dir, const std::string& cell);

}  // namespace tanshu::node
