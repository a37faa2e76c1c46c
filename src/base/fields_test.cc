// SPDX-License-Identifier: Apache-2.0
// Tests of what follows from described structs: codes and texts, bytes, JSON out and in, run-time
// types.
#include "base/fields.h"

#include <gtest/gtest.h>

#include "base/codec.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/type_info.h"

namespace tanshu {
namespace sample {

enum class Colour : std::uint8_t { red, green };
struct TreeTag {
  static constexpr std::string_view name = "tree";
};
struct Leaf {
  static constexpr std::string_view type_name = "Leaf";
  std::int32_t length_mm = 0;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("length_mm", self.length_mm, "Its length.");
  }
};
struct Tree {
  static constexpr std::string_view type_name = "Tree";
  Id<TreeTag> id;
  Colour colour = Colour::red;
  std::vector<Leaf> leaves;
  std::optional<Carbon> stored;
  std::string note;
  Bytes bark;
  bool alive = false;
  std::uint8_t age = 0;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Its code.");
    visit("colour", self.colour, "Its colour.");
    visit("leaves", self.leaves, "Its leaves.");
    visit("stored", self.stored, "What it stores.");
    visit("note", self.note, "A note.");
    visit("bark", self.bark, "Raw bytes.");
    visit("alive", self.alive, "Whether it lives.");
    visit("age", self.age, "Years.");
  }
};

}  // namespace sample
}  // namespace tanshu

template <>
struct tanshu::EnumNames<tanshu::sample::Colour> {
  static constexpr std::string_view name = "colour";
  static constexpr auto values = std::to_array<std::string_view>({"red", "green"});
};

