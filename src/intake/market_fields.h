// SPDX-License-Identifier: Apache-2.0
// What the rule files of markets are made of: money, carbon, days, hours, rates, named choices and
// sources, read strictly from TOML.
#pragma once

#include <set>

#include "measure/toml_fields.h"
#include "protocol/market_profile.h"
#include "protocol/refusal.h"

namespace tanshu::intake {

using measure::TomlFields;
using measure::TomlTrouble;

/// The documents of a file; a source that names another one is wrong.
struct KnownDocuments {
  std::set<std::string, std::less<>> keys;
};

Money read_money(TomlFields& fields, const char* key);
Carbon read_carbon(TomlFields& fields, const char* key);
Day read_day(TomlFields& fields, const char* key);
/// "10 %" as millionths, at most 1000 %.
std::uint32_t read_rate(TomlFields& fields, const char* key);
/// "09:30-11:30", in order and without overlap.
std::vector<protocol::TradingSession> read_sessions(TomlFields& fields, const char* key);
std::vector<protocol::RuleDocument> read_documents(TomlFields& fields, KnownDocuments& known);
protocol::RuleSource read_source(TomlFields& fields, const char* key, const KnownDocuments& known);

template <NamedEnum E>
E read_choice(TomlFields& fields, const char* key) {
  const auto found = enum_from_name<E>(fields.text(key));
  if (found) return *found;
  std::string known;
  for (const std::string_view name : EnumNames<E>::values)
    known += (known.empty() ? "" : ", ") + std::string(name);
  fields.wrong(key, "one of " + known);
  return E{};
}

/// A problem of ours, in both languages.
inline std::string in_both(std::string_view zh, std::string_view en) {
  return std::string(zh) + " | " + std::string(en);
}

/// The first problem of a file as a refusal.
protocol::Refusal refusal_of_file(const TomlTrouble& trouble);

}  // namespace tanshu::intake
