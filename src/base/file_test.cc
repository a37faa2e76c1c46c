// SPDX-License-Identifier: Apache-2.0
// Tests of reading whole files.
#include "base/file.h"
#include "base/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace tanshu {
namespace {

namespace fs = std::filesystem;

TEST(ReadFile, gives_every_byte) {
  const TemporaryDirectory house("file");
  const fs::path path = house / "bytes";
  std::string bytes(200'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_EQ(read_file(path).value(), bytes);
  std::ofstream(path, std::ios::binary | std::ios::trunc);
  EXPECT_EQ(read_file(path).value(), "");
}

TEST(WriteFileSynced, replaces_a_file_whole) {
  const TemporaryDirectory house("file");
  const fs::path path = house / "secret";
  ASSERT_TRUE(write_file_synced(path, std::string(100'000, 'x'), 0600));
  ASSERT_TRUE(write_file_synced(path, "secret", 0600));
  ASSERT_TRUE(sync_directory(path.parent_path()));
  EXPECT_EQ(read_file(path).value(), "secret");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms(0600));
}

TEST(WriteFileSynced, says_why_it_cannot_and_leaves_no_half_file) {
  const TemporaryDirectory house("file");
  const fs::path gone = house / "no_such_directory" / "file";
  EXPECT_NE(write_file_synced(gone, "x", 0600).error().what.find("No such file"),
            std::string::npos);
  EXPECT_FALSE(sync_directory(gone));
}

TEST(ReadFile, says_why_it_cannot) {
  const TemporaryDirectory house("file");
  const fs::path gone = house / "no_such_file";
  EXPECT_EQ(read_file(gone).error().what,
            "cannot read " + gone.string() + ": No such file or directory");
  EXPECT_NE(read_file(house.path()).error().what.find("Is a directory"), std::string::npos);
}

}  // namespace
}  // namespace tanshu
