// SPDX-License-Identifier: Apache-2.0
// ClOrdIDs and the codes of orders: each says the other, so that nothing has to be remembered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fix/session_store.h"
#include "protocol/ids.h"

namespace tanshu::fix {

/// The code of a user's order: "f" over FIX.4.4 or "g" over FIXT.1.1, six hexadecimal digits of the
/// user's digest, a dot, and the ClOrdID, whose capitals stand behind an underscore. Nothing when
/// the ClOrdID holds other characters than letters, digits, '-', '.' and '_', or is too long for a
/// code: 32 characters, where capitals and underscores count twice.
std::optional<protocol::OrderId> order_id_of(const SessionKey& key, std::string_view cl_ord_id);

struct FixOrder {
  Version version = Version::fix44;
  std::string cl_ord_id;
};
/// What the code says, if the user placed the order over FIX.
std::optional<FixOrder> fix_order_of(const protocol::OrderId& id, const protocol::UserId& user);

/// The idempotency key of what a message asks for: "fix/f/" and the ClOrdID, and "/cancel" for the
/// first half of a replacement.
std::string idempotency_key_of(Version version, std::string_view cl_ord_id);
/// The ClOrdID in such a key; nothing for other keys.
std::optional<FixOrder> fix_order_in(std::string_view idempotency_key);

}  // namespace tanshu::fix
