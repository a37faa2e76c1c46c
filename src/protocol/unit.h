// SPDX-License-Identifier: Apache-2.0
// Carbon units: batches, ranges of serials, where a range can be, and what happened to it for good.
#pragma once

#include "base/quantity.h"
#include "protocol/project.h"

namespace tanshu::protocol {

/// Where a range of a batch is. `issuance` is the contra side of the double entry: nothing rests
/// there.
enum class Place : std::uint8_t {
  issuance,
  free,
  held_by_order,
  pledged,
  frozen,
  buffer,
  retired,
  cancelled,
  exported
};

/// 注销 in Chinese texts is both; the code carries the kind.
enum class RetirementKind : std::uint8_t { retirement, cancellation };

enum class EncumbranceKind : std::uint8_t { pledge, freeze };
enum class EncumbranceState : std::uint8_t { standing, released };

struct Batch {
  static constexpr std::string_view type_name = "Batch";
  BatchId id;
  std::optional<ProjectId> project;
  std::optional<ReportId> report;
  AccountId account;
  std::uint32_t vintage = 0;
  Carbon issued;
  Carbon buffered;
  std::string origin_registry;
  std::string origin_id;
  UserId issued_by;
  Instant issued_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the batch; a unit's serial is this code and a position in it.");
    visit("project", self.project, "Project that generated it; none for imported units.");
    visit("report", self.report, "Monitoring report it was issued from; none for imported units.");
    visit("account", self.account, "Account it was issued to.");
    visit("vintage", self.vintage, "Year in which the reduction happened.");
    visit("issued", self.issued, "Size of the batch; a serial is one milligram.");
    visit("buffered", self.buffered, "Part put into the buffer pool at issue.");
    visit("origin_registry", self.origin_registry, "Registry it was imported from, or empty.");
    visit("origin_id", self.origin_id, "Its code there, used once, or empty.");
    visit("issued_by", self.issued_by, "Officer who issued it.");
    visit("issued_at", self.issued_at, "When it was issued.");
  }
};

/// Serials from first to last, both included.
struct Range {
  static constexpr std::string_view type_name = "Range";
  Serial first;
  Serial last;
  auto operator<=>(const Range&) const = default;

  /// 1 mg each.
  Carbon size() const {
    return Carbon{static_cast<std::int64_t>(last.position - first.position) + 1};
  }

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("first", self.first, "First serial.");
    visit("last", self.last, "Last serial, included.");
  }
};

struct Lot {
  static constexpr std::string_view type_name = "Lot";
  BatchId batch;
  Carbon amount;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch to take from.");
    visit("amount", self.amount, "How much.");
  }
};

struct BatchRanges {
  static constexpr std::string_view type_name = "BatchRanges";
  BatchId batch;
  std::vector<Range> ranges;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch of the serials.");
    visit("ranges", self.ranges, "The serials, ascending.");
  }
};

struct Gift {
  static constexpr std::string_view type_name = "Gift";
  GiftId id;
  AccountId from;
  AccountId to;
  Carbon amount;
  std::vector<BatchRanges> units;
  std::string occasion;
  UserId given_by;
  Instant given_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Number of the gift.");
    visit("from", self.from, "Account of the giver.");
    visit("to", self.to, "Account of the receiver.");
    visit("amount", self.amount, "How much was given.");
    visit("units", self.units, "The serials.");
    visit("occasion", self.occasion, "What it was given for.");
    visit("given_by", self.given_by, "User who gave it.");
    visit("given_at", self.given_at, "When it was given.");
  }
};

struct Retirement {
  static constexpr std::string_view type_name = "Retirement";
  RetirementId id;
  RetirementKind kind = RetirementKind::retirement;
  AccountId account;
  Carbon amount;
  std::vector<BatchRanges> units;
  std::string beneficiary_zh;
  std::string beneficiary_en;
  std::string purpose_zh;
  std::string purpose_en;
  Period period;
  UserId retired_by;
  Instant retired_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Number of the cancellation certificate.");
    visit("kind", self.kind, "Retirement (for a claim) or cancellation (without one).");
    visit("account", self.account, "Account the units came from.");
    visit("amount", self.amount, "How much was retired.");
    visit("units", self.units, "The serials; they never move again.");
    visit("beneficiary_zh", self.beneficiary_zh, "In whose name, in Chinese.");
    visit("beneficiary_en", self.beneficiary_en, "In whose name, in English.");
    visit("purpose_zh", self.purpose_zh, "What for, in Chinese.");
    visit("purpose_en", self.purpose_en, "What for, in English.");
    visit("period", self.period, "Days whose emissions are offset.");
    visit("retired_by", self.retired_by, "User who retired them.");
    visit("retired_at", self.retired_at, "When they were retired.");
  }
};

struct Encumbrance {
  static constexpr std::string_view type_name = "Encumbrance";
  EncumbranceId id;
  EncumbranceKind kind = EncumbranceKind::pledge;
  EncumbranceState state = EncumbranceState::standing;
  AccountId account;
  BatchId batch;
  Carbon amount;
  ParticipantId in_favour_of;
  std::string reason;
  UserId placed_by;
  Instant placed_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the pledge or freeze.");
    visit("kind", self.kind, "Pledge or freeze.");
    visit("state", self.state, "Whether it still stands.");
    visit("account", self.account, "Account of the units; they stay in its name.");
    visit("batch", self.batch, "Batch of the units.");
    visit("amount", self.amount, "How much is encumbered.");
    visit("in_favour_of", self.in_favour_of, "Lender, or authority that ordered the freeze.");
    visit("reason", self.reason, "Contract or order it rests on.");
    visit("placed_by", self.placed_by, "User who placed it.");
    visit("placed_at", self.placed_at, "When it was placed.");
  }
};

struct Export {
  static constexpr std::string_view type_name = "Export";
  ExportId id;
  AccountId account;
  Carbon amount;
  std::vector<BatchRanges> units;
  std::string destination;
  std::string reference;
  Instant exported_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Number of the export.");
    visit("account", self.account, "Account the units left.");
    visit("amount", self.amount, "How much left.");
    visit("units", self.units, "The serials.");
    visit("destination", self.destination, "Registry they went to.");
    visit("reference", self.reference, "Reference there.");
    visit("exported_at", self.exported_at, "When they left.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::Place, "place", "issuance", "free", "held_by_order", "pledged",
            "frozen", "buffer", "retired", "cancelled", "exported");
TANSHU_ENUM(tanshu::protocol::RetirementKind, "retirement_kind", "retirement", "cancellation");
TANSHU_ENUM(tanshu::protocol::EncumbranceKind, "encumbrance_kind", "pledge", "freeze");
TANSHU_ENUM(tanshu::protocol::EncumbranceState, "encumbrance_state", "standing", "released");
