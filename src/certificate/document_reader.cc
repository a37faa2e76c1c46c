// SPDX-License-Identifier: Apache-2.0
// Reads documents from canonical JSON, member by member, remembering where each one stands.
#include "certificate/canonical_reader.h"
#include "certificate/document.h"
#include "proof/checkpoint.h"

namespace tanshu::certificate {
namespace {

std::optional<std::string> id_from_text(std::string_view text) {
  if (!id_is_well_formed(text)) return std::nullopt;
  return std::string(text);
}

std::optional<Serial> serial_from_text(std::string_view text) {
  const auto position = proof::strict_number(text);
  if (!position) return std::nullopt;
  return Serial{*position};
}

std::string serial_text(Serial serial) {
  return std::to_string(serial.position);
}
std::string base64_of_digest(const Digest& digest) {
  return to_base64(digest.view());
}
std::string base64_of_bytes(const Bytes& bytes) {
  return to_base64(bytes);
}
std::string hex_of_digest(const Digest& digest) {
  return digest.hex();
}
std::string same_text(const std::string& text) {
  return text;
}
std::string carbon_text(Carbon amount) {
  return to_text(amount);
}
std::string instant_text(Instant instant) {
  return to_text(instant);
}

class DocumentReader {
 public:
  explicit DocumentReader(std::string_view json) : in_(json) {}

  Checked<ParsedDocument> read() {
    in_.enter("format");
    in_.expect("{\"format\":\"tanshu-document/1\"");
    read_subject();
    read_evidence();
    read_head();
    member("signature");
    out_.document.signature = in_.text();
    in_.enter("");
    in_.expect("}");
    in_.expect_end();
    if (!in_.ok()) return std::unexpected(in_.first_problem());
    return std::move(out_);
  }

 private:
  Document& document() { return out_.document; }

  void place(std::string field) {
    in_.enter(field);
    out_.places.push_back({std::move(field), in_.offset()});
  }
  void member(const std::string& name) {
    in_.enter(name);
    in_.expect(",\"" + name + "\":");
    place(name);
  }

  void read_subject() {
    member("kind");
    const std::size_t kind_at = in_.offset();
    const auto kind = enum_from_name<DocumentKind>(in_.text());
    if (!kind) in_.fail_at(kind_at, "没有这种文档", "there is no such kind of document");
    document().kind = kind.value_or(DocumentKind::cancellation_certificate);
    member("number");
    document().number = in_.text();
    member("as_of");
    document().as_of = in_.value(&instant_from_text, &instant_text);
    if (in_.ok() && document().kind == DocumentKind::carbon_ticket) read_holding();
  }

  void read_holding() {
    member("holding");
    Holding& holding = document().holding.emplace();
    in_.expect("{\"account\":");
    holding.account.text = in_.value(&id_from_text, &same_text);
    in_.expect(",\"batch\":");
    holding.batch.text = in_.value(&id_from_text, &same_text);
    in_.expect(",\"amount\":");
    holding.amount = in_.value(&carbon_from_text, &carbon_text);
    in_.expect(",\"ranges\":[");
    while (in_.ok() && !in_.next_is(']')) {
      if (!holding.ranges.empty()) in_.expect(",");
      protocol::Range& range = holding.ranges.emplace_back();
      in_.expect("{\"first\":");
      range.first = in_.value(&serial_from_text, &serial_text);
      in_.expect(",\"last\":");
      range.last = in_.value(&serial_from_text, &serial_text);
      in_.expect("}");
    }
    in_.expect("]}");
  }

  void read_evidence() {
    member("evidence");
    in_.expect("[");
    while (in_.ok() && !in_.next_is(']')) {
      if (!document().evidence.empty()) in_.expect(",");
      place(fmt::format("evidence[{}]", document().evidence.size()));
      read_item(document().evidence.emplace_back());
    }
    in_.expect("]");
  }

  void read_item(Evidence& item) {
    in_.expect("{\"index\":");
    item.index = in_.number();
    in_.expect(",\"entry\":");
    item.entry = in_.value(&from_base64, &base64_of_bytes);
    in_.expect(",\"path\":[");
    while (in_.ok() && !in_.next_is(']')) {
      if (!item.path.empty()) in_.expect(",");
      item.path.push_back(in_.value(&proof::strict_hash, &base64_of_digest));
    }
    in_.expect("]}");
  }

  void read_head() {
    member("checkpoint");
    document().checkpoint = in_.text();
    member("vkey");
    document().vkey = in_.text();
    if (in_.next_is('s', 2)) {
      member("sm2_vkey");
      document().sm2_vkey = in_.text();
    }
    member("public_url");
    document().public_url = in_.text();
    if (!in_.next_is('r', 2)) return;
    member("rendition");
    Rendition& rendition = document().rendition.emplace();
    in_.expect("{\"bytes\":");
    rendition.bytes = in_.number();
    in_.expect(",\"sha256\":");
    rendition.sha256 = in_.value(&digest_from_hex, &hex_of_digest);
    in_.expect("}");
  }

  CanonicalReader in_;
  ParsedDocument out_;
};

}  // namespace

Checked<ParsedDocument> parse_document(std::string_view json) {
  return DocumentReader(json).read();
}

}  // namespace tanshu::certificate
