// SPDX-License-Identifier: Apache-2.0
// A market profile as people read it: fact by fact, in both languages, each with its source.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "measure/figure.h"
#include "protocol/market_profile.h"

namespace tanshu::intake {

using measure::Text;

struct MarketFact {
  std::string key;  ///< as in the rule file: "tick", "mode.listing.band", "fee.block"
  Text title;
  Text value;
  protocol::RuleSource source;
};

Text title_of(protocol::TradingMode mode);
Text title_of(protocol::Confidence confidence);

/// Every fact a version states, in the order of the rule file.
std::vector<MarketFact> facts_of(const protocol::MarketProfile& profile);
/// What a version could state and does not: unknown, not denied.
std::vector<MarketFact> unstated_of(const protocol::MarketProfile& profile);
/// The title of a document that a source names; its key when there is none.
Text document_title(const protocol::MarketProfile& profile, const std::string& key);

/// "12.5 %", of millionths.
std::string rate_text(std::uint32_t ppm);
/// "+1.25 %", of hundredths of a per cent; a fall has a minus.
std::string change_text(std::int64_t basis);

void put_words(JsonWriter& json, std::string_view key, const Text& text);
/// Head, documents, facts, what is not stated, and notes of a version, as one object.
void put_profile(JsonWriter& json, const protocol::MarketProfile& profile);

}  // namespace tanshu::intake
