// SPDX-License-Identifier: Apache-2.0
// What can have happened: each event carries the whole record as it is afterwards, so that views
// need no state.
#pragma once

#include "protocol/cash.h"
#include "protocol/party.h"
#include "protocol/posting.h"
#include "protocol/trade.h"

namespace tanshu::protocol {

/// The cell exists.
struct CellOpened {
  static constexpr std::string_view type_name = "CellOpened";
  std::string cell;
  ParticipantId operator_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("cell", self.cell, "Name of the cell.");
    visit("operator_id", self.operator_id, "Participant that runs the registry.");
  }
};

/// A body takes part.
struct ParticipantRegistered {
  static constexpr std::string_view type_name = "ParticipantRegistered";
  Participant participant;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("participant", self.participant, "The participant.");
  }
};

/// A user may act.
struct UserAuthorised {
  static constexpr std::string_view type_name = "UserAuthorised";
  User user;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user", self.user, "The user.");
  }
};

/// A user was suspended or may act again.
struct UserStateChanged {
  static constexpr std::string_view type_name = "UserStateChanged";
  User user;
  std::string reason;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user", self.user, "The user.");
    visit("reason", self.reason, "Why.");
  }
};

/// An account exists.
struct AccountOpened {
  static constexpr std::string_view type_name = "AccountOpened";
  Account account;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("account", self.account, "The account.");
  }
};

/// A project exists.
struct ProjectRegistered {
  static constexpr std::string_view type_name = "ProjectRegistered";
  Project project;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("project", self.project, "The project.");
  }
};

/// A report awaits the verifier.
struct ReportSubmitted {
  static constexpr std::string_view type_name = "ReportSubmitted";
  Report report;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("report", self.report, "The report.");
  }
};

/// The verifier decided.
struct ReportVerified {
  static constexpr std::string_view type_name = "ReportVerified";
  Report report;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("report", self.report, "The report.");
  }
};

/// A second officer confirmed.
struct ReportConfirmed {
  static constexpr std::string_view type_name = "ReportConfirmed";
  Report report;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("report", self.report, "The report.");
  }
};

/// Units were created from a report.
struct BatchIssued {
  static constexpr std::string_view type_name = "BatchIssued";
  Batch batch;
  Report report;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "The batch.");
    visit("report", self.report, "The report, with what is issued from it now.");
  }
};

/// Units came from another registry.
struct BatchImported {
  static constexpr std::string_view type_name = "BatchImported";
  Batch batch;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "The batch.");
  }
};

/// Units were given.
struct UnitsGiven {
  static constexpr std::string_view type_name = "UnitsGiven";
  Gift gift;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("gift", self.gift, "The gift.");
  }
};

/// Units left circulation for good.
struct UnitsRetired {
  static constexpr std::string_view type_name = "UnitsRetired";
  Retirement retirement;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("retirement", self.retirement, "The retirement.");
  }
};

/// Units left for another registry.
struct UnitsExported {
  static constexpr std::string_view type_name = "UnitsExported";
  Export exported;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("exported", self.exported, "The export.");
  }
};

/// Units were pledged or frozen.
struct EncumbrancePlaced {
  static constexpr std::string_view type_name = "EncumbrancePlaced";
  Encumbrance encumbrance;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("encumbrance", self.encumbrance, "The pledge or freeze.");
  }
};

/// A pledge or freeze ended.
struct EncumbranceReleased {
  static constexpr std::string_view type_name = "EncumbranceReleased";
  Encumbrance encumbrance;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("encumbrance", self.encumbrance, "The pledge or freeze.");
  }
};

/// Units left the buffer pool.
struct BufferReleased {
  static constexpr std::string_view type_name = "BufferReleased";
  BatchId batch;
  Carbon amount;
  std::string reason;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch concerned.");
    visit("amount", self.amount, "How much.");
    visit("reason", self.reason, "Why.");
  }
};

/// A listing can be bought.
struct ListingOpened {
  static constexpr std::string_view type_name = "ListingOpened";
  Listing listing;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("listing", self.listing, "The listing.");
  }
};

/// A listing was taken down.
struct ListingClosed {
  static constexpr std::string_view type_name = "ListingClosed";
  Listing listing;
  std::string reason;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("listing", self.listing, "The listing.");
    visit("reason", self.reason, "Why.");
  }
};

/// A purchase waits for registration.
struct TradeMade {
  static constexpr std::string_view type_name = "TradeMade";
  Trade trade;
  Listing listing;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("trade", self.trade, "The trade.");
    visit("listing", self.listing, "The listing after it.");
  }
};

/// Units and money changed hands.
struct TradeSettled {
  static constexpr std::string_view type_name = "TradeSettled";
  Trade trade;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("trade", self.trade, "The trade.");
  }
};

/// Units and money went back.
struct TradeRejected {
  static constexpr std::string_view type_name = "TradeRejected";
  Trade trade;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("trade", self.trade, "The trade.");
  }
};

/// Money arrived at the bank or left it.
struct CashRecorded {
  static constexpr std::string_view type_name = "CashRecorded";
  CashTransfer transfer;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("transfer", self.transfer, "The bank transfer.");
  }
};

/// An owner paid another account out of free money; the movement beside it says who, whom and how
/// much.
struct CashPaid {
  static constexpr std::string_view type_name = "CashPaid";
  std::string reference;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("reference", self.reference, "What it is for.");
  }
};

/// Money was set aside for a payee.
struct CashReserved {
  static constexpr std::string_view type_name = "CashReserved";
  Reservation reservation;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("reservation", self.reservation, "The reservation.");
  }
};

/// A reservation was posted, voided or has expired.
struct ReservationEnded {
  static constexpr std::string_view type_name = "ReservationEnded";
  Reservation reservation;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("reservation", self.reservation, "The reservation as it ended.");
  }
};

}  // namespace tanshu::protocol
