// SPDX-License-Identifier: Apache-2.0
// Reading the policy file strictly: a misspelt rule must not become a weaker rule.
#include "proof/policy.h"

#include <toml++/toml.h>

#include <algorithm>

#include "proof/wording.h"

namespace tanshu::proof {
namespace {

constexpr std::size_t followers_max = 64;

std::unexpected<Failure> wrong(const std::string& where, std::string_view zh, std::string_view en) {
  return failure(fmt::format("{}：{} | {}: {}", where, zh, where, en));
}

Result<std::string> text_at(const toml::table& table, std::string_view key,
                            const std::string& where) {
  const auto value = table[key].value_exact<std::string>();
  if (!value) return wrong(where, "须为文本", "must be text");
  return *value;
}

Result<void> check_members(const toml::table& table, const std::string& where,
                           std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table)
    if (std::ranges::find(known, key.str()) == known.end())
      return wrong(where + std::string(key.str()), "未知的项", "is not known");
  return {};
}

Result<Verifier> key_at(const toml::table& table, std::string_view member,
                        const std::string& where) {
  const auto text = text_at(table, member, where);
  if (!text) return std::unexpected(text.error());
  auto key = parse_vkey(*text);
  if (!key) return failure(fmt::format("{}: {}", where, key.error().what));
  return std::move(*key);
}

Result<void> read_quorum(const toml::table& root, Policy& policy) {
  const toml::table* rule = root["confirmed"].as_table();
  if (rule == nullptr || rule->empty())
    return wrong("confirmed", "须写明各类声明所需家数，如 { executed = 2 }",
                 "must say how many followers each statement needs, such as { executed = 2 }");
  TRY(check_members(*rule, "confirmed.", {"seen", "holds", "executed"}));
  for (const Statement statement : all_statements) {
    if (!rule->contains(name_of(statement))) continue;
    const auto count = (*rule)[name_of(statement)].value_exact<std::int64_t>();
    if (!count || *count < 1 || *count > static_cast<std::int64_t>(followers_max))
      return wrong(fmt::format("confirmed.{}", name_of(statement)), "须为 1 至 64 的整数",
                   "must be a whole number from 1 to 64");
    policy.quorum[index_of(statement)] = static_cast<unsigned>(*count);
  }
  return {};
}

Result<void> read_follower(const toml::table& table, const std::string& where, Policy& policy) {
  TRY(check_members(table, where, {"name", "seen", "holds", "executed"}));
  FollowerKeys follower;
  auto name = text_at(table, "name", where + "name");
  if (!name) return std::unexpected(name.error());
  follower.name = std::move(*name);
  if (!is_key_name(follower.name)) return wrong(where + "name", "名称不合规", "not a key name");
  for (const FollowerKeys& other : policy.followers)
    if (other.name == follower.name) return wrong(where + "name", "重复", "stands twice");
  for (const Statement statement : all_statements) {
    const std::string_view member = name_of(statement);
    if (!table.contains(member)) continue;
    TRY_SET(const Verifier key, key_at(table, member, where + std::string(member)));
    if (key.kind != KeyKind::cosignature)
      return wrong(where + std::string(member), "须为共签公钥（类型 04）",
                   "must be a cosignature key (type 04)");
    if (key.name != key_name(follower.name, statement))
      return wrong(where + std::string(member), "公钥名称须为 名称/声明",
                   "the key must be named as the follower, a slash and the statement");
    follower.keys[index_of(statement)] = key;
  }
  policy.followers.push_back(std::move(follower));
  return {};
}

/// One secret must not count as two followers, nor as two statements.
Result<void> check_keys_differ(const Policy& policy) {
  const std::vector<Verifier> keys = policy.keys();
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (keys[i].key == keys[j].key)
        return wrong(keys[i].name, fmt::format("与 {} 是同一公钥", keys[j].name),
                     fmt::format("is the same key as {}", keys[j].name));
  return {};
}

Result<void> check_quorum(const Policy& policy) {
  for (const Statement statement : all_statements) {
    const std::size_t at = index_of(statement);
    const auto able = static_cast<unsigned>(std::ranges::count_if(
        policy.followers, [at](const FollowerKeys& f) { return f.keys[at].has_value(); }));
    if (policy.quorum[at] > able)
      return wrong(fmt::format("confirmed.{}", name_of(statement)),
                   fmt::format("需要 {} 家，仅列出 {} 家", policy.quorum[at], able),
                   fmt::format("asks for {} followers, {} are listed", policy.quorum[at], able));
  }
  return {};
}

Result<Policy> read_policy(const toml::table& root) {
  TRY(check_members(root, "", {"log", "confirmed", "follower"}));
  Policy policy;
  if (root.contains("log")) {
    TRY_SET(policy.log, key_at(root, "log", "log"));
    if (policy.log->kind != KeyKind::ed25519)
      return wrong("log", "不是日志的签名公钥", "is not the signing key of a log");
  }
  TRY(read_quorum(root, policy));
  const toml::array* followers = root["follower"].as_array();
  if (followers == nullptr || followers->size() > followers_max)
    return wrong("follower", "须列出 1 至 64 个 [[follower]]", "list 1 to 64 [[follower]]");
  for (std::size_t i = 0; i < followers->size(); ++i) {
    const toml::table* table = (*followers)[i].as_table();
    const std::string where = fmt::format("follower[{}].", i);
    if (table == nullptr) return wrong(where, "须为表", "must be a table");
    TRY(read_follower(*table, where, policy));
  }
  TRY(check_keys_differ(policy));
  TRY(check_quorum(policy));
  return policy;
}

}  // namespace

