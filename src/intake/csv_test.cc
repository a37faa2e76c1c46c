// SPDX-License-Identifier: Apache-2.0
// The CSV reader takes what RFC 4180 allows and refuses the rest with line and field.
#include "intake/csv.h"

#include <gtest/gtest.h>

#include <sstream>

namespace tanshu::intake {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Verdict<Rows> read_all(const std::string& text, CsvLimits limits = {}) {
  std::istringstream in(text);
  CsvReader reader(in, limits);
  Rows rows;
  for (;;) {
    auto fields = reader.next();
    if (!fields) return std::unexpected(fields.error());
    if (fields->empty()) return rows;
    rows.emplace_back(fields->begin(), fields->end());
  }
}

RefusalCode code_of(const std::string& text, CsvLimits limits = {}) {
  const auto read = read_all(text, limits);
  EXPECT_FALSE(read.has_value()) << text;
  return read ? RefusalCode{} : read.error().code();
}

std::string parameter(const std::string& text, const std::string& name) {
  const auto read = read_all(text);
  for (const auto& [key, value] : read.error().parameters)
    if (key == name) return value;
  return "?";
}

TEST(Csv, reads_plain_quoted_and_empty_fields) {
  EXPECT_EQ(*read_all("a,b,c\n1,,3\n"), (Rows{{"a", "b", "c"}, {"1", "", "3"}}));
  EXPECT_EQ(*read_all("\"a\",\"b,b\"\r\n\"x\"\"y\",\"two\nlines\"\r\n"),
            (Rows{{"a", "b,b"}, {"x\"y", "two\nlines"}}));
}

TEST(Csv, takes_a_last_line_without_end) {
  EXPECT_EQ(*read_all("a,b\n1,2"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(*read_all("a,b\n1,\"2\""), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(*read_all("a,b\n1,"), (Rows{{"a", "b"}, {"1", ""}}));
}

TEST(Csv, hashes_the_exact_bytes_and_counts_lines) {
  const std::string text = "a,b\n\"1\n1\",2\n3,4\n";
  std::istringstream in(text);
  CsvReader reader(in);
  ASSERT_TRUE(reader.next().has_value());
  ASSERT_TRUE(reader.next().has_value());
  EXPECT_EQ(reader.line(), 2u);
  ASSERT_TRUE(reader.next().has_value());
  EXPECT_EQ(reader.line(), 4u);
  EXPECT_TRUE(reader.next()->empty());
  EXPECT_EQ(reader.rows(), 2u);
  EXPECT_EQ(reader.bytes(), text.size());
  EXPECT_EQ(reader.digest(), sha256(text));
}

TEST(Csv, reads_across_chunks) {
  std::string text = "name,value\n";
  for (int i = 0; i < 40000; ++i)
    text += "\"row " + std::to_string(i) + "\"," + std::to_string(i) + "\r\n";
  const auto rows = read_all(text);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->size(), 40001u);
  EXPECT_EQ(rows->back(), (std::vector<std::string>{"row 39999", "39999"}));
}

TEST(Csv, refuses_byte_order_marks) {
  EXPECT_EQ(code_of("\xEF\xBB\xBF"
                    "a,b\n1,2\n"),
            RefusalCode::csv_has_byte_order_mark);
  EXPECT_EQ(code_of("\xFF\xFE"
                    "a"),
            RefusalCode::csv_has_byte_order_mark);
}

TEST(Csv, refuses_workbooks) {
  EXPECT_EQ(code_of("PK\x03\x04rest"), RefusalCode::csv_is_a_workbook);
  EXPECT_EQ(code_of("\xD0\xCF\x11\xE0rest"), RefusalCode::csv_is_a_workbook);
}

TEST(Csv, refuses_nul_bad_utf8_and_control_characters) {
  EXPECT_EQ(code_of(std::string("a,b\n1,\0\n", 8)), RefusalCode::csv_has_nul_byte);
  EXPECT_EQ(code_of("a,b\n1,\xB0\xFC\xCD\xB7\n"), RefusalCode::csv_is_not_utf8);
  EXPECT_EQ(parameter("a,b\n1,\xB0\xFC\n", "field"), "2");
  EXPECT_EQ(code_of("a,b\n1,\x1b[0m\n"), RefusalCode::csv_has_control_character);
}

TEST(Csv, refuses_malformed_quotes) {
  for (const char* text : {"a\nx\"y\n", "a\n\"x\"y\n", "a\n\"x\n", "\"a"})
    EXPECT_EQ(code_of(text), RefusalCode::csv_quote_is_malformed) << text;
}

TEST(Csv, refuses_bare_carriage_returns) {
  EXPECT_EQ(code_of("a,b\r1,2\r"), RefusalCode::csv_line_end_is_wrong);
  EXPECT_EQ(code_of("a,b\n1,2\r"), RefusalCode::csv_line_end_is_wrong);
}

TEST(Csv, refuses_another_number_of_fields_and_says_the_line) {
  EXPECT_EQ(code_of("a,b\n1,2\n7,9,3\n"), RefusalCode::csv_field_count_differs);
  EXPECT_EQ(parameter("a,b\n1,2\n7,9,3\n", "line"), "3");
  EXPECT_EQ(code_of("a,b\n1,2\n\n3,4\n"), RefusalCode::csv_field_count_differs);
}

TEST(Csv, refuses_empty_files_and_other_separators) {
  EXPECT_EQ(code_of(""), RefusalCode::csv_is_empty);
  EXPECT_EQ(code_of("\n"), RefusalCode::csv_is_empty);
  EXPECT_EQ(code_of("a;b;c\n1;2;3\n"), RefusalCode::csv_separator_is_wrong);
  EXPECT_EQ(code_of("a\tb\n1\t2\n"), RefusalCode::csv_separator_is_wrong);
}

TEST(Csv, refuses_a_repeated_column_but_not_empty_names) {
  EXPECT_EQ(code_of("a,b,a\n1,2,3\n"), RefusalCode::csv_column_is_repeated);
  EXPECT_TRUE(read_all(",,a\n1,2,3\n").has_value());
}

TEST(Csv, holds_its_limits) {
  const CsvLimits small{64, 3, 2};
  EXPECT_EQ(code_of("a,b,c,d\n", small), RefusalCode::csv_has_too_many_fields);
  EXPECT_EQ(code_of("a\n1\n2\n3\n", small), RefusalCode::csv_has_too_many_rows);
  EXPECT_EQ(code_of("a\n" + std::string(65, '1'), small), RefusalCode::csv_line_is_too_long);
  EXPECT_TRUE(read_all("a\n1\n2\n", small).has_value());
}

/// A gigabyte without a line end, made as it is read.
class EndlessLine : public std::streambuf {
 public:
  std::size_t given() const { return given_; }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize count) override {
    const std::string_view header = "a,b\n";
    std::streamsize done = 0;
    while (done < count && given_ < (std::size_t{1} << 30)) {
      to[done++] = given_ < header.size() ? header[given_] : '7';
      ++given_;
    }
    return done;
  }

 private:
  std::size_t given_ = 0;
};

TEST(Csv, stops_a_line_of_a_gigabyte_after_its_first_mebibyte) {
  EndlessLine source;
  std::istream in(&source);
  CsvReader reader(in);
  ASSERT_TRUE(reader.next().has_value());
  const auto refused = reader.next();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), RefusalCode::csv_line_is_too_long);
  EXPECT_EQ(refused.error().parameters[0].value, "2");
  EXPECT_LT(source.given(), std::size_t{2} << 20);
}

TEST(Csv, every_intake_refusal_speaks_both_languages) {
  std::size_t counted = 0;
  for (const auto& text : protocol::all_refusals()) {
    const auto number = static_cast<int>(text.code);
    if (number < 2000 || number > 2099) continue;
    ++counted;
    EXPECT_FALSE(text.english.empty() || text.chinese.empty()) << text.name;
    EXPECT_GE(text.http_status, 400) << text.name;
  }
  EXPECT_GE(counted, 40u);
}

}  // namespace
}  // namespace tanshu::intake
