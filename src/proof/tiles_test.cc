// SPDX-License-Identifier: Apache-2.0
// Tile paths have one spelling each; bundles have no slack.
#include "proof/tiles.h"

#include <gtest/gtest.h>

namespace tanshu::proof {
namespace {

TEST(TilePath, is_that_of_the_specification) {
  EXPECT_EQ(tile_path({false, 0, 1234067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({false, 0, 1234067, 8}), "tile/0/x001/x234/067.p/8");
  EXPECT_EQ(tile_path({true, 0, 0, 256}), "tile/entries/000");
  EXPECT_EQ(tile_path({false, 3, 1000, 255}), "tile/3/x001/000.p/255");
}

TEST(ParseTilePath, inverts_tile_path) {
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{999}, std::uint64_t{1000},
                                    std::uint64_t{1234067}, ~std::uint64_t{0} / 256}) {
    for (const unsigned width : {1u, 88u, 255u, 256u}) {
      const TileName hashes{false, 2, index, width};
      const TileName entries{true, 0, index, width};
      EXPECT_EQ(parse_tile_path(tile_path(hashes)), hashes);
      EXPECT_EQ(parse_tile_path(tile_path(entries)), entries);
    }
  }
}

TEST(ParseTilePath, refuses_every_other_spelling) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/00/000",
                           "tile/8/000",
                           "tile/-1/000",
                           "tile/0/x000/001",
                           "tile/0/001/002",
                           "tile/0/x001",
                           "tile/0/x001/x002",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/08",
                           "tile/0/000.p/256",
                           "tile/0/000.p/1/",
                           "tile/entries/x000/000",
                           "/tile/0/000",
                           "tile/0/000/",
                           "tile/0/x001//002",
                           "tile/Entries/000",
                           "tile/0/x999/x999/x999/x999/x999/x999/x999/999"})
    EXPECT_FALSE(parse_tile_path(path)) << path;
}

TEST(ParseBundle, gives_entries_of_every_length) {
  Bytes bundle;
  const Bytes longest(entry_bytes_max, 7);
  append_to_bundle(bundle, {});
  append_to_bundle(bundle, view_of("abc"));
  append_to_bundle(bundle, longest);
  const auto entries = parse_bundle(bundle, 3);
  ASSERT_TRUE(entries);
  EXPECT_EQ((*entries)[0].size(), 0u);
  EXPECT_EQ(text_of((*entries)[1]), "abc");
  EXPECT_EQ((*entries)[2].size(), entry_bytes_max);
}

TEST(ParseBundle, names_entry_and_offset) {
  Bytes bundle;
  append_to_bundle(bundle, view_of("abc"));
  append_to_bundle(bundle, view_of("defg"));
  const auto short_of_one = parse_bundle(bundle, 3);
  ASSERT_FALSE(short_of_one);
  EXPECT_NE(short_of_one.error().what.find("offset 11: entry 2"), std::string::npos);
  const auto cut = parse_bundle(ByteView(bundle).first(10), 2);
  ASSERT_FALSE(cut);
  EXPECT_NE(cut.error().what.find("offset 5: entry 1"), std::string::npos);
  EXPECT_FALSE(parse_bundle(bundle, 1));
}

}  // namespace
}  // namespace tanshu::proof
