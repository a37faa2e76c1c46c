// SPDX-License-Identifier: Apache-2.0
// The document: evidence from the log, the checkpoint it leads to, and the log key's signature over
// all of it; the signature of its SM2 key as well, where the log is made with SM3.
//
// Its JSON has one spelling: members in the order below, no white space, no member more or less.
// `holding` is there for carbon tickets only, `sm2_vkey` where the log is made with SM3,
// `rendition` only in the document attached to a PDF.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "certificate/problem.h"
#include "proof/note.h"
#include "protocol/unit.h"

namespace tanshu::certificate {

enum class DocumentKind : std::uint8_t { cancellation_certificate, trade_voucher, carbon_ticket };

/// A log entry with the audit path from it to the root of the document's checkpoint.
struct Evidence {
  std::uint64_t index = 0;
  Bytes entry;
  std::vector<Digest> path;
  bool operator==(const Evidence&) const = default;
};

/// What a carbon ticket states beyond its evidence, on the word of the registry: who has which
/// serials at `as_of`.
struct Holding {
  static constexpr std::string_view type_name = "Holding";
  protocol::AccountId account;
  protocol::BatchId batch;
  Carbon amount;
  std::vector<protocol::Range> ranges;
  bool operator==(const Holding&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("account", self.account, "Account that holds the units.");
    visit("batch", self.batch, "Batch of the units.");
    visit("amount", self.amount, "How much: the sum of the ranges.");
    visit("ranges", self.ranges, "The serials, ascending.");
  }
};

/// The bytes of a PDF before the section that carries the document.
struct Rendition {
  std::uint64_t bytes = 0;
  Digest sha256;
  bool operator==(const Rendition&) const = default;
};

struct Document {
  DocumentKind kind = DocumentKind::cancellation_certificate;
  /// Of the retirement or the trade; of a ticket "account/batch".
  std::string number;
  Instant as_of;
  std::optional<Holding> holding;
  /// The first item is the entry that the document is about.
  std::vector<Evidence> evidence;
  std::string checkpoint;
  std::string vkey;
  /// Empty unless the log is made with SM3.
  std::string sm2_vkey;
  /// Where the registry can be reached, without a slash at the end.
  std::string public_url;
  std::optional<Rendition> rendition;
  /// A signed note over signed_text(); empty until sign().
  std::string signature;
  bool operator==(const Document&) const = default;
};

/// What the document is to be about.
struct Subject {
  DocumentKind kind = DocumentKind::cancellation_certificate;
  std::string number;
  Instant as_of;
  std::optional<Holding> holding;
};

/// The log at the moment the document is made.
struct LogHead {
  std::string checkpoint;
  std::string vkey;
  std::string public_url;
  std::string sm2_vkey = {};
};

/// The document, not signed yet.
Document make_document(Subject subject, std::vector<Evidence> evidence, LogHead head);
/// The number of the ticket of this holding.
std::string ticket_number(const protocol::AccountId& account, const protocol::BatchId& batch);

/// The canonical JSON, without a line end.
std::string to_json(const Document& document);
/// What `signature` signs: the format and the digest of the JSON without the member `signature`; of
/// a log that is made with SM3 that digest, and a line that says so.
std::string signed_text(const Document& document);
/// Signs with the log's keys, which must be those that the document names.
Result<void> sign(Document& document, const proof::Signer& log);

/// Where a member's value begins in the JSON.
struct MemberPlace {
  std::string field;
  std::size_t offset = 0;
};

struct ParsedDocument {
  Document document;
  std::vector<MemberPlace> places;
  /// The offset of the member, or nothing if it is not there.
  std::optional<std::size_t> offset_of(std::string_view field) const;
};

/// Reads canonical JSON only: the first byte that differs from the canonical spelling is named.
Checked<ParsedDocument> parse_document(std::string_view json);

inline constexpr std::string_view document_format = "tanshu-document/1";

}  // namespace tanshu::certificate

TANSHU_ENUM(tanshu::certificate::DocumentKind, "document_kind", "cancellation_certificate",
            "trade_voucher", "carbon_ticket");
