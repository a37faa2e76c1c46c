// SPDX-License-Identifier: Apache-2.0
// The page of an estimate: no script, no other file; two radio buttons switch the language.
#include <fmt/format.h>

#include "intake/estimate_report.h"

namespace tanshu::intake {

namespace {

using measure::Figure;
using measure::Text;

constexpr std::size_t strata_shown_max = 500;

constexpr std::string_view style = R"css(
:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:0;background:#fff;color:#1b2620}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
fieldset.language{border:0;margin:0 auto;max-width:72rem;padding:.75rem 1rem}
fieldset.language label{margin-right:1rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:46rem;font-size:.9rem}
caption{text-align:left;padding:.25rem 0;color:#3c4a42}
th,td{border-bottom:1px solid #c3cec7;padding:.35rem .5rem;text-align:left;vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font-family:ui-monospace,"Noto Sans Mono CJK SC",monospace;font-size:.85em;overflow-wrap:anywhere}
.amount{font-size:1.6rem;font-weight:700;margin:.25rem 0;overflow-wrap:anywhere}
.flags{list-style:none;padding:0}.flags li{border-left:.3rem solid #5b6b62;padding:.25rem .75rem;margin:.4rem 0;background:#f0f4f1}
.flags li.warning{border-color:#8a5a00;background:#fff6e0}.flags li.blocks_issuance{border-color:#a11414;background:#fdecec}
.unverified{color:#8a1c1c;font-weight:700}
:root:has(#language-zh:checked) .en{display:none}
:root:has(#language-en:checked) .zh{display:none}
@media (prefers-color-scheme:dark){body{background:#131815;color:#e6ece8}caption{color:#b8c4bc}th,td{border-color:#3a463f}.flags li{background:#1f2722}.flags li.warning{background:#33290f}.flags li.blocks_issuance{background:#3a1717}.unverified{color:#ff9d9d}}
)css";

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string both(const Text& text) {
  return "<span class=\"zh\" lang=\"zh-CN\">" + escaped(text.zh) +
         "</span><span class=\"en\" lang=\"en\">" + escaped(text.en) + "</span>";
}

std::string both(const char* zh, const char* en) {
  return both(Text{zh, en});
}

/// Eight significant digits to look at; the full value is in the JSON and the CSV, and in the
/// title.
std::string number_cell(std::optional<double> value) {
  if (!value) return "<td class=\"number\">" + both("不可估", "not estimable") + "</td>";
  return fmt::format("<td class=\"number\" title=\"{}\">{:.8g}</td>", measure::number_text(value),
                     *value == 0 ? 0.0 : *value);
}

std::string source_cells(const measure::Source& source) {
  const bool unverified = source.confidence == measure::Confidence::unverified;
  return "<td>" + escaped(source.document) +
         (source.clause.empty() ? "" : ", " + escaped(source.clause)) + "</td><td" +
         (unverified ? " class=\"unverified\"" : "") + '>' +
         both(measure::title_of(source.confidence)) + "</td>";
}

std::string head_cells(std::initializer_list<Text> titles) {
  std::string out = "<thead><tr>";
  for (const Text& title : titles) out += "<th scope=\"col\">" + both(title) + "</th>";
  return out + "</tr></thead>";
}

/// What a figure without a value is: not estimable, a parameter that depends on a class, or a
/// column's heading.
enum class Absent : std::uint8_t { not_estimable, by_class, in_table };

std::string value_cell(const Figure& figure, Absent absent) {
  if (!figure.words.empty()) return "<td class=\"number\">" + escaped(figure.words) + "</td>";
  if (!figure.value && absent == Absent::by_class)
    return "<td class=\"number\">" + both("分级", "by class") + "</td>";
  if (absent == Absent::in_table)
    return "<td class=\"number\">" + both("见下表", "in the table") + "</td>";
  return number_cell(figure.value);
}

std::string figure_table(const std::vector<Figure>& figures, const Text& caption,
                         Absent absent = Absent::not_estimable) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                    escaped(caption.zh) + " / " + escaped(caption.en) + "\"><table><caption>" +
                    both(caption) + "</caption>" +
                    head_cells({{"项目", "item"},
                                {"数值", "value"},
                                {"单位", "unit"},
                                {"公式", "formula"},
                                {"来源", "source"},
                                {"可信度", "confidence"}}) +
                    "<tbody>";
  for (const Figure& figure : figures) {
    out += "<tr><th scope=\"row\">" + both(figure.title) + "</th>" + value_cell(figure, absent) +
           "<td>" + escaped(figure.unit) + "</td><td><code>" + escaped(figure.formula) +
           "</code></td>" + source_cells(figure.source) + "</tr>";
  }
  return out + "</tbody></table></div>";
}

std::string strata_tables(const measure::Estimate& estimate) {
  std::string out = "<section><h2>" + both("各层", "Strata") + "</h2>";
  std::size_t shown = 0;
  for (const measure::StratumEstimate& stratum : estimate.strata) {
    if (++shown > strata_shown_max) {
      out += "<p>" +
             both("其余各层见 JSON 或 CSV。", "The other strata are in the JSON and the CSV.") +
             "</p>";
      break;
    }
    const std::string name = stratum.name.empty() ? "1" : stratum.name;
    out += figure_table(stratum.figures, {"层 " + name, "Stratum " + name});
  }
  return out + "</section>";
}

std::string tree_table(const measure::Estimate& estimate) {
  std::string out =
      "<section><h2>" + both("逐株计算", "Tree by tree") + "</h2>" +
      figure_table(
          std::vector<Figure>(estimate.tree_columns.begin() + 3, estimate.tree_columns.end()),
          {"各列的公式与来源", "Formulas and sources of the columns"}, Absent::in_table) +
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"逐株计算 / Tree by "
      "tree\"><table><thead><tr>";
  for (const Figure& column : estimate.tree_columns)
    out += "<th scope=\"col\">" + both(column.title) +
           (column.unit.empty() ? "" : " (" + escaped(column.unit) + ")") + "</th>";
  out += "</tr></thead><tbody>";
  for (const measure::TreeRow& row : estimate.trees.rows) {
    out += "<tr><th scope=\"row\">" + escaped(row.label) +
           (row.out_of_range ? " <strong>" + both("超范围", "out of range") + "</strong>" : "") +
           "</th>" + number_cell(row.diameter_cm) + number_cell(row.height_m);
    for (double mass : row.component_kg) out += number_cell(mass);
    out += number_cell(row.biomass_kg) + number_cell(row.carbon_kg) + "</tr>";
  }
  return out + "</tbody></table></div></section>";
}

std::string result_section(const FileEstimate& file) {
  std::string out = "<section><h2>" + both("结果", "Result") + "</h2>";
  if (file.amount)
    out += "<p>" + both("可签发量", "Amount that may be issued") + "</p><p class=\"amount\">" +
           escaped(to_text(*file.amount)) + "</p><p>" + both(file.estimate.rounding) + "</p>";
  else
    out += "<p class=\"amount\">" + both("不可签发", "Nothing may be issued") + "</p>";
  out += "<ul class=\"flags\">";
  for (const measure::Flag& flag : file.estimate.flags)
    out += fmt::format("<li class=\"{}\">{}</li>", name_of(flag.severity), both(flag.text));
  return out + "</ul>" +
         figure_table(file.estimate.figures, {"总体估计", "Estimate of the whole"}) + "</section>";
}

std::string about_section(const FileEstimate& file) {
  const measure::Estimate& e = file.estimate;
  std::string columns;
  for (const BoundColumn& column : file.columns)
    columns += (columns.empty() ? "" : ", ") + column.header +
               (column.unit.empty() ? "" : " (" + column.unit + ")");
  const auto row = [](const Text& title, const std::string& value) {
    return "<tr><th scope=\"row\">" + both(title) + "</th><td>" + value + "</td></tr>";
  };
  return "<section><h2>" + both("依据", "What it rests on") +
         "</h2><div class=\"scroll\" tabindex=\"0\" "
         "role=\"region\" aria-label=\"依据 / What it rests on\"><table><tbody>" +
         row({"方法", "Method"}, both(e.method_title) + " <code>" + escaped(e.method_id) + " " +
                                     escaped(e.method_version) + "</code>") +
         row({"说明", "Summary"}, both(e.method_summary)) +
         (e.variant.empty() ? "" : row({"变体", "Variant"}, both(e.variant_title))) +
         row({"方法文件摘要", "Method digest"}, "<code>" + e.method_digest.hex() + "</code>") +
         row({"输入文件", "Input file"}, escaped(file.input_name)) +
         row({"输入文件 SHA-256", "Input SHA-256"},
             "<code>" + file.input_digest.hex() + "</code>") +
         row({"行数", "Rows"}, std::to_string(file.rows)) +
         row({"使用的列", "Columns used"}, escaped(columns)) + "</tbody></table></div></section>";
}

}  // namespace

std::string estimate_html(const FileEstimate& file) {
  const measure::Estimate& estimate = file.estimate;
  std::string page =
      "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>碳汇计量估算 · Carbon "
      "estimate</title><style>";
  page += style;
  page +=
      "</style></head><body><fieldset class=\"language\"><legend>语言 / Language</legend>"
      "<label><input type=\"radio\" name=\"language\" id=\"language-zh\" checked> 中文</label>"
      "<label><input type=\"radio\" name=\"language\" id=\"language-en\"> "
      "English</label></fieldset><main><h1>" +
      both("碳汇计量估算", "Carbon estimate") + "</h1>";
  page += result_section(file);
  if (!estimate.strata.empty()) page += strata_tables(estimate);
  if (!estimate.tree_columns.empty()) page += tree_table(estimate);
  page += "<section><h2>" + both("参数", "Parameters") + "</h2>" +
          figure_table(estimate.parameters, {"参数", "Parameters"}, Absent::by_class) +
          "</section>";
  page += about_section(file);
  return page + "</main></body></html>\n";
}

}  // namespace tanshu::intake
