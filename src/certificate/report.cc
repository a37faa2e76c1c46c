// SPDX-License-Identifier: Apache-2.0
// Prints what verification found, for programs and for people.
#include "base/json.h"
#include "certificate/spelling.h"
#include "certificate/verify.h"

namespace tanshu::certificate {
namespace {

void put_words(JsonWriter& json, std::string_view name, const Words& words) {
  json.member(std::string(name) + "_zh", std::string_view(words.zh));
  json.member(std::string(name) + "_en", std::string_view(words.en));
}

void put_rows(JsonWriter& json, const std::vector<Row>& rows) {
  json.begin_array();
  for (const Row& row : rows) {
    json.begin_object();
    put_words(json, "label", row.label);
    put_words(json, "value", row.value);
    json.end_object();
  }
  json.end_array();
}

void put_optional(JsonWriter& json, std::string_view name, const std::optional<Words>& words) {
  if (words) put_words(json, name, *words);
}

void put_statement(JsonWriter& json, const Statement& statement) {
  json.begin_object().member("number", std::string_view(statement.number));
  put_words(json, "title", statement.title);
  json.member("amount", to_text(statement.amount));
  put_words(json, "holder", statement.holder);
  json.key("units");
  put_json(json, statement.units);
  put_optional(json, "beneficiary", statement.beneficiary);
  put_optional(json, "purpose", statement.purpose);
  put_optional(json, "project", statement.project);
  if (statement.period) {
    json.key("period");
    put_json(json, *statement.period);
  }
  json.member("log_index", statement.log_index);
  json.member("at", to_text(statement.at));
  json.member("as_of", to_text(statement.as_of));
  json.key("rows");
  put_rows(json, statement.rows);
  json.end_object();
}

void put_check(JsonWriter& json, const Check& check) {
  json.begin_object();
  put_words(json, "name", check.name);
  json.member("ok", check.ok);
  put_words(json, "detail", check.detail);
  if (!check.field.empty()) json.member("field", std::string_view(check.field));
  if (check.offset) json.member("offset", std::uint64_t{*check.offset});
  json.end_object();
}

void append_rows(std::string& text, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    text += fmt::format("  {} {}：{}\n", row.label.zh, row.label.en, row.value.zh);
    if (row.value.en != row.value.zh) text += fmt::format("      {}\n", row.value.en);
  }
}

void put_followers(JsonWriter& json, const std::vector<FollowerStatements>& followers) {
  json.begin_array();
  for (const FollowerStatements& follower : followers) {
    json.begin_object().member("name", std::string_view(follower.name));
    for (const proof::Statement statement : proof::all_statements)
      json.member(name_of(statement), follower.stated[proof::index_of(statement)]);
    json.end_object();
  }
  json.end_array();
}

constexpr const char* statement_labels[] = {"见证 seen", "存全 holds", "重放 executed"};

std::string followers_text(const std::vector<FollowerStatements>& followers) {
  std::string text = followers.empty() ? "" : "\n跟随者 Followers\n";
  for (const FollowerStatements& follower : followers) {
    std::string stated;
    for (std::size_t at = 0; at < follower.stated.size(); ++at)
      if (follower.stated[at])
        stated += fmt::format("{}{}", stated.empty() ? "" : ", ", statement_labels[at]);
    text += fmt::format("  {}：{}\n", follower.name, stated.empty() ? "未共签 nothing" : stated);
  }
  return text;
}

}  // namespace

std::string report_json(const VerifyReport& report) {
  JsonWriter json;
  json.begin_object().member("valid", report.valid);
  json.member("form", name_of(report.form));
  json.member("kind", std::string_view(report.kind));
  json.key("key").begin_object().member("name", std::string_view(report.key_name));
  json.member("fingerprint", std::string_view(report.key_fingerprint));
  json.member("trusted", report.key_is_trusted).end_object();
  json.key("first_problem");
  if (const Check* first = report.first_failure())
    put_check(json, *first);
  else
    json.null();
  json.key("statement");
  if (report.statement)
    put_statement(json, *report.statement);
  else
    json.null();
  json.key("entry");
  put_rows(json, report.entry_rows);
  json.key("followers");
  put_followers(json, report.followers);
  json.key("checks").begin_array();
  for (const Check& check : report.checks) put_check(json, check);
  json.end_array().end_object();
  return json.take();
}

std::string report_text(const VerifyReport& report) {
  std::string text = report.valid ? "有效 VALID\n" : "无效 NOT VALID\n";
  if (const Check* first = report.first_failure())
    text += fmt::format("首个问题 First problem：{}\n  {}\n", first->detail.zh, first->detail.en);
  if (const auto& statement = report.statement) {
    const Words amount = spell(statement->amount);
    text += fmt::format("\n{} {}  {}\n  数量 Amount：{}  {}\n", statement->title.zh,
                        statement->title.en, statement->number, amount.zh, amount.en);
    append_rows(text, statement->rows);
    text += fmt::format("  日志条目 Log entry：{}\n", statement->log_index);
  }
  append_rows(text, report.entry_rows);
  text += "\n检查 Checks\n";
  for (const Check& check : report.checks)
    text += fmt::format("  [{}] {} {}：{}\n        {}\n", check.ok ? "通过 ok" : "失败 FAILED",
                        check.name.zh, check.name.en, check.detail.zh, check.detail.en);
  text += followers_text(report.followers);
  if (!report.key_fingerprint.empty())
    text += fmt::format("\n公钥 Key：{}（{}）\n  {}\n", report.key_name,
                        report.key_is_trusted ? "受信 trusted" : "文件自带 the file's own",
                        report.key_fingerprint);
  return text;
}

}  // namespace tanshu::certificate