namespace tanshu {
namespace {

using sample::Tree;

Tree larch() {
  return {{"larch-1"}, sample::Colour::green, {{-5}, {7}}, tonnes(2), "落叶松", {1, 255}, true, 40};
}
constexpr std::string_view larch_json =
    R"({"id":"larch-1","colour":"green","leaves":[{"length_mm":-5},{"length_mm":7}],"stored":"2 tCO2e",)"
    R"("note":"落叶松","bark":"Af8=","alive":true,"age":40})";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::expected<Tree, JsonProblem> read(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  return JsonReader::read<Tree>(document->root(), "tree");
}

void expect_problem(std::string_view from, std::string_view to, JsonProblem::Kind kind,
                    std::string_view path) {
  const std::string text = replaced(std::string(larch_json), from, to);
  const auto tree = read(text);
  ASSERT_FALSE(tree) << text;
  EXPECT_EQ(tree.error().kind, kind) << text;
  EXPECT_EQ(tree.error().path, path) << text;
}

TEST(IdForm, is_short_lower_case_and_starts_with_a_letter_or_digit) {
  for (const char* text : {"a", "0", "t000001", "listing/gy-2024-01", "a.b_c-d/e"})
    EXPECT_TRUE(id_is_well_formed(text));
  for (const char* text : {"", "A", "-a", "/a", ".a", "a b", "a~", "é", "碳", "a\n", "a'"})
    EXPECT_FALSE(id_is_well_formed(text)) << text;
  EXPECT_TRUE(id_is_well_formed(std::string(id_bytes_max, 'a')));
  EXPECT_FALSE(id_is_well_formed(std::string(id_bytes_max + 1, 'a')));
}

TEST(TextForm, is_utf8_that_reads_as_it_is_stored) {
  for (const char* text :
       {"", "碳票", "a\tb\nc", "é", "😀", "\xef\xbf\xbd", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(text_is_clean(text)) << text;
  for (const char* text : {"\x01", "\r", "\x7f", "\x80", "\xc0\xaf", "\xc3", "\xe0\x80\x80",
                           "\xed\xa0\x80", "\xe7\xa2", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
                           "\xf8\x88\x80\x80\x80", "\xff", "\xc2\x85",
                           "a\xe2\x80\xae"
                           "b",
                           "a\xe2\x81\xa6"
                           "b",
                           "a\xe2\x80\xa8"
                           "b"})
    EXPECT_FALSE(text_is_clean(text)) << to_hex(view_of(text));
  EXPECT_FALSE(text_is_clean(std::string_view("\0", 1)));
}

TEST(EnumNames, go_both_ways) {
  EXPECT_EQ(name_of(sample::Colour::green), "green");
  EXPECT_EQ(enum_from_name<sample::Colour>("red"), sample::Colour::red);
  EXPECT_FALSE(enum_from_name<sample::Colour>("blue"));
}

TEST(Codec, has_the_documented_layout) {
  EXPECT_EQ(to_hex(encode(larch())),
            "07000000"
            "6c617263682d31"  // u32 length, id
            "01"              // enumeration
            "02000000"
            "fbffffff"
            "07000000"  // list of two i32
            "01"
            "0094357700000000"  // optional i64
            "09000000"
            "e890bde58fb6e69dbe"  // text
            "02000000"
            "01ff"  // bytes
            "01"
            "28");  // bool, u8
}

TEST(Codec, returns_what_it_took_and_nothing_else) {
  const Bytes bytes = encode(larch());
  const auto tree = decode<Tree>(bytes);
  ASSERT_TRUE(tree);
  EXPECT_EQ(to_json(*tree), larch_json);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode<Tree>(ByteView(bytes).first(size)));
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode<Tree>(longer));
}

TEST(Codec, refuses_values_out_of_range) {
  const Bytes bytes = encode(larch());
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Bytes changed = bytes;
    changed.at(at) = value;
    return decode<Tree>(changed).has_value();
  };
  EXPECT_TRUE(with(11, 0));
  EXPECT_FALSE(with(11, 2)) << "enumeration";
  EXPECT_FALSE(with(4, 'L')) << "id";
  EXPECT_FALSE(with(24, 2)) << "optional";
  EXPECT_FALSE(with(37, 0xff)) << "text";
  EXPECT_FALSE(with(bytes.size() - 2, 2)) << "boolean";
  EXPECT_FALSE(with(3, 0xff)) << "length";
  EXPECT_FALSE(with(15, 0xff)) << "list length";
}

TEST(Codec, refuses_texts_that_are_too_long) {
  EXPECT_TRUE(decode<std::string>(encode(std::string(text_bytes_max, 'a'))));
  EXPECT_FALSE(decode<std::string>(encode(std::string(text_bytes_max + 1, 'a'))));
}

TEST(JsonOut, has_one_spelling) {
  EXPECT_EQ(to_json(larch()), larch_json);
  Tree tree = larch();
  tree.stored.reset();
  tree.note = "\"\\\n\t";
  EXPECT_EQ(to_json(tree), replaced(replaced(std::string(larch_json), "\"2 tCO2e\"", "null"),
                                    "落叶松", R"(\"\\\n\t)"));
  JsonWriter json;
  json.text(std::string_view("\x01\x1f\r", 3));
  EXPECT_EQ(json.text(), R"("\u0001\u001f\u000d")");
}

TEST(JsonOut, separates_and_nests) {
  JsonWriter json;
  json.begin_array().begin_object().end_object().begin_array().end_array().null().boolean(false);
  json.begin_object()
      .member("a", std::uint64_t{1})
      .key("b")
      .begin_array()
      .number(std::int64_t{-2})
      .end_array();
  json.member("c", "x").end_object().end_array();
  EXPECT_EQ(json.take(), R"([{},[],null,false,{"a":1,"b":[-2],"c":"x"}])");
}

TEST(JsonIn, returns_what_was_written) {
  const auto tree = read(larch_json);
  ASSERT_TRUE(tree) << tree.error().path;
  EXPECT_EQ(to_json(*tree), larch_json);
}

TEST(JsonIn, lets_optionals_be_null_or_missing) {
  EXPECT_FALSE(read(replaced(std::string(larch_json), "\"2 tCO2e\"", "null"))->stored);
  EXPECT_FALSE(read(replaced(std::string(larch_json), R"("stored":"2 tCO2e",)", ""))->stored);
}

TEST(JsonIn, names_unknown_missing_and_repeated_fields) {
  using Kind = JsonProblem::Kind;
  expect_problem(R"("age":40)", R"("age":40,"size":1)", Kind::unknown_field, "tree.size");
  expect_problem(R"("alive":true,)", "", Kind::missing_field, "tree.alive");
  expect_problem(R"("age":40)", R"("age":40,"age":40)", Kind::duplicate_field, "tree.age");
  expect_problem(R"("age":40)", R"("age":40,"\u0061ge":40)", Kind::duplicate_field, "tree.age");
  expect_problem(R"({"length_mm":7})", R"({"length_mm":7,"x":1})", Kind::unknown_field,
                 "tree.leaves[1].x");
  expect_problem(R"({"length_mm":7})", R"({})", Kind::missing_field, "tree.leaves[1].length_mm");
}

TEST(JsonIn, names_wrong_types_and_values) {
  using Kind = JsonProblem::Kind;
  expect_problem(R"("age":40)", R"("age":256)", Kind::wrong_type, "tree.age");
  expect_problem(R"("age":40)", R"("age":-1)", Kind::wrong_type, "tree.age");
  expect_problem(R"("age":40)", R"("age":4.0)", Kind::wrong_type, "tree.age");
  expect_problem(R"("age":40)", R"("age":"40")", Kind::wrong_type, "tree.age");
  expect_problem(R"("age":40)", R"("age":null)", Kind::wrong_type, "tree.age");
  expect_problem("-5", "-2147483649", Kind::wrong_type, "tree.leaves[0].length_mm");
  expect_problem("true", "1", Kind::wrong_type, "tree.alive");
  expect_problem("\"2 tCO2e\"", "2", Kind::wrong_type, "tree.stored");
  expect_problem("\"2 tCO2e\"", "\"2 CNY\"", Kind::bad_value, "tree.stored");
  expect_problem("green", "blue", Kind::bad_value, "tree.colour");
  expect_problem("larch-1", "Larch", Kind::bad_value, "tree.id");
  expect_problem("larch-1", "", Kind::bad_value, "tree.id");
  expect_problem("Af8=", "Af9=", Kind::bad_value, "tree.bark");
  expect_problem("落叶松", R"(\u0000)", Kind::bad_value, "tree.note");
  expect_problem(R"([{"length_mm":-5},{"length_mm":7}])", "{}", Kind::wrong_type, "tree.leaves");
}

TEST(JsonIn, refuses_what_is_not_json) {
  for (const char* text : {"", "{", "{}{}", "[1,]", "{'a':1}", "nul", "\"\xff\"", "{\"a\":01}"})
    EXPECT_EQ(read(text).error().kind, JsonProblem::Kind::not_json) << text;
  EXPECT_EQ(read(std::string(5000, '[')).error().kind, JsonProblem::Kind::not_json);
  EXPECT_EQ(read("").error().expected, "it is empty");
  EXPECT_EQ(read("{\"a\":\"").error().expected, "a string is not closed");
  EXPECT_EQ(read("{\"a\":1").error().expected, "brackets, commas and colons do not fit together");
  EXPECT_EQ(read("[]").error().kind, JsonProblem::Kind::wrong_type);
}

TEST(TypeInfo, describes_every_field) {
  const TypeInfo& type = type_of<Tree>();
  ASSERT_EQ(type.fields.size(), 8u);
  EXPECT_EQ(type.name, "Tree");
  EXPECT_EQ(type.fields[0].type->shape, Shape::id);
  EXPECT_EQ(type.fields[0].type->name, "tree");
  EXPECT_EQ(type.fields[1].type->values, (std::vector<std::string>{"red", "green"}));
  EXPECT_EQ(type.fields[2].type->element->name, "Leaf");
  EXPECT_EQ(type.fields[3].type->element->shape, Shape::carbon);
  EXPECT_EQ(type.fields[5].type->shape, Shape::bytes);
  EXPECT_EQ(shape_name(Shape::record), "record");
  EXPECT_EQ(shape_name(Shape::boolean), "boolean");
  EXPECT_EQ(type.fields[7].doc, "Years.");
}

}  // namespace
}  // namespace tanshu
