// SPDX-License-Identifier: Apache-2.0
// What can be wrong with JSON that was handed in. Apart from the reader, so that headers that only
// pass elements on do not pay for the parser.
#pragma once

#include <string>

namespace simdjson::dom {
class element;
}

namespace tanshu {

using JsonElement = simdjson::dom::element;

struct JsonProblem {
  enum class Kind {
    not_json,
    unknown_field,
    missing_field,
    duplicate_field,
    wrong_type,
    bad_value
  };
  Kind kind = Kind::not_json;
  std::string path;      ///< "body.lots[0].amount"; empty for the whole document
  std::string expected;  ///< what would have been right there, or why it is not JSON
};

}  // namespace tanshu
