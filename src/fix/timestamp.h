// SPDX-License-Identifier: Apache-2.0
// FIX's UTCTimestamp and the Instant that it means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace tanshu::fix {

/// "20240501-08:30:00", with milliseconds when the instant has any part of a second.
std::string timestamp_text(Instant instant);
/// With no fraction, or one of 3, 6 or 9 decimals; years 1900 to 2261. A leap second is the second
/// after it.
std::optional<Instant> read_timestamp(std::string_view text);

}  // namespace tanshu::fix
