// SPDX-License-Identifier: Apache-2.0
// The log directory from both sides: what the writer writes the auditor accepts, and nothing else.
#include "proof/log_audit.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>

#include "base/temporary_directory.h"
#include "proof/files.h"
#include "proof/merkle.h"
#include "proof/tile_writer.h"

namespace tanshu::proof {
namespace {

namespace fs = std::filesystem;

class MemoryReader : public LogReader {
 public:
  std::map<std::string, Bytes> files;

  Result<std::optional<Bytes>> read(const std::string& path) override {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  }
  Result<std::optional<std::vector<std::string>>> list() override {
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : files) paths.push_back(path);
    return std::optional(paths);
  }
};

MemoryReader loaded(const fs::path& root, bool log_files_only = true) {
  MemoryReader reader;
  const auto paths = list_files(root).value();
  for (const std::string& path : paths)
    if (!log_files_only || path == "checkpoint" || path.starts_with("tile/"))
      reader.files[path] = read_whole(root / path).value().value();
  return reader;
}

const fs::path minilog = fs::path(TANSHU_SOURCE_DIR) / "fixtures/tlog/minilog";

std::vector<Verifier> minilog_keys() {
  std::vector<Verifier> keys;
  for (const char* name : {"log.vkey", "witness.vkey"}) {
    const Bytes bytes = read_whole(minilog / name).value().value();
    std::string text(text_of(bytes));
    while (text.ends_with('\n')) text.pop_back();
    keys.push_back(parse_vkey(text).value());
  }
  return keys;
}

/// A log in a directory of its own, grown in steps.
class Log {
 public:
  Log() {
    signer.name = "log.example";
    verifier = verifier_of(signer);
  }

  static std::string entry(std::uint64_t index) {
    return "entry " + std::to_string(index) + std::string(index % 50, '.');
  }
  void grow(TileWriter& writer, std::uint64_t size) {
    while (writer.size() < size) {
      const std::string text = entry(writer.size());
      if (tree.size() == writer.size()) tree.append(leaf_hash(view_of(text)));
      ASSERT_TRUE(writer.add(view_of(text)));
    }
    ASSERT_TRUE(writer.publish(tree, *sign_checkpoint(tree.size(), tree.root(), signer)));
  }
  LogReport audit() {
    DirectoryReader reader(root);
    return audit_log(reader, std::span(&verifier, 1)).value();
  }

  const TemporaryDirectory place{"log"};
  const fs::path root = place.path();
  Signer signer;
  Verifier verifier;
  Tree tree;
};

std::string first(const LogReport& report) {
  if (report.sound()) return "sound";
  return report.findings[0].file + ": " + report.findings[0].what;
}

TEST(AuditLog, accepts_the_log_of_another_producer) {
  MemoryReader reader = loaded(minilog);
  std::uint64_t next = 0;
  const auto report = audit_log(reader, minilog_keys(), [&](std::uint64_t index, ByteView entry) {
    EXPECT_EQ(index, next++);
    EXPECT_TRUE(text_of(entry).starts_with("{\"seq\":" + std::to_string(index)));
  });
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->sound()) << first(*report);
  EXPECT_EQ(report->entries_checked, 600u);
  EXPECT_EQ(next, 600u);
  EXPECT_EQ(report->files_checked, 8u);
}

/// As over HTTP: nothing can be listed.
class ServedReader : public MemoryReader {
 public:
  Result<std::optional<std::vector<std::string>>> list() override {
    return std::optional<std::vector<std::string>>();
  }
};

TEST(AuditLog, audits_a_served_log_up_to_the_checkpoint_it_read) {
  Log log;
  auto writer = TileWriter::open(log.root);
  ASSERT_TRUE(writer);
  log.grow(*writer, 300);
  const Bytes then = read_whole(log.root / "checkpoint").value().value();
  log.grow(*writer, 600);
  ASSERT_FALSE(read_whole(log.root / "tile/0/001.p/44").value()) << "it has become full";
  ServedReader served;
  served.files = loaded(log.root).files;
  served.files["checkpoint"] = then;
  const auto report = audit_log(served, std::span(&log.verifier, 1));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->sound()) << first(*report);
  EXPECT_EQ(report->entries_checked, 300u);
  served.files["tile/entries/001"][5] ^= 1;
  EXPECT_EQ(audit_log(served, std::span(&log.verifier, 1))->findings.at(0).file,
            "tile/entries/001.p/44");
}

