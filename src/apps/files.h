// SPDX-License-Identifier: Apache-2.0
// Where the program finds what it ships with, and small texts of figures.
#pragma once

#include <filesystem>
#include <string>

#include "base/quantity.h"

namespace tanshu::apps {

/// The given directory, else `rules` beside the program, beside its parent, or in the working
/// directory.
std::filesystem::path rules_dir(const std::string& given);

std::string decimal_of_area(Area area);

}  // namespace tanshu::apps
