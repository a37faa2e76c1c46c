// SPDX-License-Identifier: Apache-2.0
// Strict forms: what is not exactly money, carbon, a day, a rate or a session is named by its key.
#include "intake/market_fields.h"

#include "base/decimal.h"

namespace tanshu::intake {

using namespace protocol;  // NOLINT: the file speaks the protocol's nouns throughout

namespace {

std::optional<std::uint32_t> clock_from_text(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0, 1, 3, 4})
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  const auto hour = static_cast<std::uint32_t>((text[0] - '0') * 10 + text[1] - '0');
  const auto minute = static_cast<std::uint32_t>((text[3] - '0') * 10 + text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 3600 + minute * 60;
}

std::optional<TradingSession> session_from_text(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto opens = clock_from_text(text.substr(0, 5)), closes = clock_from_text(text.substr(6));
  if (!opens || !closes || *opens >= *closes) return std::nullopt;
  return TradingSession{*opens, *closes};
}

}  // namespace

Money read_money(TomlFields& fields, const char* key) {
  const auto value = money_from_text(fields.text(key));
  if (!value || value->count < 0)
    fields.wrong(key, in_both("须为不小于零的金额，例如 \"0.01 CNY\"",
                              "must be money of at least 0, such as \"0.01 CNY\""));
  return value.value_or(Money{1});
}

Carbon read_carbon(TomlFields& fields, const char* key) {
  const auto value = carbon_from_text(fields.text(key));
  if (!value || !value->positive())
    fields.wrong(key, in_both("须为大于零的碳量，例如 \"1 tCO2e\"",
                              "must be carbon above 0, such as \"1 tCO2e\""));
  return value.value_or(tonnes(1));
}

Day read_day(TomlFields& fields, const char* key) {
  const auto value = day_from_text(fields.text(key));
  if (!value)
    fields.wrong(key,
                 in_both("须为日期，例如 \"2021-07-16\"", "must be a day, such as \"2021-07-16\""));
  return value.value_or(Day{});
}

std::uint32_t read_rate(TomlFields& fields, const char* key) {
  const std::string text = fields.text(key);
  const bool percent = text.ends_with(" %");
  const auto value = percent
                         ? decimal_from_text(std::string_view(text).substr(0, text.size() - 2), 4)
                         : std::nullopt;
  constexpr std::int64_t rate_max = 10'000'000;
  if (value && *value >= 0 && *value <= rate_max) return static_cast<std::uint32_t>(*value);
  fields.wrong(key, in_both("须为 0 至 1000 的百分比，例如 \"10 %\"",
                            "must be a percentage from 0 to 1000, such as \"10 %\""));
  return 0;
}

std::vector<TradingSession> read_sessions(TomlFields& fields, const char* key) {
  std::vector<TradingSession> sessions;
  for (const std::string& text : fields.texts(key)) {
    const auto session = session_from_text(text);
    const bool follows =
        session && (sessions.empty() || sessions.back().closes_s <= session->opens_s);
    if (!follows) {
      fields.wrong(key, in_both("须为按先后排列的时段，例如 \"09:30-11:30\"",
                                "must be sessions in order, such as \"09:30-11:30\""));
      return sessions;
    }
    sessions.push_back(*session);
  }
  return sessions;
}

std::vector<RuleDocument> read_documents(TomlFields& fields, KnownDocuments& known) {
  std::vector<RuleDocument> documents;
  for (TomlFields& row : fields.tables("document")) {
    RuleDocument document;
    document.key = row.text("key");
    const measure::Text title = row.words("title");
    document.title_zh = title.zh;
    document.title_en = title.en;
    document.read = row.text("read");
    if (!known.keys.insert(document.key).second)
      row.wrong("key", in_both("文件代号重复", "stands twice among the documents"));
    row.done();
    documents.push_back(std::move(document));
  }
  return documents;
}

RuleSource read_source(TomlFields& fields, const char* key, const KnownDocuments& known) {
  TomlFields table = fields.table(key);
  RuleSource source;
  source.document = table.text("document");
  if (!known.keys.contains(source.document))
    table.wrong("document",
                in_both("不在本文件的 document 列表中", "is not among the documents of this file"));
  source.clause = table.text_or("clause", "");
  source.confidence = read_choice<Confidence>(table, "confidence");
  table.done();
  return source;
}

Refusal refusal_of_file(const TomlTrouble& trouble) {
  Refusal refusal;
  refusal.number = static_cast<std::uint16_t>(RefusalCode::profile_file_is_malformed);
  for (const auto& [name, value] : trouble.first->params)
    refusal.parameters.push_back({name == "what" ? "problem" : name, value});
  return refusal;
}

}  // namespace tanshu::intake
