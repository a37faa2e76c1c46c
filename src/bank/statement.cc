// SPDX-License-Identifier: Apache-2.0
// Which form a file has, and the checks that do not depend on the form.
#include "bank/statement.h"

#include <map>

#include "bank/forms.h"
#include "base/file.h"
#include "base/result.h"

namespace tanshu::bank {
namespace {

/// What is shown again must be text.
Verdict<void> check_texts(const Statement& statement) {
  if (!text_is_clean(statement.id) || !text_is_clean(statement.bank_account))
    return malformed("statement", "its number is not clean UTF-8 text");
  for (const StatementEntry& entry : statement.entries)
    if (!text_is_clean(entry.reference) || !text_is_clean(entry.note))
      return malformed(entry.where, "it is not clean UTF-8 text");
  return {};
}

Verdict<void> check_references(const std::vector<StatementEntry>& entries) {
  std::map<std::string_view, const StatementEntry*> seen;
  for (const StatementEntry& entry : entries) {
    if (entry.reference.empty())
      return refuse(RefusalCode::bank_reference_is_missing, {{"where", entry.where}});
    const auto [other, is_new] = seen.emplace(entry.reference, &entry);
    if (!is_new)
      return refuse(RefusalCode::bank_reference_is_repeated, {{"reference", entry.reference},
                                                              {"where", other->second->where},
                                                              {"other", entry.where}});
  }
  return {};
}

Verdict<void> check_balances(const Statement& statement) {
  Int128 sum = statement.opening.count;
  for (const StatementEntry& entry : statement.entries)
    sum += entry.direction == CashDirection::deposit ? entry.amount.count : -entry.amount.count;
  if (sum == statement.closing.count) return {};
  const bool fits = sum >= INT64_MIN && sum <= INT64_MAX;
  return refuse(RefusalCode::bank_balance_is_wrong,
                {{"opening", to_text(statement.opening)},
                 {"sum", fits ? to_text(Money{static_cast<std::int64_t>(sum)}) : "…"},
                 {"closing", to_text(statement.closing)}});
}

}  // namespace

Verdict<Statement> read_statement(std::string_view bytes) {
  if (bytes.size() > file_bytes_max)
    return refuse(RefusalCode::bank_file_is_too_large,
                  {{"limit", std::to_string(file_bytes_max >> 20) + " MiB"}});
  const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
  const bool is_xml = begin != std::string_view::npos &&
                      (bytes[begin] == '<' || bytes.starts_with("\xEF\xBB\xBF<"));
  TRY_SET(Statement statement, is_xml ? read_camt(bytes) : read_csv(bytes));
  if (statement.last < statement.first)
    return malformed("statement", "its last day is before its first");
  TRY(check_texts(statement));
  TRY(check_references(statement.entries));
  TRY(check_balances(statement));
  statement.digest = sha256(bytes);
  return statement;
}

Verdict<Statement> read_statement_file(const std::filesystem::path& file) {
  const auto bytes = read_file(file);
  if (!bytes)
    return refuse(RefusalCode::bank_file_is_unreadable,
                  {{"file", file.filename().string()}, {"problem", bytes.error().what}});
  return read_statement(*bytes);
}

Verdict<Statement> joined(std::vector<Statement> statements) {
  CHECK(!statements.empty());
  Statement all = std::move(statements.front());
  for (std::size_t i = 1; i < statements.size(); ++i) {
    Statement& next = statements[i];
    if (next.opening != all.closing || next.first <= all.last ||
        next.bank_account != all.bank_account)
      return refuse(RefusalCode::statements_do_not_follow, {{"statement", next.id},
                                                            {"opening", to_text(next.opening)},
                                                            {"day", to_text(next.first)},
                                                            {"closing", to_text(all.closing)}});
    all.last = next.last;
    all.closing = next.closing;
    all.pending = next.pending;  // what was pending has been booked since, or is shown again
    all.id += " + " + next.id;
    for (StatementEntry& entry : next.entries) {
      entry.where = next.id + ": " + entry.where;
      all.entries.push_back(std::move(entry));
    }
  }
  TRY(check_references(all.entries));
  return all;
}

}  // namespace tanshu::bank
