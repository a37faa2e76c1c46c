// SPDX-License-Identifier: Apache-2.0
// Prints and signs documents.
#include "certificate/document.h"

#include "base/hash.h"
#include "base/json.h"

namespace tanshu::certificate {
namespace {

void put_evidence(JsonWriter& json, const Evidence& evidence) {
  json.begin_object().member("index", evidence.index);
  json.member("entry", to_base64(evidence.entry));
  json.key("path").begin_array();
  for (const Digest& hash : evidence.path) json.text(to_base64(hash.view()));
  json.end_array().end_object();
}

/// All members but the last, and the object still open.
JsonWriter unsigned_members(const Document& document) {
  JsonWriter json;
  json.begin_object().member("format", document_format);
  json.member("kind", name_of(document.kind));
  json.member("number", std::string_view(document.number));
  json.member("as_of", to_text(document.as_of));
  if (document.holding) {
    json.key("holding");
    put_json(json, *document.holding);
  }
  json.key("evidence").begin_array();
  for (const Evidence& item : document.evidence) put_evidence(json, item);
  json.end_array();
  json.member("checkpoint", std::string_view(document.checkpoint));
  json.member("vkey", std::string_view(document.vkey));
  json.member("public_url", std::string_view(document.public_url));
  if (document.rendition) {
    json.key("rendition").begin_object().member("bytes", document.rendition->bytes);
    json.member("sha256", document.rendition->sha256.hex()).end_object();
  }
  return json;
}

}  // namespace

Document make_document(Subject subject, std::vector<Evidence> evidence, LogHead head) {
  Document document;
  document.kind = subject.kind;
  document.number = std::move(subject.number);
  document.as_of = subject.as_of;
  document.holding = std::move(subject.holding);
  document.evidence = std::move(evidence);
  document.checkpoint = std::move(head.checkpoint);
  document.vkey = std::move(head.vkey);
  document.public_url = std::move(head.public_url);
  return document;
}

std::string ticket_number(const protocol::AccountId& account, const protocol::BatchId& batch) {
  return account.text + '/' + batch.text;
}

std::string to_json(const Document& document) {
  JsonWriter json = unsigned_members(document);
  json.member("signature", std::string_view(document.signature)).end_object();
  return json.take();
}

std::string signed_text(const Document& document) {
  JsonWriter json = unsigned_members(document);
  json.end_object();
  return fmt::format("{}\n{}\n", document_format, sha256(json.text()).hex());
}

Result<void> sign(Document& document, const proof::Signer& log) {
  if (proof::print_vkey(proof::verifier_of(log)) != document.vkey)
    return failure(
        "签名密钥不是文档所载公钥的密钥 | the signing key is not that of the document's vkey");
  TRY_SET(document.signature, proof::sign_note(signed_text(document), log));
  return {};
}

std::optional<std::size_t> ParsedDocument::offset_of(std::string_view field) const {
  for (const MemberPlace& place : places)
    if (place.field == field) return place.offset;
  return std::nullopt;
}

}  // namespace tanshu::certificate
