// SPDX-License-Identifier: Apache-2.0
// What can be asked of the registry: parties, projects, reports, issue, gift, retirement,
// encumbrance.
#pragma once

#include "protocol/party.h"
#include "protocol/unit.h"

namespace tanshu::protocol {

/// The first entry of every journal: names the cell and its first administrator.
struct OpenCell {
  static constexpr std::string_view type_name = "OpenCell";
  std::string cell;
  ParticipantId operator_id;
  std::string operator_name_zh;
  std::string operator_name_en;
  std::string region;
  UserId administrator;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("cell", self.cell, "Name of the cell; the log's origin ends with it.");
    visit("operator_id", self.operator_id, "Participant that runs the registry.");
    visit("operator_name_zh", self.operator_name_zh, "Its Chinese name.");
    visit("operator_name_en", self.operator_name_en, "Its English name.");
    visit("region", self.region, "Six-digit administrative division code (GB/T 2260).");
    visit("administrator", self.administrator, "First user, with the role administrator.");
  }
};

/// Enters a body that takes part.
struct RegisterParticipant {
  static constexpr std::string_view type_name = "RegisterParticipant";
  ParticipantId id;
  ParticipantKind kind = ParticipantKind::firm;
  std::string name_zh;
  std::string name_en;
  std::string region;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it.");
    visit("kind", self.kind, "What kind of body it is.");
    visit("name_zh", self.name_zh, "Chinese name.");
    visit("name_en", self.name_en, "English name.");
    visit("region", self.region, "Six-digit administrative division code (GB/T 2260).");
  }
};

/// Lets a user act for a participant in the given roles; given again, it replaces the roles.
struct AuthoriseUser {
  static constexpr std::string_view type_name = "AuthoriseUser";
  UserId id;
  ParticipantId participant;
  std::vector<Role> roles;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code of the user: a pseudonym, never a personal name.");
    visit("participant", self.participant, "Participant for which the user acts.");
    visit("roles", self.roles, "What the user may do.");
  }
};

/// Suspends a user or lets the user act again.
struct SetUserState {
  static constexpr std::string_view type_name = "SetUserState";
  UserId user;
  UserState state = UserState::suspended;
  std::string reason;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("user", self.user, "User concerned.");
    visit("state", self.state, "New state.");
    visit("reason", self.reason, "Why.");
  }
};

/// Opens an account for units and money.
struct OpenAccount {
  static constexpr std::string_view type_name = "OpenAccount";
  AccountId id;
  ParticipantId participant;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it.");
    visit("participant", self.participant, "Participant whose account it is.");
  }
};

/// Enters a project on its land and in its period; land and period may not overlap another
/// project's.
struct RegisterProject {
  static constexpr std::string_view type_name = "RegisterProject";
  ProjectId id;
  ParticipantId owner;
  std::string name_zh;
  std::string name_en;
  Ecosystem ecosystem = Ecosystem::forest;
  Grade grade = Grade::offsite;
  std::string methodology;
  std::string region;
  Area area;
  Period crediting_period;
  std::vector<Point> boundary;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it.");
    visit("owner", self.owner, "Participant with the right to the reductions.");
    visit("name_zh", self.name_zh, "Chinese name.");
    visit("name_en", self.name_en, "English name.");
    visit("ecosystem", self.ecosystem, "What stores the carbon.");
    visit("grade", self.grade, "Market for which it is eligible.");
    visit("methodology", self.methodology, "Methodology and its version.");
    visit("region", self.region, "Six-digit administrative division code (GB/T 2260).");
    visit("area", self.area, "Area as registered.");
    visit("crediting_period", self.crediting_period, "Days in which units may be generated.");
    visit("boundary", self.boundary,
          "Corners of the land in order, 3 to 1000, first not repeated.");
  }
};

/// Submits a monitoring report with the digest of its input.
struct SubmitReport {
  static constexpr std::string_view type_name = "SubmitReport";
  ReportId id;
  ProjectId project;
  Period period;
  std::string method;
  Digest input_digest;
  Digest trace_digest;
  Carbon estimated;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it.");
    visit("project", self.project, "Project it monitors.");
    visit("period", self.period, "Monitoring period, inside the crediting period.");
    visit("method", self.method, "Estimation method and its version.");
    visit("input_digest", self.input_digest, "SHA-256 of the plot table file.");
    visit("trace_digest", self.trace_digest, "SHA-256 of the estimate's trace.");
    visit("estimated", self.estimated, "Tonnes claimed, after the uncertainty discount.");
  }
};

/// The verifier's decision on a report.
struct VerifyReport {
  static constexpr std::string_view type_name = "VerifyReport";
  ReportId report;
  bool approved = false;
  Carbon verified;
  std::string statement;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("report", self.report, "Report decided on.");
    visit("approved", self.approved, "Whether it is approved.");
    visit("verified", self.verified,
          "Tonnes found, at most those claimed; zero when not approved.");
    visit("statement", self.statement, "The verifier's statement.");
  }
};

/// A second officer confirms a verified report (four eyes).
struct ConfirmReport {
  static constexpr std::string_view type_name = "ConfirmReport";
  ReportId report;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("report", self.report, "Report confirmed.");
  }
};

