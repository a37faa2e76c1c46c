// SPDX-License-Identifier: Apache-2.0
// Verifies a document with nothing but its own bytes: no server, no network, no clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certificate/statement.h"
#include "proof/policy.h"

namespace tanshu::certificate {

enum class FileForm : std::uint8_t { unknown, document_json, document_pdf, log_proof };

struct Check {
  Words name;
  bool ok = false;
  /// What was found; when it is not ok, what is wrong and where.
  Words detail;
  std::string field;
  std::optional<std::size_t> offset;
};

struct FollowerStatements {
  std::string name;
  proof::PerStatement<bool> stated{};
};

struct VerifyReport {
  bool valid = false;
  FileForm form = FileForm::unknown;
  /// A document's kind, or "log_entry" for a proof file; empty when the file is neither.
  std::string kind;
  /// What the document says; there even when a check failed, as far as it could be derived.
  std::optional<Statement> statement;
  /// For proof files: what the one entry says.
  std::vector<Row> entry_rows;
  std::vector<Check> checks;
  std::string key_name;
  /// SHA-256 of the 32 bytes of the public key, in groups of four hex digits.
  std::string key_fingerprint;
  /// The caller gave the key. Otherwise it is the file's own, and trust rests on comparing the
  /// fingerprint.
  bool key_is_trusted = false;
  /// The followers of the policy that was given, with what they state of this very checkpoint.
  std::vector<FollowerStatements> followers;

  /// The first check that failed, or nothing.
  const Check* first_failure() const;
};

/// Accepts a document as JSON or PDF, or a proof file (c2sp.org/tlog-proof@v1) whose `extra` is the
/// entry. `trusted_vkey` is what the reader knows of the log; a proof file cannot be verified
/// without. With a policy the checkpoint must have its quorum, too; and its log key, where it names
/// one, is trusted when no other is given.
VerifyReport verify_document(ByteView file, const std::optional<std::string>& trusted_vkey,
                             const proof::Policy* policy = nullptr);

std::string report_json(const VerifyReport& report);
/// For a terminal: Chinese with English.
std::string report_text(const VerifyReport& report);

std::string fingerprint_of(const proof::Verifier& key);

inline constexpr std::size_t document_bytes_max = 64u << 20;

}  // namespace tanshu::certificate

TANSHU_ENUM(tanshu::certificate::FileForm, "file_form", "unknown", "document_json", "document_pdf",
            "log_proof");
