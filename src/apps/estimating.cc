// SPDX-License-Identifier: Apache-2.0
// estimate and methods: the measurement rooms on a terminal.
#include <fmt/format.h>

#include <fstream>

#include "apps/commands.h"
#include "apps/files.h"
#include "apps/terminal.h"
#include "intake/estimate_file.h"
#include "intake/estimate_report.h"

namespace tanshu::apps {
namespace {

int write_out(const std::string& text, const std::string& out) {
  if (out.empty()) {
    say(text);
    return exit_good;
  }
  std::ofstream file(out, std::ios::binary);
  file << text;
  file.close();
  return file ? exit_good : fail({fmt::format("cannot write {}", out)});
}

void add_figure(std::string& text, const measure::Figure& figure) {
  const std::string value =
      figure.words.empty() ? measure::number_text(figure.value) : figure.words;
  text += fmt::format("{:>24} {:<10} {} {}\n{:>35} {} | {} {} | {}\n", value, figure.unit,
                      figure.title.zh, figure.title.en, "", figure.formula, figure.source.document,
                      figure.source.clause, measure::title_of(figure.source.confidence).zh);
}

/// Every figure with its formula and source, strata first.
std::string estimate_text(const intake::FileEstimate& file) {
  const measure::Estimate& estimate = file.estimate;
  std::string text =
      fmt::format("{} {} ({} {})\nSHA-256 {}\n", estimate.method_title.zh, estimate.method_title.en,
                  estimate.method_id, estimate.method_version, file.input_digest.hex());
  for (const auto& stratum : estimate.strata) {
    text += fmt::format("\n层 stratum {}\n", stratum.name);
    for (const auto& figure : stratum.figures) add_figure(text, figure);
  }
  text += "\n合计 whole\n";
  for (const auto& figure : estimate.figures) add_figure(text, figure);
  for (const auto& flag : estimate.flags)
    text += fmt::format("{}: {} {}\n", measure::name_of(flag.severity), flag.text.zh, flag.text.en);
  text += file.amount ? fmt::format("\n可签发 issuable  {}\n", to_text(*file.amount))
                      : std::string("\n不可签发 not issuable\n");
  return text;
}

}  // namespace

int estimate(const EstimateCommand& c) {
  const auto library = measure::MethodLibrary::load(rules_dir(c.rules));
  if (!library) return refused(intake::refusal_of(library.error()));
  intake::EstimateRequest request;
  request.method_id = c.method;
  request.variant = c.variant;
  request.design = c.design;
  request.period_years = c.period_years;
  const auto estimated = intake::estimate_file(c.file, *library, request);
  if (!estimated) return refused(estimated.error());
  if (c.format == "json") return write_out(intake::estimate_json(*estimated), c.out);
  if (c.format == "csv") return write_out(intake::estimate_csv(*estimated), c.out);
  if (c.format == "html") return write_out(intake::estimate_html(*estimated), c.out);
  if (c.format == "text") return write_out(estimate_text(*estimated), c.out);
  return fail({fmt::format("\"{}\" is no format: use text, json, csv or html", c.format)});
}

int list_methods(const std::string& rules) {
  const auto library = measure::MethodLibrary::load(rules_dir(rules));
  if (!library) return refused(intake::refusal_of(library.error()));
  say(intake::methods_json(*library));
  return exit_good;
}

}  // namespace tanshu::apps
