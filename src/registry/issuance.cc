// SPDX-License-Identifier: Apache-2.0
// How units come to be and how they leave for other registries.
#include <chrono>

#include "registry/checks.h"
#include "registry/handlers.h"

namespace tanshu::registry {
namespace {

using ledger::Book;
using ledger::free_units;
using ledger::Posting;

std::uint32_t year_of(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.number}}};
  return static_cast<std::uint32_t>(static_cast<int>(date.year()));
}

/// Buffer units stay in the owner's name and out of its hands.
Pocket buffer_of(const AccountId& account) {
  return {account, Place::buffer, {}};
}

Verdict<Report> find_issuable(const Registry& registry, const IssueBatch& c) {
  const Report* report = registry.reports.find(c.report);
  if (report == nullptr) return refuse(RefusalCode::report_is_unknown, {{"report", c.report.text}});
  if (report->state != ReportState::confirmed)
    return refuse(RefusalCode::report_is_in_wrong_state,
                  {{"report", c.report.text},
                   {"state", std::string(name_of(report->state))},
                   {"needed", std::string(name_of(ReportState::confirmed))}});
  const Carbon left = report->verified - report->issued;
  if (c.amount > left)
    return refuse(RefusalCode::issue_exceeds_verified,
                  {{"wanted", to_text(c.amount)}, {"left", to_text(left)}});
  if (c.vintage < year_of(report->period.first) || c.vintage > year_of(report->period.last))
    return refuse(RefusalCode::vintage_is_outside_period, {{"vintage", std::to_string(c.vintage)},
                                                           {"first", to_text(report->period.first)},
                                                           {"last", to_text(report->period.last)}});
  return *report;
}

}  // namespace

Verdict<void> issue_batch(const IssueBatch& c, const Context& context, Registry& registry,
                          Book& book, Events& events) {
  TRY(check_new_code(c.id.text, registry.batches.contains(c.id)));
  TRY(check_positive(c.amount));
  TRY_SET(Report report, find_issuable(registry, c));
  TRY_SET(AccountFound account, find_account(book, c.account));
  if (account->participant != registry.projects.at(report.project).owner)
    return refuse(RefusalCode::account_is_not_the_owners, {{"account", c.account.text}});
  if (c.buffer.count < 0 || c.buffer >= c.amount)
    return refuse(RefusalCode::buffer_exceeds_batch,
                  {{"buffer", to_text(c.buffer)}, {"amount", to_text(c.amount)}});

  Batch batch;
  batch.id = c.id;
  batch.project = report.project;
  batch.report = report.id;
  batch.account = c.account;
  batch.vintage = c.vintage;
  batch.issued = c.amount;
  batch.buffered = c.buffer;
  batch.issued_by = context.actor;
  batch.issued_at = context.at;
  Posting posting;
  book.mint(posting, c.id, free_units(c.account), c.amount - c.buffer);
  if (c.buffer.positive()) book.mint(posting, c.id, buffer_of(c.account), c.buffer);
  report.issued += c.amount;
  registry.batches.put(c.id, batch);
  registry.reports.put(report.id, report);
  events.emplace_back(BatchIssued{batch, report});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> release_buffer(const ReleaseBuffer& c, const Registry& registry, Book& book,
                             Events& events) {
  TRY_SET(const Batch* batch, find_batch(registry, c.batch));
  TRY(check_positive(c.amount));
  TRY(check_text("reason", c.reason));
  const Carbon available = book.units(c.batch, buffer_of(batch->account));
  if (available < c.amount)
    return refuse(RefusalCode::buffer_is_short, {{"batch", c.batch.text},
                                                 {"available", to_text(available)},
                                                 {"wanted", to_text(c.amount)}});
  Posting posting;
  TRY(book.move_units(posting, c.batch, buffer_of(batch->account), free_units(batch->account),
                      c.amount));

  events.emplace_back(BufferReleased{c.batch, c.amount, c.reason});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> import_batch(const ImportBatch& c, const Context& context, Registry& registry,
                           Book& book, Events& events) {
  TRY(check_new_code(c.id.text, registry.batches.contains(c.id)));
  TRY(find_account(book, c.account));
  TRY(check_positive(c.amount));
  TRY(check_text("origin_registry", c.origin_registry));
  TRY(check_text("origin_id", c.origin_id));
  const Origin origin{c.origin_registry, c.origin_id};
  if (const BatchId* before = registry.origins.find(origin))
    return refuse(RefusalCode::origin_was_imported, {{"origin_registry", c.origin_registry},
                                                     {"origin_id", c.origin_id},
                                                     {"batch", before->text}});

  Batch batch;
  batch.id = c.id;
  batch.account = c.account;
  batch.vintage = c.vintage;
  batch.issued = c.amount;
  batch.origin_registry = c.origin_registry;
  batch.origin_id = c.origin_id;
  batch.issued_by = context.actor;
  batch.issued_at = context.at;
  Posting posting;
  book.mint(posting, c.id, free_units(c.account), c.amount);
  registry.batches.put(c.id, batch);
  registry.origins.put(origin, c.id);
  events.emplace_back(BatchImported{batch});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> export_units(const ExportUnits& c, const Context& context, Registry& registry,
                           Book& book, Events& events) {
  TRY(find_account(book, c.account));
  TRY_SET(const Carbon amount, check_lots(registry, c.lots));
  TRY(check_text("destination", c.destination));
  TRY(check_text("reference", c.reference));
  Posting posting;
  for (const Lot& lot : c.lots)
    TRY(book.move_units(posting, lot.batch, free_units(c.account), {c.account, Place::exported, {}},
                        lot.amount));

  const Export exported{ExportId{next_number('e', registry.exports.size())},
                        c.account,
                        amount,
                        serials_of(posting),
                        c.destination,
                        c.reference,
                        context.at};
  registry.exports.put(exported.id, exported);
  events.emplace_back(UnitsExported{exported});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace tanshu::registry
