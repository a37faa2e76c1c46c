// SPDX-License-Identifier: Apache-2.0
// Codes are of small letters, digits, '.', '_' and '-'.
#include "fix/order_id.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "protocol/codes.h"

namespace tanshu::fix {
namespace {

constexpr std::size_t user_digits = 6;

char letter_of(Version version) {
  return version == Version::fix44 ? 'f' : 'g';
}

std::string prefix_of(Version version, std::string_view user) {
  return letter_of(version) + sha256(view_of(user)).hex().substr(0, user_digits) + '.';
}

bool is_between(char c, char first, char last) {
  return c >= first && c <= last;
}

/// Nothing when an underscore stands before something else than a letter or another one.
std::optional<std::string> with_capitals(std::string_view code) {
  std::string text;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] != '_') {
      text += code[i];
      continue;
    }
    if (++i == code.size()) return std::nullopt;
    if (code[i] == '_')
      text += '_';
    else if (is_between(code[i], 'a', 'z'))
      text += static_cast<char>(code[i] - 'a' + 'A');
    else
      return std::nullopt;
  }
  return text;
}

}  // namespace

std::optional<protocol::OrderId> order_id_of(const SessionKey& key, std::string_view cl_ord_id) {
  std::string code = prefix_of(key.version, key.theirs);
  for (const char c : cl_ord_id) {
    if (is_between(c, 'a', 'z') || is_between(c, '0', '9') || c == '-' || c == '.')
      code += c;
    else if (is_between(c, 'A', 'Z'))
      code += {'_', static_cast<char>(c - 'A' + 'a')};
    else if (c == '_')
      code += "__";
    else
      return std::nullopt;
  }
  if (cl_ord_id.empty() || code.size() > protocol::given_code_bytes_max) return std::nullopt;
  return protocol::OrderId{code};
}

std::optional<FixOrder> fix_order_of(const protocol::OrderId& id, const protocol::UserId& user) {
  for (const Version version : {Version::fix44, Version::fixt11}) {
    const std::string prefix = prefix_of(version, user.text.view());
    if (!id.text.view().starts_with(prefix)) continue;
    auto cl_ord_id = with_capitals(id.text.view().substr(prefix.size()));
    if (cl_ord_id) return FixOrder{version, std::move(*cl_ord_id)};
  }
  return std::nullopt;
}

std::string idempotency_key_of(Version version, std::string_view cl_ord_id) {
  return fmt::format("fix/{}/{}", letter_of(version), cl_ord_id);
}

std::optional<FixOrder> fix_order_in(std::string_view idempotency_key) {
  for (const Version version : {Version::fix44, Version::fixt11}) {
    const std::string prefix = idempotency_key_of(version, {});
    if (!idempotency_key.starts_with(prefix)) continue;
    const std::string_view rest = idempotency_key.substr(prefix.size());
    return FixOrder{version, std::string(rest.substr(0, rest.find('/')))};
  }
  return std::nullopt;
}

}  // namespace tanshu::fix
