// SPDX-License-Identifier: Apache-2.0
// Whether a market's rules can be applied at all. Rule files are read strictly by intake; a profile
// that comes by command may say anything.
#pragma once

#include "protocol/market_profile.h"
#include "protocol/refusal.h"

namespace tanshu::market {

/// Refuses code_is_malformed, text_is_empty, profile_is_malformed.
protocol::Verdict<void> check_profile(const protocol::MarketProfile& profile);

/// What amounts and prices are whole multiples of; without a rule a tonne and a fen. Lots are whole
/// tonnes, so that no trade on a market is ever rounded.
Carbon lot_of(const protocol::MarketProfile& profile);
Money tick_of(const protocol::MarketProfile& profile);

}  // namespace tanshu::market
