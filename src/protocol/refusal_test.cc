// SPDX-License-Identifier: Apache-2.0
// Tests of the refusal catalogue: numbered once, in both languages, with the same parameters.
#include "protocol/refusal.h"

#include <gtest/gtest.h>

#include <set>

namespace tanshu::protocol {
namespace {

std::set<std::string> parameters_of(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) {
      ADD_FAILURE() << text << ": a brace is not closed";
      break;
    }
    names.emplace(text.substr(open + 1, close - open - 1));
  }
  return names;
}

/// Where a value is itself text in a language, the Chinese message takes `name_zh` where the
/// English takes `name`.
std::set<std::string> without_language(const std::set<std::string>& names) {
  std::set<std::string> plain;
  for (const std::string& name : names)
    plain.insert(name.ends_with("_zh") ? name.substr(0, name.size() - 3) : name);
  return plain;
}

bool ends_like_a_sentence(std::string_view text, std::string_view stop) {
  return text.ends_with(stop) || text.ends_with('}');
}

TEST(Refusals, have_unique_numbers_and_names) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  for (const RefusalText& text : all_refusals()) {
    EXPECT_TRUE(numbers.insert(static_cast<std::uint16_t>(text.code)).second) << text.name;
    EXPECT_TRUE(names.insert(text.name).second) << text.name;
    EXPECT_GE(text.http_status, 400) << text.name;
    EXPECT_LE(text.http_status, 599) << text.name;
    EXPECT_EQ(refusal_text(static_cast<std::uint16_t>(text.code)), &text);
  }
  EXPECT_EQ(refusal_text(1), nullptr);
}

TEST(Refusals, say_the_same_parameters_in_both_languages) {
  for (const RefusalText& text : all_refusals()) {
    EXPECT_EQ(parameters_of(text.english), without_language(parameters_of(text.chinese)))
        << text.name;
    for (const std::string& name : parameters_of(text.english)) {
      EXPECT_FALSE(name.empty()) << text.name;
      EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos)
          << text.name;
    }
    EXPECT_TRUE(ends_like_a_sentence(text.english, ".")) << text.name;
    EXPECT_TRUE(ends_like_a_sentence(text.chinese, "。")) << text.name;
  }
}

void expect_filled(std::string_view pattern, const std::string& message) {
  EXPECT_EQ(message.find('{'), std::string::npos) << message;
  EXPECT_EQ(message.find('?'), std::string::npos) << message;
  for (const std::string& name : parameters_of(pattern))
    EXPECT_NE(message.find("<" + name + ">"), std::string::npos) << message;
}

TEST(Refusals, fill_every_parameter) {
  for (const RefusalText& text : all_refusals()) {
    Refusal refusal{static_cast<std::uint16_t>(text.code), {}};
    for (const std::string_view pattern : {text.english, text.chinese})
      for (const std::string& name : parameters_of(pattern))
        refusal.parameters.push_back({name, "<" + name + ">"});
    expect_filled(text.english, english_of(refusal));
    expect_filled(text.chinese, chinese_of(refusal));
  }
}

TEST(Refusals, show_a_missing_parameter_and_an_unknown_number) {
  EXPECT_EQ(english_of({1105, {}}), "Report ? is not known.");
  EXPECT_EQ(english_of({1, {}}), "Refused.");
  EXPECT_EQ(chinese_of({1, {}}), "已拒绝。");
}

TEST(Refusals, punctuate_chinese_as_chinese) {
  for (const RefusalText& text : all_refusals()) {
    bool named = false;
    for (const char c : text.chinese) {
      named = c == '{' || (named && c != '}');
      EXPECT_FALSE(!named && std::string_view(",:;()!?").contains(c)) << text.chinese;
    }
  }
}

TEST(Refusals, say_in_chinese_what_was_expected) {
  const auto type =
      refuse(RefusalCode::field_has_wrong_type, {{"field", "id"}, {"expected", "an object"}})
          .error();
  EXPECT_EQ(english_of(type), "Field id must be an object.");
  EXPECT_EQ(chinese_of(type), "字段 id 的类型应为：对象。");
  const auto value = refuse(RefusalCode::field_has_bad_value,
                            {{"field", "kind"}, {"expected", "one of pledge, freeze"}})
                         .error();
  EXPECT_EQ(chinese_of(value), "字段 kind 的值应为：以下之一：pledge, freeze。");
  const auto limit = refuse(RefusalCode::query_is_wrong,
                            {{"parameter", "limit"}, {"expected", "a whole number from 1 to 9"}})
                         .error();
  EXPECT_EQ(chinese_of(limit), "查询参数 limit 应为：1 至 9 的整数。");
}

TEST(Refusals, take_of_a_problem_in_two_languages_the_one_they_speak) {
  const auto stopped =
      refuse(RefusalCode::writing_has_stopped, {{"problem", "磁盘已满 | the disk is full"}})
          .error();
  EXPECT_EQ(english_of(stopped), "The server has stopped taking writes: the disk is full.");
  EXPECT_EQ(chinese_of(stopped), "服务器已停止写入：磁盘已满。");
}

/// A code that reads like a phrase stays a code.
TEST(Refusals, leave_names_as_they_are) {
  const auto unknown =
      refuse(RefusalCode::item_is_unknown, {{"id", "text"}, {"collection", "absent"}}).error();
  EXPECT_EQ(chinese_of(unknown), "absent 中没有 text。");
}

TEST(Refusals, do_not_fill_a_value_again) {
  EXPECT_EQ(english_of({1105, {{"report", "{report}"}}}), "Report {report} is not known.");
}

}  // namespace
}  // namespace tanshu::protocol
