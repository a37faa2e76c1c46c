// SPDX-License-Identifier: Apache-2.0
// Making and reading the directory. The seed is readable by its owner alone.
#include "node/data_dir.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/fields.h"
#include "base/file.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;

Result<void> write_file(const fs::path& path, std::string_view text, fs::perms permissions) {
  std::ofstream file(path, std::ios::binary);
  std::error_code error;
  fs::permissions(path, permissions, error);
  file << text;
  file.close();
  if (!file || error) return failure(fmt::format("cannot write {}", path.string()));
  return {};
}

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;
constexpr auto everyone_reads = owner_only | fs::perms::group_read | fs::perms::others_read;

}  // namespace

Result<void> make_data_dir(const DataDir& dir, const std::string& cell) {
  if (!id_is_well_formed(cell) || cell.contains('/'))
    return failure(fmt::format("\"{}\" cannot name a cell: use a-z 0-9 . _ -", cell));
  if (dir.exists()) return failure(fmt::format("{} holds a cell already", dir.root.string()));
  std::error_code error;
  fs::create_directories(dir.seed_file().parent_path(), error);
  if (!error) fs::create_directories(dir.evidence(), error);
  if (error) return failure(fmt::format("cannot make {}: {}", dir.root.string(), error.message()));
  proof::Signer signer{"tanshu/" + cell, {}};
  fill_random(signer.seed.bytes);
  TRY(write_file(dir.seed_file(), to_hex(signer.seed.bytes) + "\n", owner_only));
  TRY(write_file(dir.vkey_file(), proof::print_vkey(proof::verifier_of(signer)) + "\n",
                 everyone_reads));
  // Last, because its presence says that the directory is whole.
  return write_file(dir.cell_file(), fmt::format("cell = \"{}\"\n", cell), everyone_reads);
}

Result<std::string> read_cell(const DataDir& dir) {
  const auto file = read_file(dir.cell_file());
  if (!file) return std::unexpected(file.error());
  constexpr std::string_view before = "cell = \"", after = "\"\n";
  if (!file->starts_with(before) || !file->ends_with(after) ||
      file->size() < before.size() + after.size())
    return failure(fmt::format("{} does not name a cell", dir.cell_file().string()));
  return file->substr(before.size(), file->size() - before.size() - after.size());
}

Result<proof::Signer> read_signer(const DataDir& dir, const std::string& cell) {
  const auto file = read_file(dir.seed_file());
  if (!file) return std::unexpected(file.error());
  const auto seed = digest_from_hex(std::string_view(*file).substr(0, file->find('\n')));
  if (!seed) return failure(fmt::format("{} holds no key", dir.seed_file().string()));
  proof::Signer signer{"tanshu/" + cell, {}};
  std::copy(seed->bytes.begin(), seed->bytes.end(), signer.seed.bytes.begin());
  return signer;
}

}  // namespace tanshu::node
