// SPDX-License-Identifier: Apache-2.0
// ISO 20022 camt.053, BankToCustomerStatement: any version, since what is read here has stood in
// all of them. Elements are known by their local names; whatever else is there is passed over.
#include <pugixml.hpp>

#include "bank/forms.h"
#include "base/result.h"

namespace tanshu::bank {
namespace {

using Node = pugi::xml_node;

std::string_view local_name(const Node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Node child(const Node& node, std::string_view name) {
  for (const Node& one : node.children())
    if (local_name(one) == name) return one;
  return {};
}

/// "Refs/AcctSvcrRef": the first of each name on the way down.
Node at(Node node, std::string_view path) {
  while (node && !path.empty()) {
    const std::size_t slash = path.find('/');
    node = child(node, path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return node;
}

std::string_view text_at(const Node& node, std::string_view path) {
  return at(node, path).text().get();
}

std::string_view first_text(const Node& node, std::initializer_list<std::string_view> paths) {
  for (const std::string_view path : paths)
    if (const std::string_view text = text_at(node, path); !text.empty()) return text;
  return {};
}

/// A date, or the date a date-time begins with.
Verdict<Day> day_at(const Node& node, std::initializer_list<std::string_view> paths,
                    const std::string& where) {
  const auto day = day_from_text(first_text(node, paths).substr(0, 10));
  if (!day) return malformed(where, "a date such as 2026-11-22 is missing");
  return *day;
}

Verdict<Money> amount_at(const Node& node, std::string_view path, const std::string& where) {
  const Node amount = at(node, path);
  if (!amount) return malformed(where, "the amount is missing");
  const std::string_view currency = amount.attribute("Ccy").value();
  if (currency != "CNY")
    return refuse(RefusalCode::bank_currency_is_wrong,
                  {{"where", where}, {"currency", std::string(currency.substr(0, 10))}});
  return amount_in(amount.text().get(), where);
}

/// `inherited` when the node does not say itself.
Verdict<CashDirection> direction_of(const Node& node, const std::string& where,
                                    std::optional<CashDirection> inherited = {}) {
  const std::string_view text = text_at(node, "CdtDbtInd");
  if (text == "CRDT") return CashDirection::deposit;
  if (text == "DBIT") return CashDirection::withdrawal;
  if (text.empty() && inherited) return *inherited;
  return malformed(where, "CdtDbtInd must be CRDT or DBIT");
}

/// The booked balance of a kind: OPBD or CLBD. An overdrawn account is negative.
Verdict<Money> balance_of(const Node& statement, std::string_view kind) {
  for (const Node& balance : statement.children()) {
    if (local_name(balance) != "Bal" || text_at(balance, "Tp/CdOrPrtry/Cd") != kind) continue;
    const std::string where = "Bal " + std::string(kind);
    TRY_SET(const Money amount, amount_at(balance, "Amt", where));
    TRY_SET(const CashDirection direction, direction_of(balance, where));
    return direction == CashDirection::deposit ? amount : -amount;
  }
  return malformed("Stmt", "balance " + std::string(kind) + " is missing");
}

class Reader {
 public:
  explicit Reader(Statement& statement) : statement_(statement) {}

  Verdict<void> take(const Node& entry) {
    const std::string where = "Ntry " + std::to_string(++number_);
    const std::string_view status = first_text(entry, {"Sts/Cd", "Sts"});
    if (status != "BOOK") {
      if (status.empty()) return malformed(where, "its status Sts is missing");
      ++statement_.pending;
      return {};
    }
    StatementEntry whole;
    whole.where = where;
    TRY_SET(whole.direction, direction_of(entry, where));
    TRY_SET(whole.amount, amount_at(entry, "Amt", where));
    TRY_SET(whole.booked, day_at(entry, {"BookgDt/Dt", "BookgDt/DtTm"}, where));
    whole.reference = first_text(entry, {"AcctSvcrRef", "NtryRef"});
    return take_details(entry, whole);
  }

 private:
  /// A batch booking has several transactions, which come to its amount; most entries have one, or
  /// none that says more.
  Verdict<void> take_details(const Node& entry, const StatementEntry& whole) {
    std::vector<Node> transactions;
    for (const Node& details : entry.children())
      if (local_name(details) == "NtryDtls")
        for (const Node& one : details.children())
          if (local_name(one) == "TxDtls") transactions.push_back(one);
    Int128 sum = 0;
    for (std::size_t i = 0; i < transactions.size(); ++i) {
      StatementEntry one = whole;
      if (transactions.size() > 1) {
        one.where += ", TxDtls " + std::to_string(i + 1);
        TRY_SET(one.amount, amount_at(transactions[i], "Amt", one.where));
      }
      TRY_SET(one.direction, direction_of(transactions[i], one.where, whole.direction));
      sum += one.direction == whole.direction ? one.amount.count : -one.amount.count;
      describe(transactions[i], transactions.size() > 1, one);
      TRY(add(std::move(one)));
    }
    if (transactions.empty()) return add(whole);
    if (sum != whole.amount.count) return malformed(whole.where, "its parts do not come to it");
    return {};
  }

  /// Both sides know an order of ours by its end-to-end identification, another payment by the
  /// bank's own reference.
  static void describe(const Node& transaction, bool is_part, StatementEntry& entry) {
    const std::string_view end_to_end = text_at(transaction, "Refs/EndToEndId");
    const std::string_view bank =
        first_text(transaction, {"Refs/AcctSvcrRef", "Refs/TxId", "Refs/InstrId"});
    const bool is_ours = entry.direction == CashDirection::withdrawal && !end_to_end.empty() &&
                         end_to_end != "NOTPROVIDED";
    if (is_ours)
      entry.reference = end_to_end;
    else if (!bank.empty() || is_part)
      entry.reference = bank;
    const std::string_view named = text_at(transaction, "RmtInf/Strd/CdtrRefInf/Ref");
    entry.note = text_at(transaction, "RmtInf/Ustrd");
    entry.account = account_in(named.empty() ? std::string_view(entry.note) : named);
  }

  Verdict<void> add(StatementEntry entry) {
    if (statement_.entries.size() == entries_max)
      return refuse(RefusalCode::bank_file_is_too_large, {{"limit", std::to_string(entries_max)}});
    if (!entry.amount.positive()) return malformed(entry.where, "its amount is zero");
    statement_.entries.push_back(std::move(entry));
    return {};
  }

  Statement& statement_;
  std::uint64_t number_ = 0;
};

Verdict<Statement> read(const Node& node) {
  Statement statement;
  statement.id = text_at(node, "Id");
  if (statement.id.empty()) return malformed("Stmt", "its Id is missing");
  statement.bank_account = first_text(node, {"Acct/Id/IBAN", "Acct/Id/Othr/Id"});
  TRY_SET(statement.first, day_at(node, {"FrToDt/FrDtTm", "FrToDt/FrDt"}, "Stmt/FrToDt"));
  TRY_SET(statement.last, day_at(node, {"FrToDt/ToDtTm", "FrToDt/ToDt"}, "Stmt/FrToDt"));
  TRY_SET(statement.opening, balance_of(node, "OPBD"));
  TRY_SET(statement.closing, balance_of(node, "CLBD"));
  Reader reader(statement);
  for (const Node& entry : node.children())
    if (local_name(entry) == "Ntry") TRY(reader.take(entry));
  return statement;
}

}  // namespace

Verdict<Statement> read_camt(std::string_view bytes) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(bytes.data(), bytes.size(),
                           pugi::parse_default | pugi::parse_declaration, pugi::encoding_utf8);
  if (!parsed) return malformed("byte " + std::to_string(parsed.offset), parsed.description());
  if (const auto declared = document.first_child(); declared.type() == pugi::node_declaration)
    if (const std::string_view encoding = declared.attribute("encoding").value();
        !encoding.empty() && encoding != "UTF-8" && encoding != "utf-8")
      return malformed("the XML declaration", "the encoding must be UTF-8");
  const Node message = at(document.document_element(), "BkToCstmrStmt");
  const Node statement = child(message, "Stmt");
  if (!statement) return malformed("Document", "BkToCstmrStmt/Stmt is missing; is it a camt.053?");
  std::size_t statements = 0;
  for (const Node& one : message.children()) statements += local_name(one) == "Stmt" ? 1 : 0;
  if (statements > 1)
    return malformed("BkToCstmrStmt", "it holds several statements; give one file for each");
  return read(statement);
}

}  // namespace tanshu::bank
