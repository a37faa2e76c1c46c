// SPDX-License-Identifier: Apache-2.0
// Which days a market is open: weekends, public holidays, and the weekends that are worked to make
// up for them. Every fact says where it was read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "protocol/ids.h"

namespace tanshu::protocol {

/// How far a stated rule can be trusted. What is unverified says so wherever it is shown.
enum class Confidence : std::uint8_t {
  official,   ///< the text of the rule was read
  published,  ///< a secondary source that was read says so
  derived,    ///< follows from the market's published data without a counterexample
  own,        ///< our choice where the rules leave it open
  unverified  ///< known by hearsay only
};

/// Where a fact stands.
struct RuleSource {
  static constexpr std::string_view type_name = "RuleSource";
  std::string document;
  std::string clause;
  Confidence confidence = Confidence::unverified;
  bool operator==(const RuleSource&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("document", self.document, "Key of the document it was read in.");
    visit("clause", self.clause, "Clause, or what was counted; may be empty.");
    visit("confidence", self.confidence, "How far it can be trusted.");
  }
};

/// A public holiday, weekend days inside it included.
struct Holiday {
  static constexpr std::string_view type_name = "Holiday";
  Day first;
  Day last;
  std::string name_zh;
  std::string name_en;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("first", self.first, "First day without work.");
    visit("last", self.last, "Last day without work, included.");
    visit("name_zh", self.name_zh, "Chinese name.");
    visit("name_en", self.name_en, "English name.");
  }
};

/// Outside `first` to `last` nothing is known, and nothing is assumed.
struct TradingCalendar {
  static constexpr std::string_view type_name = "TradingCalendar";
  std::string id;
  std::string title_zh;
  std::string title_en;
  Day first;
  Day last;
  std::vector<Holiday> holidays;
  std::vector<Day> make_up_days;
  RuleSource source;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the calendar.");
    visit("title_zh", self.title_zh, "Chinese title.");
    visit("title_en", self.title_en, "English title.");
    visit("first", self.first, "First day it covers.");
    visit("last", self.last, "Last day it covers, included.");
    visit("holidays", self.holidays, "Public holidays, in order.");
    visit("make_up_days", self.make_up_days, "Weekend days that are worked, in order.");
    visit("source", self.source, "Where it was read.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::Confidence, "confidence", "official", "published", "derived", "own",
            "unverified");
