// SPDX-License-Identifier: Apache-2.0
// The byte-exact reader behind parse_document.
#include "certificate/canonical_reader.h"

#include "base/fields.h"

namespace tanshu::certificate {

void CanonicalReader::fail_at(std::size_t offset, std::string zh, std::string en) {
  if (problem_) return;
  problem_ = Problem{{std::move(zh), std::move(en)}, field_, offset};
}

bool CanonicalReader::next_is(char c, std::size_t ahead) const {
  return ok() && at_ + ahead < json_.size() && json_[at_ + ahead] == c;
}

void CanonicalReader::expect(std::string_view literal) {
  if (!ok()) return;
  for (const char c : literal) {
    if (!next_is(c))
      return fail_at(at_, fmt::format("此处应为 {}", literal),
                     fmt::format("{} belongs here", literal));
    ++at_;
  }
}

void CanonicalReader::expect_end() {
  if (ok() && at_ != json_.size())
    fail_at(at_, "文档之后还有多余的字节", "there are bytes after the document");
}

char CanonicalReader::escaped() {
  const char c = at_ < json_.size() ? json_[at_] : '\0';
  if (c == '"' || c == '\\') return c;
  if (c == 'n') return '\n';
  if (c == 't') return '\t';
  fail_at(at_, "不是规范的转义", "not a canonical escape");
  return c;
}

std::string CanonicalReader::text() {
  std::string value;
  expect("\"");
  const std::size_t from = at_;
  while (ok()) {
    if (at_ == json_.size())
      fail_at(at_, "文本没有结束", "a text without an end");
    else if (json_[at_] == '"')
      break;
    else if (json_[at_] == '\\')
      ++at_, value.push_back(escaped()), ++at_;
    else if (static_cast<unsigned char>(json_[at_]) < 0x20)
      fail_at(at_, "文本中有控制字符", "a control character in a text");
    else
      value.push_back(json_[at_++]);
  }
  if (ok()) check_utf8(from, json_.substr(from, at_ - from));
  expect("\"");
  return ok() ? value : std::string();
}

void CanonicalReader::check_utf8(std::size_t from, std::string_view raw) {
  if (text_is_clean(raw)) return;
  std::size_t good = 0;
  for (std::size_t length = 1; good + length <= raw.size() && length <= 4;) {
    if (!text_is_clean(raw.substr(good, length))) {
      ++length;
      continue;
    }
    good += length;
    length = 1;
  }
  fail_at(from + good, "不是合法的 UTF-8 文本", "not well-formed UTF-8");
}

std::uint64_t CanonicalReader::number() {
  const std::size_t from = at_;
  std::uint64_t value = 0;
  bool fits = true;
  for (; ok() && at_ < json_.size() && json_[at_] >= '0' && json_[at_] <= '9'; ++at_)
    fits = fits && !__builtin_mul_overflow(value, std::uint64_t{10}, &value) &&
           !__builtin_add_overflow(value, static_cast<std::uint64_t>(json_[at_] - '0'), &value);
  if (!ok()) return 0;
  if (at_ == from || !fits || (json_[from] == '0' && at_ != from + 1)) {
    fail_at(from, "不是规范的十进制整数", "not a plain whole number");
    return 0;
  }
  return value;
}

}  // namespace tanshu::certificate
