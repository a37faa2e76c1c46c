// SPDX-License-Identifier: Apache-2.0
// I11: a refused command changes nothing but its own audit entry. (That the books are what the
// accepted entries alone make of them is I9; here each refusal is looked at by itself.)
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {

void i11_refusals_leave_no_trace(std::uint64_t log_index, const protocol::Record& record,
                                 const std::optional<Books>& books, Violations& found) {
  constexpr std::string_view name = "i11_refusals_leave_no_trace";
  if (record.outcome) return;
  if (protocol::refusal_text(record.outcome.error().number) == nullptr)
    found.push_back({name, fmt::format("entry {} was refused with number {}, which nobody gave out",
                                       log_index, record.outcome.error().number)});
  if (books && books->before != books->after)
    found.push_back({name, fmt::format("entry {} was refused and changed the books", log_index)});
}

}  // namespace tanshu::engine::invariants
