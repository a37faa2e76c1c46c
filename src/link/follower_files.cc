// SPDX-License-Identifier: Apache-2.0
// Small files, each written whole and synced; seeds are readable by their owner alone.
#include "link/follower_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/time.h"
#include "proof/files.h"

namespace tanshu::link {
namespace {

namespace fs = std::filesystem;
using proof::Statement;

Result<void> make_directories(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return failure(fmt::format("cannot make {}: {}", path.string(), error.message()));
  return {};
}

Result<void> write_synced(const fs::path& directory, const std::string& name,
                          std::string_view text) {
  TRY(make_directories(directory));
  TRY(proof::write_whole(directory, name, view_of(text)));
  return proof::sync_files(directory);
}

/// Made with its narrow mode, so that no one else can open it in between.
Result<void> write_secret(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failure(fmt::format("cannot write {}", path.string()));
  const ssize_t written = ::write(file, text.data(), text.size());
  const bool synced = ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (written != static_cast<ssize_t>(text.size()) || !synced || !closed)
    return failure(fmt::format("cannot write {}", path.string()));
  return {};
}

/// The first line of a file, or nothing when there is no file.
Result<std::optional<std::string>> line_in(const fs::path& path) {
  TRY_SET(const auto bytes, proof::read_whole(path));
  if (!bytes) return std::optional<std::string>();
  const std::string_view text = text_of(*bytes);
  return std::optional(std::string(text.substr(0, text.find('\n'))));
}

/// The name comes last: it says that all keys are there.
Result<void> make_keys(const FollowerDir& dir, const std::string& name) {
  if (!proof::is_key_name(name))
    return failure("a follower needs a name: --name example.org/follower, without space and +");
  TRY(make_directories(dir.keys()));
  for (const Statement statement : proof::all_statements) {
    proof::Signer signer{proof::key_name(name, statement), {}};
    fill_random(signer.seed.bytes);
    std::error_code ignored;  // what an interrupted first use left signed nothing
    fs::remove(dir.seed_file(statement), ignored);
    TRY(write_secret(dir.seed_file(statement), to_hex(signer.seed.bytes) + '\n'));
    const auto vkey = proof::print_vkey(proof::verifier_of(signer, proof::KeyKind::cosignature));
    TRY(write_synced(dir.keys(), dir.vkey_file(statement).filename(), vkey + '\n'));
  }
  return write_synced(dir.keys(), "name", name + '\n');
}

}  // namespace

fs::path FollowerDir::seed_file(Statement statement) const {
  return keys() / fmt::format("{}.seed", name_of(statement));
}

fs::path FollowerDir::vkey_file(Statement statement) const {
  return keys() / fmt::format("{}.vkey", name_of(statement));
}

Result<FollowerSigners> keys_in(const FollowerDir& dir, const std::string& name) {
  TRY_SET(auto known, line_in(dir.name_file()));
  if (!known) {
    TRY(make_keys(dir, name));
    known = name;
  }
  if (!name.empty() && name != *known)
    return failure(
        fmt::format("{} holds the keys of {}, not of {}", dir.root.string(), *known, name));
  FollowerSigners keys{*known, {}};
  for (const Statement statement : proof::all_statements) {
    const fs::path path = dir.seed_file(statement);
    TRY_SET(const auto text, line_in(path));
    const auto seed = text ? digest_from_hex(*text) : std::nullopt;
    if (!seed) return failure(fmt::format("{} holds no key", path.string()));
    proof::Signer& signer = keys.signers[proof::index_of(statement)];
    signer.name = proof::key_name(*known, statement);
    signer.seed.bytes = seed->bytes;
  }
  return keys;
}

Result<proof::Verifier> log_key_in(const FollowerDir& dir,
                                   const std::optional<proof::Verifier>& given) {
  TRY_SET(const auto pinned, line_in(dir.log_vkey_file()));
  if (!pinned && !given) return failure("the key of the log is not known: give it with --key");
  if (!pinned) {
    TRY(write_synced(dir.root, "log.vkey", proof::print_vkey(*given) + '\n'));
    return *given;
  }
  if (given && proof::print_vkey(*given) != *pinned)
    return failure(fmt::format("{} follows the log of {}, not of {}", dir.root.string(), *pinned,
                               proof::print_vkey(*given)));
  return proof::parse_vkey(*pinned);
}

Result<void> mark_used(const FollowerDir& dir) {
  std::error_code error;
  if (fs::exists(dir.used_file(), error)) return {};
  return write_synced(dir.keys(), "used", "These keys have signed a checkpoint.\n");
}

std::string to_json(const Refused& refused) {
  const Finding& finding = refused.finding;
  JsonWriter json;
  json.begin_object();
  json.member("refused_at", std::string_view(refused.at));
  json.member("log_index", finding.log_index);
  json.member("block", finding.block);
  json.member("differs", name_of(finding.differs));
  json.member("what_zh", std::string_view(finding.zh));
  json.member("what_en", std::string_view(finding.en));
  json.member("held_checkpoint", std::string_view(refused.held_checkpoint));
  json.member("served_checkpoint", std::string_view(refused.served_checkpoint));
  return json.end_object().take();
}

Result<void> write_refusal(const FollowerDir& dir, const Refused& refused) {
  return write_synced(dir.root, "refusal.json", to_json(refused) + '\n');
}

Result<std::optional<Refused>> read_refusal(const FollowerDir& dir) {
  TRY_SET(const auto bytes, proof::read_whole(dir.refusal_file()));
  if (!bytes) return std::optional<Refused>();
  const auto bad = failure(fmt::format("{} cannot be read", dir.refusal_file().string()));
  const auto document = JsonDocument::parse(text_of(*bytes));
  if (!document) return bad;
  Refused refused;
  bool whole = true;
  const auto text = [&](const char* name) -> std::string {
    std::string_view value;
    whole = document->root().at_key(name).get(value) == simdjson::SUCCESS && whole;
    return std::string(value);
  };
  const auto number = [&](const char* name) {
    std::uint64_t value = 0;
    whole = document->root().at_key(name).get(value) == simdjson::SUCCESS && whole;
    return value;
  };
  refused.at = text("refused_at");
  refused.finding.log_index = number("log_index");
  refused.finding.block = number("block");
  const auto differs = enum_from_name<Differs>(text("differs"));
  refused.finding.zh = text("what_zh");
  refused.finding.en = text("what_en");
  refused.held_checkpoint = text("held_checkpoint");
  refused.served_checkpoint = text("served_checkpoint");
  if (!whole || !differs) return bad;
  refused.finding.differs = *differs;
  return std::optional(std::move(refused));
}

Result<bool> clear_refusal(const FollowerDir& dir) {
  std::error_code error;
  if (!fs::exists(dir.refusal_file(), error)) return false;
  const fs::path aside = dir.root / fmt::format("refusal-{}.json", now().ns);
  fs::rename(dir.refusal_file(), aside, error);
  if (error)
    return failure(
        fmt::format("cannot rename {}: {}", dir.refusal_file().string(), error.message()));
  TRY(proof::sync_files(dir.root));
  return true;
}

}  // namespace tanshu::link
