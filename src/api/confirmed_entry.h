// SPDX-License-Identifier: Apache-2.0
// The row of an entry with what followers have made of it.
#pragma once

#include "protocol/answers.h"

namespace tanshu::api {

enum class Confirmation : std::uint8_t { sequenced, confirmed };

struct ConfirmedEntry : protocol::Entry {
  static constexpr std::string_view type_name = "ConfirmedEntry";
  Confirmation confirmation = Confirmation::sequenced;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    Entry::fields(self, visit);
    visit("confirmation", self.confirmation,
          "Sequenced: durable at its place in the order. Confirmed: the quorum has stated it.");
  }
};

}  // namespace tanshu::api

TANSHU_ENUM(tanshu::api::Confirmation, "confirmation", "sequenced", "confirmed");
