// SPDX-License-Identifier: Apache-2.0
// JSON Schemas of answers that no protocol record describes, for the OpenAPI document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/collection.h"

namespace tanshu::api {

struct NamedSchema {
  std::string_view name;
  std::string_view json;
};

const std::vector<NamedSchema>& own_schemas();

/// The type of a collection's rows as the API answers them.
const TypeInfo& row_type(const views::Collection& collection);

extern const std::string_view security_schemes;

}  // namespace tanshu::api
