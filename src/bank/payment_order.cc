// SPDX-License-Identifier: Apache-2.0
// Credit transfers, in the order of elements that pacs.008.001.08 lays down.
#include "bank/payment_order.h"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "bank/forms.h"
#include "base/result.h"
#include "intake/csv.h"

namespace tanshu::bank {
namespace {

using Node = pugi::xml_node;

constexpr const char* pacs_namespace = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08";

/// Makes the elements of a path that are not there yet, and returns the last.
Node make(Node node, std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string name(path.substr(0, slash));
    const Node there = node.child(name.c_str());
    node = there ? there : node.append_child(name.c_str());
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return node;
}

void put(Node node, std::string_view path, const std::string& text) {
  make(node, path).text().set(text.c_str());
}

void put_amount(Node node, const char* name, Money amount) {
  Node element = node.append_child(name);
  element.append_attribute("Ccy").set_value("CNY");
  element.text().set(yuan_text(amount).c_str());
}

struct Line {
  const CashTransfer& withdrawal;
  const Payee& payee;
};

Verdict<std::vector<Line>> lines_of(const PaymentOrder& order, const Payees& payees,
                                    const std::string& payees_file) {
  if (order.withdrawals.empty())
    return refuse(RefusalCode::no_payments_on_day, {{"day", to_text(order.pay_on)}});
  std::vector<Line> lines;
  for (const CashTransfer& withdrawal : order.withdrawals) {
    const auto payee = payees.find(withdrawal.account);
    if (payee == payees.end())
      return refuse(RefusalCode::payee_has_no_bank_account,
                    {{"account", withdrawal.account.text}, {"file", payees_file}});
    lines.push_back({withdrawal, payee->second});
  }
  return lines;
}

void put_header(Node header, const PaymentOrder& order, Money total) {
  put(header, "MsgId", order.id);
  put(header, "CreDtTm", to_text(order.made_at));
  put(header, "NbOfTxs", std::to_string(order.withdrawals.size()));
  put_amount(header, "TtlIntrBkSttlmAmt", total);
  put(header, "IntrBkSttlmDt", to_text(order.pay_on));
  put(header, "SttlmInf/SttlmMtd", "CLRG");
}

void put_party(Node transfer, const char* party, const Payee& who) {
  put(transfer, std::string(party) + "/Nm", who.name);
  put(transfer, std::string(party) + "Acct/Id/Othr/Id", who.bank_account);
}
void put_agent(Node transfer, const char* party, const Payee& who) {
  put(transfer, std::string(party) + "Agt/FinInstnId/ClrSysMmbId/MmbId", who.bank_code);
}

void put_transfer(Node transfer, const PaymentOrder& order, const Line& line) {
  put(transfer, "PmtId/EndToEndId", line.withdrawal.bank_reference);
  put(transfer, "PmtId/TxId", line.withdrawal.bank_reference);
  put_amount(transfer, "IntrBkSttlmAmt", line.withdrawal.amount);
  put(transfer, "ChrgBr", "SLEV");
  put_party(transfer, "Dbtr", order.debtor);
  put_agent(transfer, "Dbtr", order.debtor);
  put_agent(transfer, "Cdtr", line.payee);
  put_party(transfer, "Cdtr", line.payee);
  put(transfer, "RmtInf/Strd/CdtrRefInf/Ref", line.withdrawal.account.text);
}

/// Quoted where RFC 4180 wants it.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace

Verdict<Payees> read_payees(std::string_view bytes) {
  std::istringstream in{std::string(bytes)};
  intake::CsvReader csv(in);
  TRY_SET(const auto header, csv.next());
  const std::vector<std::string_view> wanted = {"account", "name", "bank_account", "bank_code"};
  if (header != wanted)
    return malformed("line 1", "the columns must be account,name,bank_account,bank_code");
  Payees payees;
  for (;;) {
    TRY_SET(const auto row, csv.next());
    if (row.empty()) return payees;
    const std::string where = "line " + std::to_string(csv.line());
    const AccountId account = account_in(row[0]);
    if (account.empty()) return malformed(where, "account must be the code of an account");
    if (row[1].empty() || row[2].empty() || row[3].empty())
      return malformed(where, "name, bank_account and bank_code must be given");
    const Payee payee{std::string(row[1]), std::string(row[2]), std::string(row[3])};
    if (!payees.emplace(account, payee).second)
      return malformed(where, "the account has a bank account already");
  }
}

Verdict<std::string> pacs_008(const PaymentOrder& order, const Payees& payees,
                              const std::string& payees_file) {
  TRY_SET(const std::vector<Line> lines, lines_of(order, payees, payees_file));
  Money total;
  for (const Line& line : lines) {
    const std::string& reference = line.withdrawal.bank_reference;
    if (reference.size() > reference_characters_max)
      return refuse(
          RefusalCode::bank_reference_is_too_long,
          {{"reference", reference}, {"limit", std::to_string(reference_characters_max)}});
    total += line.withdrawal.amount;
  }
  pugi::xml_document file;
  Node declaration = file.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  Node document = file.append_child("Document");
  document.append_attribute("xmlns").set_value(pacs_namespace);
  const Node message = document.append_child("FIToFICstmrCdtTrf");
  put_header(make(message, "GrpHdr"), order, total);
  for (const Line& line : lines) {
    Node parent = message;
    put_transfer(parent.append_child("CdtTrfTxInf"), order, line);
  }
  std::ostringstream text;
  file.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return text.str();
}

Verdict<std::string> payments_csv(const PaymentOrder& order, const Payees& payees,
                                  const std::string& payees_file) {
  TRY_SET(const std::vector<Line> lines, lines_of(order, payees, payees_file));
  std::string text = "reference,account,name,bank_account,bank_code,amount,day\n";
  for (const Line& line : lines)
    text += fmt::format("{},{},{},{},{},{},{}\n", csv_field(line.withdrawal.bank_reference),
                        line.withdrawal.account.text, csv_field(line.payee.name),
                        csv_field(line.payee.bank_account), csv_field(line.payee.bank_code),
                        yuan_text(line.withdrawal.amount), to_text(order.pay_on));
  return text;
}

}  // namespace tanshu::bank
