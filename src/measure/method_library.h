// SPDX-License-Identifier: Apache-2.0
// All methods of a rules directory, loaded once and found by id.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "measure/method.h"

namespace tanshu::measure {

class MethodLibrary {
 public:
  /// Reads `rules`/uncertainty/*.toml and `rules`/methods/*.toml in name order; each file is named
  /// after its id. One bad file fails the load: a service must not start with half its rules.
  /// Problems: method_file_unreadable, method_file_malformed, rule_unknown.
  static Measured<MethodLibrary> load(const std::filesystem::path& rules);

  /// Problem: method_unknown.
  Measured<const Method*> find(std::string_view id) const;
  const std::vector<Method>& methods() const { return methods_; }

 private:
  std::vector<Method> methods_;
};

}  // namespace tanshu::measure
