// SPDX-License-Identifier: Apache-2.0
// bank: statements in, payment orders out, and the three books side by side.
#include <fmt/format.h>

#include "apps/commands.h"
#include "apps/terminal.h"
#include "bank/payment_order.h"
#include "bank/reconciliation.h"
#include "base/file.h"
#include "base/result.h"
#include "journal/opening.h"
#include "node/data_dir.h"
#include "node/replayer.h"

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: deposits and withdrawals by name

bank::Verdict<bank::Statement> statement_of(const BankCommand& c) {
  std::vector<bank::Statement> statements;
  for (const std::string& file : c.statements) {
    TRY_SET(bank::Statement statement, bank::read_statement_file(file));
    statements.push_back(std::move(statement));
  }
  return bank::joined(std::move(statements));
}

/// The whole journal, executed again, so that nothing is counted that does not stand.
Result<bank::CashBook> cash_book_of(const BankCommand& c, Day first, Day last) {
  const node::DataDir dir{c.data};
  TRY_SET(const std::string cell, node::read_cell(dir));
  TRY_SET(const std::string place, node::journal_place(dir, c.database));
  TRY_SET(const HashKind proofs, node::read_proofs(dir));
  TRY_SET(auto journal, journal::open_journal({place, cell, journal::Mode::read_only}));
  node::Replayer replayer(proofs);
  bank::CashBook book(first, last);
  TRY(node::replay_journal(*journal, replayer, [&book](const node::ReplayedLeaf& leaf) {
    if (!leaf.closes_block) book.add(leaf.record());
  }));
  return book;
}

std::string direction_words(CashDirection direction) {
  return direction == CashDirection::deposit ? "入金 in " : "出金 out";
}

void say_json(const auto& value) {
  JsonWriter json;
  put_json(json, value);
  say(json.take());
}

constexpr std::size_t key_bytes_max = 64;
/// What everybody has is not for everybody.
constexpr unsigned owner_reads = 0600;

/// The same for the same transfer, whoever sends it how often.
std::string key_of(const bank::StatementEntry& entry) {
  const std::string key = "bank/" + entry.reference;
  return key.size() <= key_bytes_max ? key : "bank/" + sha256(entry.reference).hex().substr(0, 48);
}

std::string deposit_json(const bank::StatementEntry& entry) {
  JsonWriter json;
  json.begin_object().member("key", std::string_view(key_of(entry)));
  json.member("command", "deposit_cash").key("body").begin_object();
  json.member("account", entry.account.text.view());
  json.member("amount", std::string_view(to_text(entry.amount)));
  json.member("bank_reference", std::string_view(entry.reference));
  return json.end_object().end_object().take();
}

struct KindWords {
  bank::DifferenceKind kind;
  const char* words;
};
constexpr KindWords kind_words[] = {
    {bank::DifferenceKind::not_in_ledger, "银行有、账上无 only at the bank"},
    {bank::DifferenceKind::not_at_bank, "账上有、银行无 only in the ledger"},
    {bank::DifferenceKind::other_amount, "金额不符 another amount"},
    {bank::DifferenceKind::other_direction, "方向不符 another direction"},
    {bank::DifferenceKind::other_account, "账户不符 another account"},
    {bank::DifferenceKind::opening_balance, "期初余额不符 opening balance"},
    {bank::DifferenceKind::closing_balance, "期末余额不符 closing balance"},
    {bank::DifferenceKind::trade_not_paid_as_stated, "成交价款不符 trade not paid as stated"},
    {bank::DifferenceKind::account_does_not_add_up, "账户不平 account does not add up"},
};

const char* words_of(bank::DifferenceKind kind) {
  for (const KindWords& one : kind_words)
    if (one.kind == kind) return one.words;
  return "";
}

