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
  if (!document.sm2_vkey.empty()) json.member("sm2_vkey", std::string_view(document.sm2_vkey));
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
  document.sm2_vkey = std::move(head.sm2_vkey);
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
  const ByteView bytes = view_of(json.text());
  if (document.sm2_vkey.empty())
    return fmt::format("{}\n{}\n", document_format, sha256(bytes).hex());
  return fmt::format("{}\n{}\nhash sm3\n", document_format, digest_of(HashKind::sm3, bytes).hex());
}

Result<void> sign(Document& document, const proof::Signer& log) {
  const std::string sm2 =
      log.sm2 ? proof::print_vkey(proof::verifier_of(log, proof::KeyKind::sm2)) : std::string();
  if (proof::print_vkey(proof::verifier_of(log)) != document.vkey || sm2 != document.sm2_vkey)
    return failure(
        "签名密钥不是文档所载公钥的密钥 | the signing key is not that of the document's vkey");
  const std::string text = signed_text(document);
  TRY_SET(document.signature, proof::sign_note(text, log));
  if (log.sm2) document.signature += proof::sm2_line(text, log);
  return {};
}

std::optional<std::size_t> ParsedDocument::offset_of(std::string_view field) const {
  for (const MemberPlace& place : places)
    if (place.field == field) return place.offset;
  return std::nullopt;
}

}  // namespace tanshu::certificate
