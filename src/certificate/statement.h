// SPDX-License-Identifier: Apache-2.0
// What a document says. Every word of it is derived from the evidence; a ticket's holding from the
// document, which the registry signed, within the bounds that the evidence sets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certificate/document.h"
#include "certificate/facts.h"

namespace tanshu::certificate {

/// A line of the table.
struct Row {
  Words label;
  Words value;
};

struct Statement {
  DocumentKind kind = DocumentKind::cancellation_certificate;
  std::string number;
  Words title;
  Carbon amount;
  /// Who retired, bought or holds the units.
  Words holder;
  std::vector<protocol::BatchRanges> units;
  /// Certificates only.
  std::optional<Words> beneficiary;
  std::optional<Words> purpose;
  /// Certificates: whose emissions are offset. Others: the monitoring period of the batch, if it
  /// has one.
  std::optional<protocol::Period> period;
  /// Of the first batch that has one.
  std::optional<Words> project;
  /// The entry the document is about, and when it was ordered.
  std::uint64_t log_index = 0;
  Instant at;
  Instant as_of;
  std::vector<Row> rows;
};

Words title_of(DocumentKind kind);

/// Does not look at hashes and signatures; verify.h does. The problem names a field of the
/// document.
Checked<Statement> derive_statement(const Document& document);

/// "retired 5,000 tCO2e …": the rows of any single record, for proof files, which carry one entry
/// and no context.
std::vector<Row> record_rows(const protocol::Record& record, std::uint64_t index);

}  // namespace tanshu::certificate
