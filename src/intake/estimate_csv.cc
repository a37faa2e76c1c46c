// SPDX-License-Identifier: Apache-2.0
// The CSV of an estimate: one line a figure, every line with its source.
#include "intake/estimate_report.h"

namespace tanshu::intake {

namespace {

using measure::Figure;

/// RFC 4180 quoting; a spreadsheet must not run what a table's author wrote.
std::string cell(std::string_view text) {
  std::string safe;
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos)
    safe = "'";
  safe += text;
  if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (char c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

class CsvReport {
 public:
  CsvReport() {
    out_ =
        "section,stratum,name,title_zh,title_en,value,unit,formula,document,clause,confidence\r\n";
  }

  void line(std::string_view section, std::string_view stratum, const Figure& figure,
            std::string_view value) {
    out_ += cell(section) + ',' + cell(stratum) + ',' + cell(figure.name) + ',' +
            cell(figure.title.zh) + ',' + cell(figure.title.en) + ',' + std::string(value) + ',' +
            cell(figure.unit) + ',' + cell(figure.formula) + ',' + cell(figure.source.document) +
            ',' + cell(figure.source.clause) + ',' +
            std::string(name_of(figure.source.confidence)) + "\r\n";
  }
  void figures(std::string_view section, std::string_view stratum,
               const std::vector<Figure>& list) {
    for (const Figure& figure : list)
      line(section, stratum, figure,
           figure.words.empty() ? measure::number_text(figure.value) : cell(figure.words));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void add_trees(CsvReport& report, const measure::Estimate& estimate) {
  for (const measure::TreeRow& row : estimate.trees.rows) {
    std::vector<double> values = {row.diameter_cm, row.height_m};
    values.insert(values.end(), row.component_kg.begin(), row.component_kg.end());
    values.push_back(row.biomass_kg);
    values.push_back(row.carbon_kg);
    for (std::size_t i = 0; i < values.size(); ++i)
      report.line("tree", row.label, estimate.tree_columns[i + 1], measure::number_text(values[i]));
  }
}

Figure about(const char* name, measure::Text title, const FileEstimate& file) {
  return {name, std::move(title), std::nullopt, "", "", file.estimate.method_source};
}

}  // namespace

std::string estimate_csv(const FileEstimate& file) {
  const measure::Estimate& estimate = file.estimate;
  CsvReport report;
  report.line("about", "", about("method", {"方法", "method"}, file),
              cell(estimate.method_id + " " + estimate.method_version));
  report.line("about", "", about("method_digest", {"方法文件摘要", "method digest"}, file),
              estimate.method_digest.hex());
  report.line("about", "", about("variant", {"变体", "variant"}, file), cell(estimate.variant));
  report.line("about", "", about("input_sha256", {"输入文件摘要", "input digest"}, file),
              file.input_digest.hex());
  report.figures("whole", "", estimate.figures);
  for (const measure::StratumEstimate& stratum : estimate.strata)
    report.figures("stratum", stratum.name, stratum.figures);
  report.figures("parameter", "", estimate.parameters);
  add_trees(report, estimate);
  for (const measure::Flag& flag : estimate.flags)
    report.line("flag", "", {flag.code, flag.text, std::nullopt, "", "", estimate.method_source},
                std::string(name_of(flag.severity)));
  const Figure amount{"amount",
                      {"可签发量", "amount that may be issued"},
                      std::nullopt,
                      "tCO2e",
                      estimate.rounding.en,
                      estimate.rounding_source};
  report.line("whole", "", amount, file.amount ? tonnes_text(*file.amount) : "n/a");
  return report.take();
}

}  // namespace tanshu::intake
