// SPDX-License-Identifier: Apache-2.0
// What the entries given as evidence say: records of commands, and the parties, projects and
// batches they made.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "certificate/document.h"
#include "protocol/record.h"

namespace tanshu::certificate {

struct ProvenRecord {
  std::uint64_t index = 0;
  protocol::Record record;
};

struct IssuedBatch {
  protocol::Batch batch;
  /// Not for imported units.
  std::optional<protocol::Report> report;
};

/// Every record was accepted, and no two of them tell differently of the same thing.
struct Facts {
  std::vector<ProvenRecord> records;
  std::map<protocol::ParticipantId, protocol::Participant> participants;
  std::map<protocol::AccountId, protocol::Account> accounts;
  std::map<protocol::ProjectId, protocol::Project> projects;
  std::map<protocol::BatchId, IssuedBatch> batches;
};

/// Decodes the evidence. Refuses what is no record, a refused command, an entry twice, a thing made
/// twice.
Checked<Facts> read_facts(const std::vector<Evidence>& evidence);

/// The ids that a document must show besides its first entry, and for which `facts` has nothing
/// yet.
struct Wanted {
  std::vector<protocol::BatchId> batches;
  std::vector<protocol::ProjectId> projects;
  std::vector<protocol::AccountId> accounts;
  std::vector<protocol::ParticipantId> participants;
  bool empty() const {
    return batches.empty() && projects.empty() && accounts.empty() && participants.empty();
  }
};
Wanted still_wanted(const Facts& facts, const std::optional<Holding>& holding);

/// How the evidence is fetched: the log index of the entry whose event made the thing, and an entry
/// with its path.
struct LogAccess {
  /// `event` is batch_issued, batch_imported, project_registered, account_opened or
  /// participant_registered.
  std::function<std::optional<std::uint64_t>(std::string_view event, std::string_view id)> index_of;
  std::function<Result<Evidence>(std::uint64_t index)> evidence_at;
};

/// All the evidence a document of this kind needs, from the given entries (the first is the one
/// that it is about; a voucher's second is the settlement or rejection, once there is one).
Result<std::vector<Evidence>> gather_evidence(std::vector<std::uint64_t> indexes,
                                              const std::optional<Holding>& holding,
                                              const LogAccess& log);

}  // namespace tanshu::certificate
