// SPDX-License-Identifier: Apache-2.0
// Keys and policies as the command line gives them: in words or in files.
#pragma once

#include <optional>
#include <string>

#include "proof/policy.h"

namespace tanshu::apps {

/// The first line of the file of that name, or the text itself when there is no such file.
std::string first_line_or_text(const std::string& given);

/// The policy in the file; nothing when `path` is empty.
Result<std::optional<proof::Policy>> read_policy_file(const std::string& path);

}  // namespace tanshu::apps
