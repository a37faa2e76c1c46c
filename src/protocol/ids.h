// SPDX-License-Identifier: Apache-2.0
// The kinds of things that have a code of their own.
#pragma once

#include "base/fields.h"

namespace tanshu::protocol {

#define TANSHU_ID(Type, label)                      \
  struct Type##Tag {                                \
    static constexpr std::string_view name = label; \
  };                                                \
  using Type = Id<Type##Tag>

TANSHU_ID(ParticipantId, "participant");
TANSHU_ID(UserId, "user");
TANSHU_ID(AccountId, "account");
TANSHU_ID(ProjectId, "project");
TANSHU_ID(ReportId, "report");
TANSHU_ID(BatchId, "batch");
TANSHU_ID(ListingId, "listing");
TANSHU_ID(TradeId, "trade");
TANSHU_ID(RetirementId, "retirement");
TANSHU_ID(GiftId, "gift");
TANSHU_ID(EncumbranceId, "encumbrance");
TANSHU_ID(ExportId, "export");
TANSHU_ID(ReservationId, "reservation");
TANSHU_ID(InstrumentId, "instrument");
TANSHU_ID(OrderId, "order");
/// "listing/gy-2024-01": the one object that owns a hold. That of a reservation is its bare code:
/// millions stand at a time, and a short code takes no memory of its own. So is the "o/" of an
/// order.
TANSHU_ID(HoldId, "hold");

#undef TANSHU_ID

}  // namespace tanshu::protocol

/// Names an enum's values for text forms: TANSHU_ENUM(protocol::Grade, "grade", "onsite",
/// "offsite").
#define TANSHU_ENUM(Type, label, ...)                                              \
  template <>                                                                      \
  struct tanshu::EnumNames<Type> {                                                 \
    static constexpr std::string_view name = label;                                \
    static constexpr auto values = std::to_array<std::string_view>({__VA_ARGS__}); \
  }
