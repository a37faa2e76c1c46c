// SPDX-License-Identifier: Apache-2.0
// Making and reading the directory. The seed is readable by its owner alone.
#include "node/data_dir.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"
#include "base/file.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;

/// The value of a line `name = "value"` of cell.toml; empty if there is none.
Result<std::string> read_setting(const DataDir& dir, std::string_view name) {
  const auto file = read_file(dir.cell_file());
  if (!file) return std::unexpected(file.error());
  const std::string before = fmt::format("{} = \"", name);
  for (std::size_t at = 0; at < file->size();) {
    const std::size_t end = std::min(file->find('\n', at), file->size());
    const std::string_view line = std::string_view(*file).substr(at, end - at);
    if (line.starts_with(before) && line.ends_with('"') && line.size() > before.size())
      return std::string(line.substr(before.size(), line.size() - before.size() - 1));
    at = end + 1;
  }
  return std::string();
}

constexpr unsigned owner_only = 0600;
constexpr unsigned everyone_reads = 0644;

Result<void> make_keys(const DataDir& dir, const std::string& cell, HashKind proofs) {
  proof::Signer signer{"tanshu/" + cell, {}};
  fill_random(signer.seed.bytes);
  TRY(write_file_synced(dir.seed_file(), to_hex(signer.seed.bytes) + "\n", owner_only));
  TRY(write_file_synced(dir.vkey_file(), proof::print_vkey(proof::verifier_of(signer)) + "\n",
                        everyone_reads));
  if (proofs == HashKind::sha256) return {};
  signer.sm2 = make_sm2_secret();
  TRY(write_file_synced(dir.sm2_file(), to_hex(signer.sm2->bytes) + "\n", owner_only));
  const auto verifier = proof::verifier_of(signer, proof::KeyKind::sm2);
  return write_file_synced(dir.sm2_vkey_file(), proof::print_vkey(verifier) + "\n", everyone_reads);
}

/// The 32 bytes of a secret, which the first line has in hexadecimal.
Result<std::array<std::uint8_t, 32>> read_secret(const fs::path& path) {
  const auto file = read_file(path);
  if (!file) return std::unexpected(file.error());
  const auto secret = digest_from_hex(std::string_view(*file).substr(0, file->find('\n')));
  if (!secret) return failure(fmt::format("{} holds no key", path.string()));
  return secret->bytes;
}

}  // namespace

Result<void> make_data_dir(const DataDir& dir, const std::string& cell, const std::string& database,
                           HashKind proofs) {
  if (!id_is_well_formed(cell) || cell.contains('/'))
    return failure(fmt::format("\"{}\" cannot name a cell: use a-z 0-9 . _ -", cell));
  if (database.find_first_of("\"\\\n\r") != std::string::npos)
    return failure("the connection string holds a quote, a backslash or a line end");
  if (dir.exists()) return failure(fmt::format("{} holds a cell already", dir.root.string()));
  std::error_code error;
  fs::create_directories(dir.seed_file().parent_path(), error);
  if (!error) fs::create_directories(dir.evidence(), error);
  if (error) return failure(fmt::format("cannot make {}: {}", dir.root.string(), error.message()));
  TRY(make_keys(dir, cell, proofs));
  TRY(sync_directory(dir.seed_file().parent_path()));
  std::string text = fmt::format("cell = \"{}\"\n", cell);
  if (proofs == HashKind::sm3) text += "proof = \"sm3\"\n";
  if (!database.empty()) text += fmt::format("database = \"{}\"\n", database);
  // Last, because its presence says that the directory is whole. A connection string may hold a
  // password.
  TRY(write_file_synced(dir.cell_file(), text, database.empty() ? everyone_reads : owner_only));
  TRY(sync_directory(dir.root));
  return sync_directory(fs::absolute(dir.root).parent_path());
}

Result<std::string> read_cell(const DataDir& dir) {
  TRY_SET(const auto cell, read_setting(dir, "cell"));
  if (cell.empty())
    return failure(fmt::format("{} does not name a cell", dir.cell_file().string()));
  return cell;
}

Result<HashKind> read_proofs(const DataDir& dir) {
  TRY_SET(const auto named, read_setting(dir, "proof"));
  if (named.empty()) return HashKind::sha256;
  const auto kind = enum_from_name<HashKind>(named);
  if (!kind)
    return failure(fmt::format("{} asks for proofs with {}, which is not known here",
                               dir.cell_file().string(), named));
  return *kind;
}

Result<std::string> journal_place(const DataDir& dir, const std::string& database) {
  if (!database.empty()) return database;
  TRY_SET(const auto named, read_setting(dir, "database"));
  return named.empty() ? dir.journal().string() : named;
}

Result<proof::Signer> read_signer(const DataDir& dir, const std::string& cell) {
  proof::Signer signer{"tanshu/" + cell, {}};
  TRY_SET(signer.seed.bytes, read_secret(dir.seed_file()));
  TRY_SET(const HashKind proofs, read_proofs(dir));
  if (proofs == HashKind::sha256) return signer;
  TRY_SET(const auto scalar, read_secret(dir.sm2_file()));
  signer.sm2 = Sm2Secret{scalar};
  if (!sm2_secret_is_valid(*signer.sm2))
    return failure(fmt::format("{} holds no key", dir.sm2_file().string()));
  return signer;
}

}  // namespace tanshu::node
