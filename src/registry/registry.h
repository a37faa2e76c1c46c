// SPDX-License-Identifier: Apache-2.0
// The registry's own tables: parties, projects, reports, batches, and what became of units for
// good.
#pragma once

#include "base/table.h"
#include "protocol/record.h"

namespace tanshu::registry {

using namespace protocol;  // NOLINT: the registry speaks the protocol's nouns throughout

/// Where an imported unit came from; each origin is used once.
struct Origin {
  std::string registry;
  std::string id;
  auto operator<=>(const Origin&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("registry", self.registry, "Registry of origin.");
    visit("id", self.id, "Code there.");
  }
};

struct Registry {
  Table<ParticipantId, Participant> participants{"registry.participants"};
  Table<UserId, User> users{"registry.users"};
  Table<ProjectId, Project> projects{"registry.projects"};
  Table<ReportId, Report> reports{"registry.reports"};
  Table<BatchId, Batch> batches{"registry.batches"};
  HashTable<GiftId, Gift> gifts{"registry.gifts"};
  Table<RetirementId, Retirement> retirements{"registry.retirements"};
  Table<EncumbranceId, Encumbrance> encumbrances{"registry.encumbrances"};
  Table<ExportId, Export> exports{"registry.exports"};
  Table<Origin, BatchId> origins{"registry.origins"};

  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.participants), visit(self.users), visit(self.projects), visit(self.reports);
    visit(self.batches), visit(self.gifts), visit(self.retirements);
    visit(self.encumbrances), visit(self.exports), visit(self.origins);
  }
};

}  // namespace tanshu::registry
