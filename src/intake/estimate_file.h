// SPDX-License-Identifier: Apache-2.0
// A table file to an estimate, and across the float border: tonnes become milligrams once, rounded
// down.
#pragma once

#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "intake/plot_table.h"
#include "measure/estimate.h"
#include "measure/method_library.h"

namespace tanshu::intake {

struct EstimateRequest {
  static constexpr std::string_view type_name = "EstimateRequest";
  std::string method_id;
  std::string variant;
  std::string design;
  std::string period_years;
  std::vector<ColumnChoice> columns;
  std::vector<UnitChoice> units;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("method_id", self.method_id, "Method file to use, e.g. stand-volume-v1.");
    visit("variant", self.variant, "Variant of the method; empty for its first.");
    visit("design", self.design, "random or systematic; empty for random.");
    visit("period_years", self.period_years, "Accounting period in years, or empty.");
    visit("columns", self.columns, "Headers for roles the method does not find by itself.");
    visit("units", self.units, "Units of columns whose headers do not say them.");
  }
};

struct FileEstimate {
  measure::Estimate estimate;
  std::string input_name;  ///< without directories
  Digest input_digest;     ///< SHA-256 of the file's exact bytes
  std::uint64_t input_bytes = 0;
  std::uint64_t rows = 0;
  std::vector<BoundColumn> columns;
  /// What may be issued: the discounted tonnes rounded down to the milligram; nothing when issuance
  /// is blocked.
  std::optional<Carbon> amount;
};

/// Largest whole number of milligrams not above the value: exact for the double at hand. Refuses
/// what is negative, not finite or too large (amount_is_not_representable).
Verdict<Carbon> quantize(double tonnes);

Verdict<FileEstimate> estimate_stream(std::istream& in, const std::string& input_name,
                                      const measure::MethodLibrary& library,
                                      const EstimateRequest& request);

/// Also refuses input_is_unreadable.
Verdict<FileEstimate> estimate_file(const std::filesystem::path& file,
                                    const measure::MethodLibrary& library,
                                    const EstimateRequest& request);

/// The amount, or estimate_is_not_issuable with the reasons in both languages.
Verdict<Carbon> issuable_amount(const FileEstimate& estimate);

/// The numbered refusal of a measurement problem.
Refusal refusal_of(const measure::Problem& problem);

}  // namespace tanshu::intake
