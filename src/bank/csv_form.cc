// SPDX-License-Identifier: Apache-2.0
// A statement as CSV: opening, entries, closing, each a row.
#include <sstream>

#include "bank/forms.h"
#include "base/fields.h"
#include "base/result.h"
#include "intake/csv.h"

namespace tanshu::bank {
namespace {

enum Column : std::size_t { record, reference, direction, amount, account, day, note, columns };
using Row = std::vector<std::string_view>;

std::string joined_by_commas(const Row& row) {
  std::string text;
  for (const std::string_view field : row) text.append(text.empty() ? "" : ",").append(field);
  return text;
}

/// Balances may be negative.
Verdict<Money> balance_in(std::string_view text, const std::string& where) {
  const bool is_overdrawn = text.starts_with('-');
  TRY_SET(const Money money, amount_in(is_overdrawn ? text.substr(1) : text, where));
  return is_overdrawn ? -money : money;
}

class Reader {
 public:
  Verdict<void> take(const Row& row, std::uint64_t line) {
    const std::string where = "line " + std::to_string(line);
    const auto on = day_from_text(row[day]);
    if (!on) return malformed(where, "day must be a date such as 2026-11-22");
    if (is_closed_) return malformed(where, "nothing may follow the closing balance");
    if (row[record] == "opening") return open(row, where, *on);
    if (!is_open_) return malformed(where, "the first record must be the opening balance");
    if (row[record] == "closing") return close(row, where, *on);
    if (row[record] == "entry") return add(row, where, *on);
    return malformed(where, "record must be opening, entry or closing");
  }
  Verdict<Statement> finish() {
    if (!is_closed_) return malformed("the end of the file", "the closing balance is missing");
    return std::move(statement_);
  }

 private:
  Verdict<void> open(const Row& row, const std::string& where, Day on) {
    if (is_open_) return malformed(where, "there are two opening balances");
    TRY_SET(statement_.opening, balance_in(row[amount], where));
    statement_.id = row[reference];
    statement_.bank_account = row[account];
    statement_.first = on;
    is_open_ = true;
    return {};
  }
  Verdict<void> close(const Row& row, const std::string& where, Day on) {
    TRY_SET(statement_.closing, balance_in(row[amount], where));
    statement_.last = on;
    is_closed_ = true;
    return {};
  }
  Verdict<void> add(const Row& row, const std::string& where, Day on) {
    if (statement_.entries.size() == entries_max)
      return refuse(RefusalCode::bank_file_is_too_large, {{"limit", std::to_string(entries_max)}});
    const auto named = enum_from_name<CashDirection>(row[direction]);
    if (!named) return malformed(where, "direction must be deposit or withdrawal");
    TRY_SET(const Money money, amount_in(row[amount], where));
    if (!money.positive()) return malformed(where, "its amount is zero");
    statement_.entries.push_back({std::string(row[reference]), *named, money,
                                  account_in(row[account]), on, std::string(row[note]), where});
    return {};
  }

  Statement statement_;
  bool is_open_ = false;
  bool is_closed_ = false;
};

}  // namespace

Verdict<Statement> read_csv(std::string_view bytes) {
  std::istringstream in{std::string(bytes)};
  intake::CsvReader csv(in);
  TRY_SET(const Row header, csv.next());
  if (joined_by_commas(header) != statement_columns)
    return malformed("line 1", "the columns must be " + std::string(statement_columns));
  Reader reader;
  for (;;) {
    TRY_SET(const Row row, csv.next());
    if (row.empty()) return reader.finish();
    TRY(reader.take(row, csv.line()));
  }
}

}  // namespace tanshu::bank