void print(const bank::Reconciliation& result) {
  say(fmt::format("对账单 statement  {}  {} – {}", result.statement, to_text(result.first),
                  to_text(result.last)));
  say(fmt::format("期初 opening      银行 bank {}  账上 ledger {}", to_text(result.bank_opening),
                  to_text(result.ledger_opening)));
  say(fmt::format("期末 closing      银行 bank {}  账上 ledger {}", to_text(result.bank_closing),
                  to_text(result.ledger_closing)));
  say(fmt::format("收付 transfers    {} 笔一致 alike；未入账 pending {}", result.matched,
                  result.pending));
  say(fmt::format("成交 trades       {} 笔 trades，价款 value {}", result.trades,
                  to_text(result.trade_value)));
  for (const bank::Difference& one : result.differences)
    say(fmt::format("差异 difference   {} {} {}: 银行 bank {}，账上 ledger {} {}",
                    words_of(one.kind), one.reference, one.account.text, to_text(one.bank),
                    to_text(one.ledger), one.where));
  say(result.balanced() ? "三方一致 The three books agree."
                        : fmt::format("{} 处差异 differences；未能解释 unexplained {}",
                                      result.differences.size(), to_text(result.unexplained)));
}

}  // namespace

int bank_read(const BankCommand& c) {
  const auto statement = statement_of(c);
  if (!statement) return refused(statement.error());
  if (c.json) {
    say_json(*statement);
    return exit_good;
  }
  say(fmt::format("对账单 statement  {}  {} – {}", statement->id, to_text(statement->first),
                  to_text(statement->last)));
  say(fmt::format("期初 opening {}  期末 closing {}  未入账 pending {}",
                  to_text(statement->opening), to_text(statement->closing), statement->pending));
  for (const auto& entry : statement->entries)
    say(fmt::format("{}  {}  {:>16}  {:<20} {}  {}", to_text(entry.booked),
                    direction_words(entry.direction), to_text(entry.amount), entry.reference,
                    entry.account.text, entry.note));
  return exit_good;
}

int bank_deposits(const BankCommand& c) {
  const auto statement = statement_of(c);
  if (!statement) return refused(statement.error());
  std::size_t nobodys = 0;
  for (const auto& entry : statement->entries) {
    if (entry.direction != CashDirection::deposit) continue;
    if (!entry.account.empty()) {
      say(deposit_json(entry));
      continue;
    }
    ++nobodys;
    static_cast<void>(
        fail({fmt::format("{} ({}, {}) 未指明账户 names no account: {}", entry.reference,
                          entry.where, to_text(entry.amount), entry.note)}));
  }
  return nobodys == 0 ? exit_good : exit_no;
}

int bank_payments(const BankCommand& c) {
  const auto day = day_from_text(c.day);
  if (!day) return refused(refuse(RefusalCode::day_is_malformed, {{"value", c.day}}).error());
  const auto bytes = read_file(c.payees);
  if (!bytes) return fail(bytes.error());
  const auto payees = bank::read_payees(*bytes);
  if (!payees) return refused(payees.error());
  const auto book = cash_book_of(c, *day, *day);
  if (!book) return fail(book.error());
  bank::PaymentOrder order{
      "P-" + c.day, now(), *day, {c.from_name, c.from_account, c.from_bank}, {}};
  for (const CashTransfer& transfer : book->transfers())
    if (transfer.direction == CashDirection::withdrawal) order.withdrawals.push_back(transfer);
  const auto text = c.csv ? bank::payments_csv(order, *payees, c.payees)
                          : bank::pacs_008(order, *payees, c.payees);
  if (!text) return refused(text.error());
  say(text->substr(0, text->find_last_not_of('\n') + 1));
  return exit_good;
}

int bank_reconcile(const BankCommand& c) {
  const auto statement = statement_of(c);
  if (!statement) return refused(statement.error());
  const auto book = cash_book_of(c, statement->first, statement->last);
  if (!book) return fail(book.error());
  const bank::Reconciliation result = bank::reconcile(*statement, *book);
  if (!c.accounts.empty())
    if (const auto written = write_file_synced(c.accounts, bank::accounts_csv(*book), owner_reads);
        !written)
      return fail(written.error());
  if (c.json)
    say_json(result);
  else
    print(result);
  return result.balanced() ? exit_good : exit_no;
}

}  // namespace tanshu::apps