TEST(AuditLog, names_the_file_of_any_flipped_byte) {
  const MemoryReader good = loaded(minilog);
  const auto keys = minilog_keys();
  std::mt19937 random(20241121);
  for (const auto& [path, bytes] : good.files) {
    // Every byte of the checkpoint, a sample of the rest with both ends.
    const std::size_t step = path == "checkpoint" ? 1 : bytes.size() / 40 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      MemoryReader bad = good;
      const std::size_t place = path == "checkpoint" ? at : bytes.size() - 1 - at;
      bad.files[path][place] ^= static_cast<std::uint8_t>(1 + random() % 255);
      const auto report = audit_log(bad, keys);
      ASSERT_TRUE(report);
      ASSERT_FALSE(report->sound()) << path << " at " << place;
      EXPECT_EQ(report->findings[0].file, path) << "at " << place << ": " << first(*report);
    }
  }
}

TEST(AuditLog, names_missing_added_and_lengthened_files) {
  const MemoryReader good = loaded(minilog);
  const auto keys = minilog_keys();
  for (const auto& [path, bytes] : good.files) {
    MemoryReader missing = good;
    missing.files.erase(path);
    EXPECT_EQ(audit_log(missing, keys)->findings.at(0).file, path);
    MemoryReader lengthened = good;
    lengthened.files[path].push_back(0);
    EXPECT_EQ(audit_log(lengthened, keys)->findings.at(0).file, path);
  }
  for (const char* path : {"tile/0/003", "tile/0/002.p/89", "tile/2/000.p/1", "tile/0/002",
                           "tile/0/readme", "note.txt", "tile/0/x000/001"}) {
    MemoryReader added = good;
    added.files[path] = Bytes(32, 0);
    EXPECT_EQ(audit_log(added, keys)->findings.at(0).file, path);
  }
}

TEST(AuditLog, finds_entry_and_leaf_forged_together) {
  MemoryReader forged = loaded(minilog);
  Bytes& bundle = forged.files["tile/entries/001"];
  bundle[40] ^= 1;
  const auto entries = parse_bundle(bundle, 256);
  const Digest leaf = leaf_hash(entries->at(0));
  std::ranges::copy(leaf.bytes, forged.files["tile/0/001"].begin());
  const auto report = audit_log(forged, minilog_keys());
  ASSERT_FALSE(report->sound());
}

TEST(AuditLog, rejects_another_logs_checkpoint) {
  Log log;
  auto writer = TileWriter::open(log.root);
  log.grow(*writer, 300);
  DirectoryReader reader(log.root);
  const auto report = audit_log(reader, minilog_keys());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->findings.at(0).file, "checkpoint");
}

TEST(TileWriter, rewrites_the_foreign_log_byte_for_byte) {
  MemoryReader good = loaded(minilog);
  Log log;
  auto writer = TileWriter::open(log.root);
  ASSERT_TRUE(writer);
  const auto audited = audit_log(good, minilog_keys(), [&](std::uint64_t, ByteView entry) {
    log.tree.append(leaf_hash(entry));
    ASSERT_TRUE(writer->add(entry));
  });
  ASSERT_TRUE(writer->publish(log.tree, text_of(good.files["checkpoint"])));
  EXPECT_EQ(loaded(log.root, false).files, good.files);
}

