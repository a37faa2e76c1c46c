// SPDX-License-Identifier: Apache-2.0
// Which header field plays which role of the method, and in which unit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/csv.h"
#include "measure/method.h"
#include "measure/units.h"

namespace tanshu::intake {

/// The request's own choice of a header for a role, when the method does not know the header.
struct ColumnChoice {
  static constexpr std::string_view type_name = "ColumnChoice";
  std::string role;
  std::string column;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("role", self.role, "Role of the column in the method, e.g. quantity or plot_area.");
    visit("column", self.column, "Header of the column in the table.");
  }
};

/// The unit of a column whose header does not say it.
struct UnitChoice {
  static constexpr std::string_view type_name = "UnitChoice";
  std::string column;
  std::string unit;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("column", self.column, "Header of the column in the table.");
    visit("unit", self.unit, "Its unit, e.g. mu or m3.");
  }
};

struct BoundColumn {
  measure::ColumnRole role = measure::ColumnRole::value;
  std::string header;
  std::string unit;               ///< as the table has it; empty where the method asks for none
  std::size_t field = 0;          ///< counted from 0
  measure::Conversion to_method;  ///< from the table's unit to the method's
};

/// The columns of one table by role.
class Columns {
 public:
  /// A header answers to a role by one of the method's names, alone or followed by its unit: VWB,
  /// VWB_m3, VWB(m3).
  static Verdict<Columns> bind(const std::vector<std::string_view>& header,
                               const measure::Method& method,
                               const std::vector<ColumnChoice>& choices,
                               const std::vector<UnitChoice>& units);

  const BoundColumn* find(measure::ColumnRole role) const;
  const std::vector<BoundColumn>& all() const { return columns_; }

 private:
  std::vector<BoundColumn> columns_;
};

/// The refusal that names the role's headers.
std::unexpected<Refusal> column_missing(const measure::Method& method, measure::ColumnRole role);

}  // namespace tanshu::intake
