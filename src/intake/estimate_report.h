// SPDX-License-Identifier: Apache-2.0
// An estimate for programs, spreadsheets and people; equal estimates have equal bytes.
#pragma once

#include <string>

#include "intake/estimate_file.h"

namespace tanshu::intake {

/// Every figure with title, value, unit, formula, source and confidence; floats in shortest
/// round-trip form.
std::string estimate_json(const FileEstimate& estimate);

/// One line a figure: section, stratum, name, titles, value, unit, formula, document, clause,
/// confidence. Text from the table that a spreadsheet would run as a formula is led by an
/// apostrophe.
std::string estimate_csv(const FileEstimate& estimate);

/// A page that needs no other file and no script: Chinese first, English at a switch, usable on a
/// phone.
std::string estimate_html(const FileEstimate& estimate);

/// The methods a caller may choose from: id, version, titles, standing, variants, columns.
std::string methods_json(const measure::MethodLibrary& library);

}  // namespace tanshu::intake
