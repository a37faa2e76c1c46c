// SPDX-License-Identifier: Apache-2.0
// Projects on their land, and the monitoring reports whose verified amounts may be issued.
#pragma once

#include "base/bytes.h"
#include "base/quantity.h"
#include "base/time.h"
#include "protocol/ids.h"

namespace tanshu::protocol {

enum class Ecosystem : std::uint8_t { forest, grassland, wetland };

/// 场内: eligible for the national CCER market. 场外: for tickets in the city's own market.
enum class Grade : std::uint8_t { onsite, offsite };

enum class ReportState : std::uint8_t { submitted, verified, rejected, confirmed };

struct Point {
  static constexpr std::string_view type_name = "Point";
  Degrees longitude;
  Degrees latitude;
  auto operator<=>(const Point&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("longitude", self.longitude, "Degrees east, CGCS2000.");
    visit("latitude", self.latitude, "Degrees north, CGCS2000.");
  }
};

/// From the first to the last day, both included.
struct Period {
  static constexpr std::string_view type_name = "Period";
  Day first;
  Day last;
  auto operator<=>(const Period&) const = default;

  bool overlaps(const Period& other) const { return first <= other.last && other.first <= last; }
  bool contains(const Period& other) const { return first <= other.first && other.last <= last; }

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("first", self.first, "First day.");
    visit("last", self.last, "Last day, included.");
  }
};

struct Project {
  static constexpr std::string_view type_name = "Project";
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
  UserId registered_by;
  Instant registered_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the project.");
    visit("owner", self.owner, "Participant with the right to the reductions.");
    visit("name_zh", self.name_zh, "Chinese name.");
    visit("name_en", self.name_en, "English name.");
    visit("ecosystem", self.ecosystem, "What stores the carbon.");
    visit("grade", self.grade, "Market for which it is eligible.");
    visit("methodology", self.methodology, "Methodology and its version.");
    visit("region", self.region, "Six-digit administrative division code (GB/T 2260).");
    visit("area", self.area, "Area as registered.");
    visit("crediting_period", self.crediting_period, "Days in which units may be generated.");
    visit("boundary", self.boundary, "Corners of the land, in order, first not repeated.");
    visit("registered_by", self.registered_by, "Officer who registered it.");
    visit("registered_at", self.registered_at, "When it was registered.");
  }
};

struct Report {
  static constexpr std::string_view type_name = "Report";
  ReportId id;
  ProjectId project;
  Period period;
  std::string method;
  Digest input_digest;
  Digest trace_digest;
  Carbon estimated;
  Carbon verified;
  Carbon issued;
  ReportState state = ReportState::submitted;
  std::string statement;
  UserId submitted_by;
  std::optional<UserId> verified_by;
  std::optional<UserId> confirmed_by;
  Instant submitted_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the monitoring report.");
    visit("project", self.project, "Project it monitors.");
    visit("period", self.period, "Monitoring period.");
    visit("method", self.method, "Estimation method and its version.");
    visit("input_digest", self.input_digest, "SHA-256 of the plot table file.");
    visit("trace_digest", self.trace_digest, "SHA-256 of the estimate's trace.");
    visit("estimated", self.estimated, "Tonnes claimed, after the uncertainty discount.");
    visit("verified", self.verified, "Tonnes the verifier found.");
    visit("issued", self.issued, "Tonnes issued from it so far.");
    visit("state", self.state, "Where it stands.");
    visit("statement", self.statement, "The verifier's statement.");
    visit("submitted_by", self.submitted_by, "Officer who submitted it.");
    visit("verified_by", self.verified_by, "Verifier who decided on it.");
    visit("confirmed_by", self.confirmed_by, "Second officer who confirmed it.");
    visit("submitted_at", self.submitted_at, "When it was submitted.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::Ecosystem, "ecosystem", "forest", "grassland", "wetland");
TANSHU_ENUM(tanshu::protocol::Grade, "grade", "onsite", "offsite");
TANSHU_ENUM(tanshu::protocol::ReportState, "report_state", "submitted", "verified", "rejected",
            "confirmed");