TEST(TileWriter, stays_sound_through_growth_and_reopening) {
  Log log;
  std::uint64_t size = 0;
  for (const std::uint64_t step :
       {0u, 1u, 1u, 200u, 54u, 1u, 255u, 256u, 700u, 3u, 65'000u, 400u}) {
    auto writer = TileWriter::open(log.root);
    ASSERT_TRUE(writer) << writer.error().what;
    ASSERT_EQ(writer->size(), size);
    log.grow(*writer, size += step);
    const LogReport report = log.audit();
    ASSERT_TRUE(report.sound()) << size << " " << first(report);
    ASSERT_EQ(report.entries_checked, size);
  }
  EXPECT_TRUE(fs::exists(log.root / "tile/1/000"));
  EXPECT_TRUE(fs::exists(log.root / "tile/2/000.p/1"));
  EXPECT_FALSE(fs::exists(log.root / "tile/1/000.p"));
  EXPECT_FALSE(fs::exists(log.root / incoming_name));
}

TEST(AuditLog, checks_partial_tiles_that_are_no_longer_needed) {
  Log log;
  auto writer = TileWriter::open(log.root);
  log.grow(*writer, 300);
  log.grow(*writer, 310);
  const MemoryReader good = loaded(log.root, false);
  ASSERT_TRUE(good.files.contains("tile/0/001.p/44"));
  for (const char* path : {"tile/0/001.p/44", "tile/entries/001.p/44"}) {
    for (const std::size_t at : {std::size_t{3}, good.files.at(path).size() - 1}) {
      MemoryReader bad = good;
      bad.files[path][at] ^= 0x10;
      const auto report = audit_log(bad, std::span(&log.verifier, 1));
      ASSERT_FALSE(report->sound()) << path;
      EXPECT_EQ(report->findings[0].file, path) << first(*report);
    }
  }
}

TEST(TileWriter, removes_what_a_crash_left_beyond_the_checkpoint) {
  Log log;
  auto writer = TileWriter::open(log.root);
  log.grow(*writer, 300);
  const MemoryReader before = loaded(log.root, false);
  const Bytes checkpoint = before.files.at("checkpoint");
  log.grow(*writer, 300 + 256 * 3 + 5);
  // The partial tiles of size 300 are gone by now; a crash before the checkpoint would have left
  // them.
  for (const auto& [path, bytes] : before.files) ASSERT_TRUE(write_whole(log.root, path, bytes));
  EXPECT_FALSE(log.audit().sound());
  ASSERT_TRUE(TileWriter::open(log.root));
  EXPECT_EQ(loaded(log.root, false).files, before.files);
  EXPECT_TRUE(log.audit().sound());
}

TEST(TileWriter, refuses_to_fork_what_it_published) {
  Log log;
  auto writer = TileWriter::open(log.root);
  log.grow(*writer, 300);
  auto again = TileWriter::open(log.root);
  Tree other;
  for (std::uint64_t i = 0; i < 300; ++i) other.append(leaf_hash(view_of("other")));
  other.append(leaf_hash(view_of("x")));
  ASSERT_TRUE(again->add(view_of("x")));
  const auto forked = again->publish(other, *sign_checkpoint(301, other.root(), log.signer));
  ASSERT_FALSE(forked);
  EXPECT_NE(forked.error().what.find("fork"), std::string::npos);
}

TEST(TileWriter, refuses_an_entry_above_the_cap) {
  Log log;
  auto writer = TileWriter::open(log.root);
  EXPECT_TRUE(writer->add(Bytes(entry_bytes_max, 1)));
  EXPECT_FALSE(writer->add(Bytes(entry_bytes_max + 1, 1)));
  EXPECT_EQ(writer->size(), 1u);
}

TEST(TileWriter, starts_anew_after_reset) {
  Log log;
  auto writer = TileWriter::open(log.root);
  log.grow(*writer, 600);
  ASSERT_TRUE(writer->reset());
  EXPECT_TRUE(list_files(log.root).value().empty());
  Log fresh;
  log.tree.clear();
  log.grow(*writer, 10);
  EXPECT_TRUE(log.audit().sound());
}

TEST(TileWriter, fails_when_its_partial_bundle_is_missing) {
  Log log;
  auto writer = TileWriter::open(log.root);
  log.grow(*writer, 10);
  fs::remove(log.root / "tile/entries/000.p/10");
  EXPECT_FALSE(TileWriter::open(log.root));
}

}  // namespace
}  // namespace tanshu::proof
