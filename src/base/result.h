// SPDX-License-Identifier: Apache-2.0
// Result: what a call that can meet the world's failures returns. Refusals (protocol/refusal.h)
// travel apart.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace tanshu {

/// A failure of the world: disk, socket, SQL, a file that is not what it claims. Never a business
/// decision.
struct Failure {
  std::string what;
};

template <class T>
using Result = std::expected<T, Failure>;

inline std::unexpected<Failure> failure(std::string what) {
  return std::unexpected(Failure{std::move(what)});
}

}  // namespace tanshu

/// Returns the failure (or refusal) of `expression` from the enclosing function, if it has one.
#define TRY(expression)                                       \
  do {                                                        \
    if (auto try_result_ = (expression); !try_result_)        \
      return std::unexpected(std::move(try_result_).error()); \
  } while (false)

#define TRY_JOIN_(a, b) a##b
#define TRY_NAME_(line) TRY_JOIN_(try_value_, line)
/// Declares `target` with the value of `expression`, or returns its failure (or refusal).
#define TRY_SET(target, expression)                                                         \
  auto TRY_NAME_(__LINE__) = (expression);                                                  \
  if (!TRY_NAME_(__LINE__)) return std::unexpected(std::move(TRY_NAME_(__LINE__)).error()); \
  target = std::move(*TRY_NAME_(__LINE__))
