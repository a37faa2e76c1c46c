// SPDX-License-Identifier: Apache-2.0
// V: what rests in the books, as snapshots (W). There are no subscriptions; who asks for one is
// told so (Y).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "fix/message.h"
#include "protocol/market_profile.h"

namespace tanshu::fix {

/// The best prices of each side as views::Views::depth_json() writes them; nothing for an
/// instrument that is not known.
using ReadDepth = std::function<Result<std::optional<std::string>>(
    const std::string& instrument, protocol::TradingMode mode, std::size_t levels)>;

/// A snapshot of each instrument that is asked for, or why not.
std::vector<Message> market_data(const Message& request, protocol::TradingMode mode,
                                 const ReadDepth& read);

}  // namespace tanshu::fix
