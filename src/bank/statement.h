// SPDX-License-Identifier: Apache-2.0
// What a settlement bank says it did on the settlement account: ISO 20022 camt.053 or CSV, read
// into one form.
//
// An entry is recognised by its reference, and says for which account of ours it is: in camt.053
// the creditor reference of the remittance information, else its free text when that is one code.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/quantity.h"
#include "base/time.h"
#include "protocol/cash.h"
#include "protocol/refusal.h"

namespace tanshu::bank {

using namespace protocol;  // NOLINT: bank files are told in the protocol's nouns

struct StatementEntry {
  static constexpr std::string_view type_name = "StatementEntry";
  std::string reference;
  CashDirection direction = CashDirection::deposit;
  Money amount;
  AccountId account;
  Day booked;
  std::string note;
  std::string where;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("reference", self.reference, "Reference by which both sides know it.");
    visit("direction", self.direction, "Into the settlement account, or out of it.");
    visit("amount", self.amount, "How much.");
    visit("account", self.account, "Account it is for; empty when the bank does not say.");
    visit("booked", self.booked, "Day on which the bank booked it.");
    visit("note", self.note, "What the payer wrote.");
    visit("where", self.where, "Where it stands in the file.");
  }
};

struct Statement {
  static constexpr std::string_view type_name = "Statement";
  std::string id;
  std::string bank_account;
  Day first;
  Day last;
  Money opening;
  Money closing;
  std::vector<StatementEntry> entries;
  std::uint64_t pending = 0;
  Digest digest;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "The bank's number of the statement.");
    visit("bank_account", self.bank_account, "Number of the settlement account at the bank.");
    visit("first", self.first, "First day it covers.");
    visit("last", self.last, "Last day it covers, included.");
    visit("opening", self.opening, "Booked balance before the first entry.");
    visit("closing", self.closing, "Booked balance after the last entry.");
    visit("entries", self.entries, "Booked entries, in the order of the file.");
    visit("pending", self.pending, "Entries the bank shows and has not booked; not counted.");
    visit("digest", self.digest, "SHA-256 of the file.");
  }
};

/// Largest file and most entries that are taken.
inline constexpr std::size_t file_bytes_max = std::size_t{64} << 20;
inline constexpr std::size_t entries_max = 500'000;

/// camt.053 if the bytes begin as XML, else CSV with the columns of `statement_columns`. The
/// balances must be those of the entries and no reference may stand twice. Refuses
/// bank_file_is_malformed, bank_currency_is_wrong, bank_amount_is_malformed, bank_balance_is_wrong,
/// bank_reference_is_missing, bank_reference_is_repeated, bank_file_is_too_large.
Verdict<Statement> read_statement(std::string_view bytes);
/// Also refuses bank_file_is_unreadable.
Verdict<Statement> read_statement_file(const std::filesystem::path& file);

/// "record,reference,direction,amount,account,day,note": records opening, entry, closing; amounts
/// in yuan.
inline constexpr std::string_view statement_columns =
    "record,reference,direction,amount,account,day,note";

/// Consecutive statements as one: each begins with the balance the one before it ended with and
/// later than it. Refuses statements_do_not_follow, bank_reference_is_repeated. The list is not
/// empty.
Verdict<Statement> joined(std::vector<Statement> statements);

}  // namespace tanshu::bank
