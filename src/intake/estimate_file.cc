// SPDX-License-Identifier: Apache-2.0
// Joins reader, method and estimate; the one place where a float becomes an amount.
#include "intake/estimate_file.h"

#include <bit>
#include <cmath>
#include <fstream>
#include <limits>

#include "intake/cells.h"

namespace tanshu::intake {

namespace {

using measure::ProblemKind;

RefusalCode code_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::method_file_unreadable:
      return RefusalCode::method_file_is_unreadable;
    case ProblemKind::method_file_malformed:
      return RefusalCode::method_file_is_malformed;
    case ProblemKind::method_unknown:
      return RefusalCode::method_is_unknown;
    case ProblemKind::rule_unknown:
      return RefusalCode::discount_rule_is_unknown;
    case ProblemKind::variant_unknown:
      return RefusalCode::method_variant_is_unknown;
    case ProblemKind::table_is_empty:
      return RefusalCode::csv_has_no_rows;
    case ProblemKind::table_does_not_fit:
      return RefusalCode::table_does_not_fit_method;
    case ProblemKind::period_out_of_range:
      return RefusalCode::period_is_out_of_range;
    case ProblemKind::plan_impossible:
      return RefusalCode::plan_is_impossible;
  }
  return RefusalCode::table_does_not_fit_method;
}

Verdict<measure::EstimateOptions> options_of(const EstimateRequest& request) {
  measure::EstimateOptions options;
  options.variant = request.variant;
  if (!request.design.empty()) {
    const auto design = measure::design_from_name(request.design);
    if (!design) return refuse(RefusalCode::design_is_unknown, {{"design", shown(request.design)}});
    options.design = *design;
  }
  if (!request.period_years.empty()) {
    options.period_years = plain_number(request.period_years);
    if (!options.period_years)
      return refuse(RefusalCode::period_is_out_of_range, {{"years", shown(request.period_years)}});
  }
  return options;
}

}  // namespace

Refusal refusal_of(const measure::Problem& problem) {
  Refusal refusal;
  refusal.number = static_cast<std::uint16_t>(code_of(problem.kind));
  for (const auto& [name, value] : problem.params) refusal.parameters.push_back({name, value});
  return refusal;
}

Verdict<Carbon> quantize(double tonnes) {
  const auto unfit = [&] {
    return refuse(RefusalCode::amount_is_not_representable,
                  {{"tonnes", measure::number_text(tonnes)}});
  };
  constexpr double tonnes_max = 9e9;  // 9e18 mg, below 2^63
  if (!(tonnes >= 0 && tonnes <= tonnes_max)) return unfit();
  int exponent = 0;
  const double fraction = std::frexp(tonnes, &exponent);
  // tonnes = mantissa * 2^shift with a whole mantissa below 2^53: the product with 10^9 stays below
  // 2^83.
  const auto mantissa = static_cast<Int128>(std::ldexp(fraction, 53));
  const int shift = exponent - 53;
  const Int128 product = mantissa * mg_per_tonne;
  const Int128 mg = shift >= 0 ? product << shift : (-shift > 120 ? 0 : product >> -shift);
  return Carbon{static_cast<std::int64_t>(mg)};
}

Verdict<FileEstimate> estimate_stream(std::istream& in, const std::string& input_name,
                                      const measure::MethodLibrary& library,
                                      const EstimateRequest& request) {
  const auto method = library.find(request.method_id);
  if (!method) return std::unexpected(refusal_of(method.error()));
  TRY_SET(const measure::EstimateOptions options, options_of(request));
  TRY_SET(ReadTable read, read_plot_table(in, **method, request.columns, request.units));
  auto estimate = measure::estimate(read.table, **method, options);
  if (!estimate) return std::unexpected(refusal_of(estimate.error()));

  FileEstimate result;
  result.estimate = std::move(*estimate);
  result.input_name = std::filesystem::path(input_name).filename().string();
  result.input_digest = read.digest;
  result.input_bytes = read.bytes;
  result.rows = read.table.rows;
  result.columns = std::move(read.columns);
  const auto& tonnes = result.estimate.tonnes_discounted;
  if (tonnes && result.estimate.issuable()) {
    TRY_SET(result.amount, quantize(*tonnes));
  }
  return result;
}

Verdict<FileEstimate> estimate_file(const std::filesystem::path& file,
                                    const measure::MethodLibrary& library,
                                    const EstimateRequest& request) {
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(file, error);
  if (!in || !is_file)
    return refuse(RefusalCode::input_is_unreadable,
                  {{"file", file.filename().string()},
                   {"problem", error ? error.message() : "not a readable file"}});
  return estimate_stream(in, file.filename().string(), library, request);
}

Verdict<Carbon> issuable_amount(const FileEstimate& estimate) {
  if (estimate.amount) return *estimate.amount;
  std::string reasons, reasons_zh;
  for (const measure::Flag& flag : estimate.estimate.flags) {
    if (flag.severity != measure::Severity::blocks_issuance) continue;
    reasons += (reasons.empty() ? "" : " ") + flag.text.en;
    reasons_zh += flag.text.zh;
  }
  return refuse(RefusalCode::estimate_is_not_issuable,
                {{"reasons", reasons}, {"reasons_zh", reasons_zh}});
}

}  // namespace tanshu::intake
