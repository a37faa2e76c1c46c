// SPDX-License-Identifier: Apache-2.0
// A small log with one of everything that documents are about, for the tests of this room: the same
// in every run.
#pragma once

#include "certificate/document.h"
#include "certificate/facts.h"
#include "proof/tree.h"
#include "protocol/record.h"

namespace tanshu::certificate {

class SampleLog {
 public:
  explicit SampleLog(HashKind proofs = HashKind::sha256);

  /// Where the entries stand.
  struct Indexes {
    std::uint64_t batch = 0, import = 0, trade = 0, settled = 0, open_trade = 0, rejected_trade = 0,
                  rejected = 0, retirement = 0, cancellation = 0, refused = 0, block = 0;
  };
  const Indexes& at() const { return at_; }
  const proof::Signer& signer() const { return signer_; }
  /// Empty unless the log is made with SM3.
  std::string sm2_vkey() const;
  std::string vkey() const { return proof::print_vkey(proof::verifier_of(signer_)); }

  std::uint64_t append(const protocol::Record& record);
  std::uint64_t append_entry(Bytes entry);
  Evidence evidence(std::uint64_t index) const;
  LogAccess access() const;
  LogHead head() const;
  std::string checkpoint() const;
  /// c2sp.org/tlog-proof with the entry as `extra`.
  std::string proof_file(std::uint64_t index) const;
  const protocol::Record& record(std::uint64_t index) const { return records_.at(index); }

  /// Signed. `ranges` is how many pieces the holding of the ticket is in.
  Document certificate() const;
  Document cancellation() const;
  Document voucher() const;
  Document open_voucher() const;
  Document rejected_voucher() const;
  Document ticket(int ranges = 3) const;
  Document imported_ticket() const;
  Document document(DocumentKind kind, std::string number, std::vector<std::uint64_t> entries,
                    std::optional<Holding> holding = {}) const;
  /// The document signed again, for tests that change what is signed.
  Document signed_again(Document document) const;

 private:
  void add_parties();
  void add_units();
  void add_trades();
  void add_retirements();
  protocol::Record record_of(protocol::Command command, protocol::Events events);
  void name(const protocol::Record& record, std::uint64_t index);

  proof::Signer signer_;
  proof::Tree tree_;
  std::vector<Bytes> entries_;
  std::map<std::uint64_t, protocol::Record> records_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> made_by_;
  Instant clock_;
  Indexes at_;
};

/// Built once for all tests that do not change it.
const SampleLog& sample_log();

inline constexpr Instant sample_as_of{1'710'000'000'000'000'000};

}  // namespace tanshu::certificate
