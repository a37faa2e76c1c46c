// SPDX-License-Identifier: Apache-2.0
// Names of the shapes.
#include "base/type_info.h"

#include <array>

namespace tanshu {

std::string_view shape_name(Shape shape) {
  static constexpr std::array<std::string_view, 22> names = {
      "boolean", "u8",     "u16",         "u32",   "u64",      "i32",     "i64",     "text",
      "bytes",   "digest", "carbon",      "money", "area",     "degrees", "instant", "day",
      "serial",  "id",     "enumeration", "list",  "optional", "record"};
  return names[static_cast<std::size_t>(shape)];
}

}  // namespace tanshu
