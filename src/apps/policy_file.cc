// SPDX-License-Identifier: Apache-2.0
// Reading them.
#include "apps/policy_file.h"

#include <fmt/format.h>

#include "base/file.h"

namespace tanshu::apps {

std::string first_line_or_text(const std::string& given) {
  const auto file = read_file(given);
  return file ? file->substr(0, file->find('\n')) : given;
}

Result<std::optional<proof::Policy>> read_policy_file(const std::string& path) {
  if (path.empty()) return std::optional<proof::Policy>();
  TRY_SET(const auto text, read_file(path));
  auto policy = proof::parse_policy(text);
  if (!policy) return failure(fmt::format("{}: {}", path, policy.error().what));
  return std::optional(std::move(*policy));
}

}  // namespace tanshu::apps