std::vector<Verifier> Policy::keys() const {
  std::vector<Verifier> all;
  for (const FollowerKeys& follower : followers)
    for (const auto& key : follower.keys)
      if (key) all.push_back(*key);
  return all;
}

std::optional<KeyOwner> Policy::owner_of(const Verifier& key) const {
  for (std::size_t i = 0; i < followers.size(); ++i)
    for (const Statement statement : all_statements) {
      const auto& own = followers[i].keys[index_of(statement)];
      if (own && own->name == key.name && own->hash == key.hash && own->key == key.key)
        return KeyOwner{i, statement};
    }
  return std::nullopt;
}

std::string Policy::quorum_text() const {
  std::string text;
  for (const Statement statement : all_statements)
    if (const unsigned count = quorum[index_of(statement)]; count != 0)
      text += fmt::format("{}{} ≥ {}", text.empty() ? "" : ", ", name_of(statement), count);
  return text;
}

Result<Policy> parse_policy(std::string_view text) {
  try {
    return read_policy(toml::parse(text));
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    return wrong(fmt::format("line {}", line), "不是 TOML", error.description());
  }
}

std::uint64_t confirmed_size(const Policy& policy, std::span<const Standing> standings) {
  std::uint64_t confirmed = UINT64_MAX;
  for (const Statement statement : all_statements) {
    const std::size_t at = index_of(statement);
    const unsigned needed = policy.quorum[at];
    if (needed == 0) continue;
    if (standings.size() < needed) return 0;
    std::vector<std::uint64_t> sizes;
    for (const Standing& standing : standings) sizes.push_back(standing.size[at]);
    std::ranges::sort(sizes, std::ranges::greater());
    confirmed = std::min(confirmed, sizes[needed - 1]);
  }
  return confirmed == UINT64_MAX ? 0 : confirmed;
}

std::vector<Standing> standings_of(const Policy& policy, std::uint64_t size,
                                   std::span<const VerifiedSignature> verified) {
  std::vector<Standing> standings(policy.followers.size());
  for (const VerifiedSignature& signature : verified) {
    const auto owner = policy.owner_of(signature.by);
    if (!owner) continue;
    Standing& standing = standings[owner->follower];
    standing.size[index_of(owner->statement)] = size;
    standing.time_s[index_of(owner->statement)] = signature.time_s;
  }
  return standings;
}

}  // namespace tanshu::proof
