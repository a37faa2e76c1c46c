// SPDX-License-Identifier: Apache-2.0
// Reads JSON that must have exactly one spelling, and names the first byte that does not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "certificate/problem.h"

namespace tanshu::certificate {

/// After the first problem every further call does nothing; the caller asks `ok()` once, at the end
/// or in loops.
class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view json) : json_(json) {}

  bool ok() const { return !problem_; }
  const Problem& first_problem() const { return *problem_; }
  std::size_t offset() const { return at_; }

  /// The name under which problems are reported from here on.
  void enter(std::string field) { field_ = std::move(field); }
  /// These bytes and no others.
  void expect(std::string_view literal);
  void expect_end();
  /// Is this the byte at `ahead` from here?
  bool next_is(char c, std::size_t ahead = 0) const;
  /// A string in our writer's spelling.
  std::string text();
  /// A decimal number without leading zeroes.
  std::uint64_t number();

  /// A string whose value has one text form: `parse` reads it and `print` must give it back.
  template <class Value, class Print>
  Value value(std::optional<Value> (*parse)(std::string_view), Print print) {
    const std::size_t from = at_;
    const std::string spelled = text();
    if (!ok()) return {};
    const std::optional<Value> read = parse(spelled);
    if (read && print(*read) == spelled) return *read;
    fail_at(from + 1, "不是规范写法的值", "not a value in its canonical form");
    return {};
  }

  void fail_at(std::size_t offset, std::string zh, std::string en);

 private:
  char escaped();
  void check_utf8(std::size_t from, std::string_view raw);

  std::string_view json_;
  std::size_t at_ = 0;
  std::string field_;
  std::optional<Problem> problem_;
};

}  // namespace tanshu::certificate
