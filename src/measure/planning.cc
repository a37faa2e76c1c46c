// SPDX-License-Identifier: Apache-2.0
// Sample size and Neyman allocation: Winrock Sourcebook for LULUCF projects and AR-TOOL03 give the
// same n.
#include "measure/planning.h"

#include <cmath>

#include "measure/portable_math.h"
#include "measure/student.h"

namespace tanshu::measure {

namespace {

constexpr double plots_planned_max = 1e9;

struct Spread {
  double weighted_sd = 0;        // sum w s
  double weighted_variance = 0;  // sum w s^2
};

Spread spread_of(std::span<const PlanStratum> strata) {
  OrderedSum sd, variance;
  for (const PlanStratum& stratum : strata) {
    sd.add(stratum.weight * std::sqrt(stratum.variance));
    variance.add(stratum.weight * stratum.variance);
  }
  return {sd.total(), variance.total()};
}

double size_for(const Spread& spread, const PlanWish& wish, double t) {
  const double top = t * t * spread.weighted_sd * spread.weighted_sd;
  const double finite = wish.plots_max ? t * t * spread.weighted_variance / *wish.plots_max : 0;
  return top / (wish.half_width * wish.half_width + finite);
}

/// At least one degree of freedom: a plan for fewer plots than that has no error at all.
std::uint64_t degrees(double n, std::uint64_t taken) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(n));
  return whole > taken ? whole - taken : 1;
}

double t_for(const Spread& spread, const PlanWish& wish, std::uint64_t pilot,
             std::uint64_t strata) {
  if (wish.rule == PlanT::fixed) return wish.t;
  const std::uint64_t taken = wish.rule == PlanT::iterated ? strata : 1;
  double t = student_t(wish.confidence, degrees(static_cast<double>(pilot), taken));
  const int rounds = wish.rule == PlanT::iterated ? 50 : 1;
  double n = 0;
  for (int round = 0; round < rounds; ++round) {
    const double next = std::ceil(size_for(spread, wish, t));
    if (next == n || next > plots_planned_max) break;
    n = next;
    t = student_t(wish.confidence, degrees(n, taken));
  }
  return t;
}

}  // namespace

Measured<Plan> plan_sample(std::span<const PlanStratum> strata, const PlanWish& wish) {
  if (strata.empty()) return problem(ProblemKind::plan_impossible, {{"what", "strata"}});
  if (!(wish.half_width > 0))
    return problem(ProblemKind::plan_impossible, {{"what", "half_width"}});
  if (!(wish.confidence > 0 && wish.confidence <= 0.9999))
    return problem(ProblemKind::plan_impossible, {{"what", "confidence"}});
  const Spread spread = spread_of(strata);
  if (!(spread.weighted_sd > 0))
    return problem(ProblemKind::plan_impossible, {{"what", "variance"}});

  std::uint64_t pilot = 0;
  for (const PlanStratum& stratum : strata) pilot += stratum.n;
  Plan plan;
  plan.t = t_for(spread, wish, pilot, strata.size());
  plan.n_exact = size_for(spread, wish, plan.t);
  if (!(plan.n_exact <= plots_planned_max))
    return problem(ProblemKind::plan_impossible, {{"what", "half_width"}});
  plan.n = static_cast<std::uint64_t>(std::ceil(plan.n_exact));
  for (const PlanStratum& stratum : strata) {
    const double share = stratum.weight * std::sqrt(stratum.variance) / spread.weighted_sd;
    const auto planned = static_cast<std::uint64_t>(std::ceil(plan.n_exact * share));
    plan.n_by_stratum.push_back(planned);
    plan.more_by_stratum.push_back(planned > stratum.n ? planned - stratum.n : 0);
  }
  return plan;
}

}  // namespace tanshu::measure