/// Issues units from a confirmed report, at most what is verified and not yet issued.
struct IssueBatch {
  static constexpr std::string_view type_name = "IssueBatch";
  BatchId id;
  ReportId report;
  AccountId account;
  std::uint32_t vintage = 0;
  Carbon amount;
  Carbon buffer;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give the batch.");
    visit("report", self.report, "Confirmed report.");
    visit("account", self.account, "Account of the project's owner.");
    visit("vintage", self.vintage, "Year of the reduction, within the report's period.");
    visit("amount", self.amount, "How much to issue.");
    visit("buffer", self.buffer, "Part of it that goes to the buffer pool.");
  }
};

/// Moves units of a batch from the buffer pool to the free balance.
struct ReleaseBuffer {
  static constexpr std::string_view type_name = "ReleaseBuffer";
  BatchId batch;
  Carbon amount;
  std::string reason;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("batch", self.batch, "Batch concerned.");
    visit("amount", self.amount, "How much.");
    visit("reason", self.reason, "Why.");
  }
};

/// Gives units to another account without payment.
struct GiveUnits {
  static constexpr std::string_view type_name = "GiveUnits";
  AccountId from;
  AccountId to;
  std::vector<Lot> lots;
  std::string occasion;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("from", self.from, "Account of the giver.");
    visit("to", self.to, "Account of the receiver.");
    visit("lots", self.lots, "What to give.");
    visit("occasion", self.occasion, "What it is given for.");
  }
};

/// Takes units out of circulation for good, with a certificate.
struct RetireUnits {
  static constexpr std::string_view type_name = "RetireUnits";
  RetirementKind kind = RetirementKind::retirement;
  AccountId account;
  std::vector<Lot> lots;
  std::string beneficiary_zh;
  std::string beneficiary_en;
  std::string purpose_zh;
  std::string purpose_en;
  Period period;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("kind", self.kind, "For a claim, or without one.");
    visit("account", self.account, "Account the units come from.");
    visit("lots", self.lots, "What to retire.");
    visit("beneficiary_zh", self.beneficiary_zh, "In whose name, in Chinese.");
    visit("beneficiary_en", self.beneficiary_en, "In whose name, in English.");
    visit("purpose_zh", self.purpose_zh, "What for, in Chinese.");
    visit("purpose_en", self.purpose_en, "What for, in English.");
    visit("period", self.period, "Days whose emissions are offset.");
  }
};

/// Pledges units to a lender; they stay in the pledgor's name and cannot be disposed of.
struct PledgeUnits {
  static constexpr std::string_view type_name = "PledgeUnits";
  EncumbranceId id;
  AccountId account;
  BatchId batch;
  Carbon amount;
  ParticipantId lender;
  std::string contract;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give the pledge.");
    visit("account", self.account, "Account of the units.");
    visit("batch", self.batch, "Batch of the units.");
    visit("amount", self.amount, "How much.");
    visit("lender", self.lender, "Bank in whose favour.");
    visit("contract", self.contract, "Loan contract.");
  }
};

/// The lender releases a pledge.
struct ReleasePledge {
  static constexpr std::string_view type_name = "ReleasePledge";
  EncumbranceId pledge;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("pledge", self.pledge, "Pledge to release.");
  }
};

/// Freezes units by order of an authority.
struct FreezeUnits {
  static constexpr std::string_view type_name = "FreezeUnits";
  EncumbranceId id;
  AccountId account;
  BatchId batch;
  Carbon amount;
  ParticipantId authority;
  std::string order_reference;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give the freeze.");
    visit("account", self.account, "Account of the units.");
    visit("batch", self.batch, "Batch of the units.");
    visit("amount", self.amount, "How much.");
    visit("authority", self.authority, "Authority that ordered it.");
    visit("order_reference", self.order_reference, "The order.");
  }
};

/// Lifts a freeze.
struct ReleaseFreeze {
  static constexpr std::string_view type_name = "ReleaseFreeze";
  EncumbranceId freeze;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("freeze", self.freeze, "Freeze to lift.");
  }
};

/// Enters units that left another registry; an origin code is used once.
struct ImportBatch {
  static constexpr std::string_view type_name = "ImportBatch";
  BatchId id;
  AccountId account;
  std::uint32_t vintage = 0;
  Carbon amount;
  std::string origin_registry;
  std::string origin_id;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give the batch.");
    visit("account", self.account, "Account that receives them.");
    visit("vintage", self.vintage, "Year of the reduction.");
    visit("amount", self.amount, "How much.");
    visit("origin_registry", self.origin_registry, "Registry they come from.");
    visit("origin_id", self.origin_id, "Their code there.");
  }
};

/// Sends units to another registry; they leave circulation here.
struct ExportUnits {
  static constexpr std::string_view type_name = "ExportUnits";
  AccountId account;
  std::vector<Lot> lots;
  std::string destination;
  std::string reference;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("account", self.account, "Account they leave.");
    visit("lots", self.lots, "What to export.");
    visit("destination", self.destination, "Registry they go to.");
    visit("reference", self.reference, "Reference there.");
  }
};

}  // namespace tanshu::protocol
