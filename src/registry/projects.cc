// SPDX-License-Identifier: Apache-2.0
// Projects and monitoring reports: registered, submitted, verified, confirmed by a second pair of
// eyes.
#include "registry/checks.h"
#include "registry/handlers.h"
#include "registry/land.h"

namespace tanshu::registry {
namespace {

Verdict<void> check_land_is_free(const Registry& registry, const RegisterProject& c) {
  for (const auto& [id, project] : registry.projects)
    if (project.crediting_period.overlaps(c.crediting_period) &&
        land_overlaps(project.boundary, c.boundary))
      return refuse(RefusalCode::land_is_taken, {{"project", id.text}});
  return {};
}

/// Rejected reports leave their period free for a better one.
Verdict<void> check_period_is_free(const Registry& registry, const SubmitReport& c) {
  for (const auto& [id, report] : registry.reports)
    if (report.project == c.project && report.state != ReportState::rejected &&
        report.period.overlaps(c.period))
      return refuse(RefusalCode::period_is_reported, {{"report", id.text}});
  return {};
}

Verdict<Report> find_report(const Registry& registry, const ReportId& id, ReportState needed) {
  const Report* report = registry.reports.find(id);
  if (report == nullptr) return refuse(RefusalCode::report_is_unknown, {{"report", id.text}});
  if (report->state != needed)
    return refuse(RefusalCode::report_is_in_wrong_state,
                  {{"report", id.text},
                   {"state", std::string(name_of(report->state))},
                   {"needed", std::string(name_of(needed))}});
  return *report;
}

}  // namespace

Verdict<void> register_project(const RegisterProject& c, const Context& context, Registry& registry,
                               Events& events) {
  TRY(check_new_code(c.id.text, registry.projects.contains(c.id)));
  TRY(find_participant(registry, c.owner));
  TRY(check_text("name_zh", c.name_zh));
  TRY(check_text("name_en", c.name_en));
  TRY(check_text("methodology", c.methodology));
  TRY(check_region(c.region));
  if (c.area.count <= 0)
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(c.area)}});
  TRY(check_period(c.crediting_period));
  TRY(check_boundary(c.boundary));
  TRY(check_land_is_free(registry, c));

  const Project project{c.id,       c.owner,       c.name_zh, c.name_en, c.ecosystem,
                        c.grade,    c.methodology, c.region,  c.area,    c.crediting_period,
                        c.boundary, context.actor, context.at};
  registry.projects.put(c.id, project);
  events.emplace_back(ProjectRegistered{project});
  return {};
}

Verdict<void> submit_report(const SubmitReport& c, const Context& context, Registry& registry,
                            Events& events) {
  TRY(check_new_code(c.id.text, registry.reports.contains(c.id)));
  const Project* project = registry.projects.find(c.project);
  if (project == nullptr)
    return refuse(RefusalCode::project_is_unknown, {{"project", c.project.text}});
  TRY(check_period(c.period));
  if (!project->crediting_period.contains(c.period))
    return refuse(RefusalCode::period_is_outside_project,
                  {{"first", to_text(project->crediting_period.first)},
                   {"last", to_text(project->crediting_period.last)}});
  TRY(check_period_is_free(registry, c));
  TRY(check_text("method", c.method));
  TRY(check_positive(c.estimated));

  Report report;
  report.id = c.id;
  report.project = c.project;
  report.period = c.period;
  report.method = c.method;
  report.input_digest = c.input_digest;
  report.trace_digest = c.trace_digest;
  report.estimated = c.estimated;
  report.submitted_by = context.actor;
  report.submitted_at = context.at;
  registry.reports.put(c.id, report);
  events.emplace_back(ReportSubmitted{report});
  return {};
}

Verdict<void> verify_report(const VerifyReport& c, const Context& context, Registry& registry,
                            Events& events) {
  TRY_SET(Report report, find_report(registry, c.report, ReportState::submitted));
  if (registry.projects.at(report.project).owner == context.participant)
    return refuse(RefusalCode::verifier_is_the_owner, {{"participant", context.participant.text}});
  TRY(check_text("statement", c.statement));
  if (c.approved) TRY(check_positive(c.verified));
  if (!c.approved && c.verified != Carbon{})
    return refuse(RefusalCode::rejected_amount_is_not_zero, {{"verified", to_text(c.verified)}});
  if (c.verified > report.estimated)
    return refuse(RefusalCode::verified_exceeds_estimate,
                  {{"verified", to_text(c.verified)}, {"estimated", to_text(report.estimated)}});

  report.state = c.approved ? ReportState::verified : ReportState::rejected;
  report.verified = c.verified;
  report.statement = c.statement;
  report.verified_by = context.actor;
  registry.reports.put(c.report, report);
  events.emplace_back(ReportVerified{report});
  return {};
}

Verdict<void> confirm_report(const ConfirmReport& c, const Context& context, Registry& registry,
                             Events& events) {
  TRY_SET(Report report, find_report(registry, c.report, ReportState::verified));
  const bool took_part = report.submitted_by == context.actor ||
                         report.verified_by == context.actor ||
                         registry.projects.at(report.project).registered_by == context.actor;
  if (took_part)
    return refuse(RefusalCode::second_officer_is_needed, {{"user", context.actor.text}});

  report.state = ReportState::confirmed;
  report.confirmed_by = context.actor;
  registry.reports.put(c.report, report);
  events.emplace_back(ReportConfirmed{report});
  return {};
}

}  // namespace tanshu::registry
