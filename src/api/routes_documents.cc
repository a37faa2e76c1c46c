// SPDX-License-Identifier: Apache-2.0
// Carbon tickets, trade vouchers and cancellation certificates as PDF and JSON, and the proof file
// of a certificate.
#include <fmt/format.h>

#include "api/document_source.h"
#include "api/routes.h"
#include "certificate/pdf.h"

namespace tanshu::api {

using certificate::Document;
using protocol::Verdict;

namespace {

using Source = std::function<Verdict<Document>(const Call&)>;

struct Noun {
  std::string path;  ///< "/v1/certificates/{retirement}"
  std::string id;
  std::string zh;
  std::string en;
  std::vector<ParameterDoc> parameters;
  Source source;
};

/// "retired-r000001.pdf": what a browser calls the file.
std::string disposition(const Document& document, std::string_view extension) {
  std::string name = fmt::format("{}-{}", name_of(document.kind), document.number);
  for (char& c : name)
    if (c == '/') c = '-';
  return fmt::format("inline; filename=\"{}.{}\"", name, extension);
}

Answer as_json(const Source& source, const Call& call) {
  TRY_SET(const Document document, source(call));
  Response response = json_response(certificate::to_json(document));
  response.header("Content-Disposition", disposition(document, "json"));
  return response;
}

Answer as_pdf(Room& room, const Source& source, const Call& call) {
  TRY_SET(const Document document, source(call));
  TRY_SET(const Bytes pdf, or_refuse(certificate::render_pdf(document, room.node.signer())));
  Response response = text_response(std::string(text_of(pdf)), "application/pdf");
  response.header("Cache-Control", "no-store");
  response.header("Content-Disposition", disposition(document, "pdf"));
  return response;
}

Route document_route(const Noun& noun, std::string_view extension) {
  Route route;
  route.method = "GET";
  route.path = fmt::format("{}.{}", noun.path, extension);
  route.runs = Runs::on_worker;
  route.doc.id = fmt::format("{}As_{}", noun.id, extension);
  route.doc.tag = "documents";
  route.doc.zh = fmt::format("{}({})。", noun.zh, extension);
  route.doc.en = fmt::format("{} as {}.", noun.en, extension);
  route.doc.parameters = noun.parameters;
  return route;
}

void add_noun(Router& router, Room& room, const Noun& noun) {
  Route json = document_route(noun, "json");
  json.doc.answer = {"application/json", R"({"type":"object"})"};
  json.run = answering([source = noun.source](const Call& call) { return as_json(source, call); });
  router.add(std::move(json));
  Route pdf = document_route(noun, "pdf");
  pdf.doc.answer = {"application/pdf", ""};
  pdf.run = answering(
      [&room, source = noun.source](const Call& call) { return as_pdf(room, source, call); });
  router.add(std::move(pdf));
}

ParameterDoc in_path(std::string name, std::string zh, std::string en) {
  return {.name = std::move(name),
          .in = "path",
          .zh = std::move(zh),
          .en = std::move(en),
          .required = true};
}

Answer proof_file(Room& room, const Call& call) {
  TRY_SET(std::string proof, proof_of(room, std::string(call.in_path("retirement"))));
  Response response = text_response(std::move(proof), "text/plain; charset=utf-8");
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace

void add_document_routes(Router& router, Room& room) {
  const Noun certificate{"/v1/certificates/{retirement}",
                         "getCertificate",
                         "注销证明",
                         "A cancellation certificate",
                         {in_path("retirement", "注销编号。", "Number of the retirement.")},
                         [&room](const Call& call) {
                           return certificate_of(room, std::string(call.in_path("retirement")));
                         }};
  const Noun voucher{
      "/v1/vouchers/{trade}",
      "getVoucher",
      "交易凭证",
      "A trade voucher",
      {in_path("trade", "交易编号。", "Number of the trade.")},
      [&room](const Call& call) { return voucher_of(room, std::string(call.in_path("trade"))); }};
  const Noun ticket{"/v1/tickets/{account}/{batch}",
                    "getTicket",
                    "碳票：账户所持该批次中未受限部分",
                    "A carbon ticket of what the account holds free of the batch",
                    {in_path("account", "账户编号。", "Code of the account."),
                     in_path("batch", "批次编号。", "Code of the batch.")},
                    [&room](const Call& call) {
                      return ticket_of(room, std::string(call.in_path("account")),
                                       std::string(call.in_path("batch")));
                    }};
  for (const Noun& noun : {certificate, voucher, ticket}) add_noun(router, room, noun);

  Route proof = document_route(certificate, "proof");
  proof.doc.answer = {"text/plain; charset=utf-8", R"({"type":"string"})"};
  proof.run = answering([&room](const Call& call) { return proof_file(room, call); });
  router.add(std::move(proof));
}

}  // namespace tanshu::api
