// SPDX-License-Identifier: Apache-2.0
// The JSON of an estimate and of the method list.
#include "base/json.h"
#include "intake/estimate_report.h"

namespace tanshu::intake {

namespace {

using measure::Figure;
using measure::Text;

void put_text(JsonWriter& json, std::string_view key, const Text& text) {
  json.key(key).begin_object().member("zh", text.zh).member("en", text.en).end_object();
}

void put_number(JsonWriter& json, std::string_view key, std::optional<double> value) {
  json.key(key);
  const std::string text = measure::number_text(value);
  if (text == "n/a")
    json.null();
  else
    json.raw(text);
}

void put_source(JsonWriter& json, const measure::Source& source) {
  json.key("source").begin_object();
  json.member("document", source.document).member("clause", source.clause);
  json.member("confidence", name_of(source.confidence)).end_object();
}

void put_figure(JsonWriter& json, const Figure& figure) {
  json.begin_object().member("name", figure.name);
  put_text(json, "title", figure.title);
  put_number(json, "value", figure.value);
  if (!figure.words.empty()) json.member("words", figure.words);
  json.member("unit", figure.unit).member("formula", figure.formula);
  put_source(json, figure.source);
  json.end_object();
}

void put_figures(JsonWriter& json, std::string_view key, const std::vector<Figure>& figures) {
  json.key(key).begin_array();
  for (const Figure& figure : figures) put_figure(json, figure);
  json.end_array();
}

std::string_view counts_name(measure::Counts counts) {
  switch (counts) {
    case measure::Counts::stock:
      return "stock";
    case measure::Counts::change:
      return "change";
    case measure::Counts::nothing:
      return "nothing";
  }
  return "";
}

std::string_view standing_name(measure::Standing standing) {
  switch (standing) {
    case measure::Standing::official:
      return "official";
    case measure::Standing::general:
      return "general";
    case measure::Standing::placeholder:
      return "placeholder";
  }
  return "";
}

void put_method(JsonWriter& json, const measure::Estimate& estimate) {
  json.key("method").begin_object();
  json.member("id", estimate.method_id).member("version", estimate.method_version);
  put_text(json, "title", estimate.method_title);
  put_text(json, "summary", estimate.method_summary);
  json.member("standing", standing_name(estimate.standing));
  put_source(json, estimate.method_source);
  json.member("digest", estimate.method_digest.hex());
  json.member("variant", estimate.variant);
  put_text(json, "variant_title", estimate.variant_title);
  json.end_object();
}

void put_input(JsonWriter& json, const FileEstimate& file) {
  json.key("input").begin_object();
  json.member("name", file.input_name).member("sha256", file.input_digest.hex());
  json.member("bytes", file.input_bytes).member("rows", file.rows);
  json.key("columns").begin_array();
  for (const BoundColumn& column : file.columns)
    json.begin_object()
        .member("role", measure::name_of(column.role))
        .member("column", column.header)
        .member("unit", column.unit)
        .end_object();
  json.end_array().end_object();
}

void put_trees(JsonWriter& json, const measure::Estimate& estimate) {
  json.key("trees").begin_object();
  put_figures(json, "columns", estimate.tree_columns);
  json.key("rows").begin_array();
  for (const measure::TreeRow& row : estimate.trees.rows) {
    json.begin_object().member("label", row.label);
    put_number(json, "diameter", row.diameter_cm);
    put_number(json, "height", row.height_m);
    put_number(json, "count", row.count);
    for (std::size_t i = 0; i < row.component_kg.size(); ++i)
      put_number(json, estimate.tree_columns[3 + i].name, row.component_kg[i]);
    put_number(json, "biomass", row.biomass_kg);
    put_number(json, "carbon", row.carbon_kg);
    json.member("out_of_range", row.out_of_range).end_object();
  }
  json.end_array().end_object();
}

void put_flags(JsonWriter& json, const measure::Estimate& estimate) {
  json.key("flags").begin_array();
  for (const measure::Flag& flag : estimate.flags) {
    json.begin_object().member("code", flag.code).member("severity", name_of(flag.severity));
    put_text(json, "text", flag.text);
    json.end_object();
  }
  json.end_array();
}

void put_method_row(JsonWriter& json, const measure::Method& method) {
  json.begin_object().member("id", method.id).member("version", method.version);
  put_text(json, "title", method.title);
  put_text(json, "summary", method.summary);
  json.member("standing", standing_name(method.standing));
  json.member("counts", counts_name(method.counts));
  json.member("effective", to_text(method.effective));
  json.member("digest", method.digest.hex());
  put_source(json, method.source);
  json.key("variants").begin_array();
  for (const measure::Variant& variant : method.variants) {
    json.begin_object().member("id", variant.id);
    put_text(json, "title", variant.title);
    json.end_object();
  }
  json.end_array().key("columns").begin_array();
  for (const measure::Column& column : method.columns) {
    json.begin_object().member("role", measure::name_of(column.role));
    put_text(json, "title", column.title);
    json.member("unit", column.unit).member("required", column.required);
    json.key("names").begin_array();
    for (const std::string& name : column.names) json.text(name);
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string estimate_json(const FileEstimate& file) {
  const measure::Estimate& estimate = file.estimate;
  JsonWriter json;
  json.begin_object();
  put_method(json, estimate);
  put_input(json, file);
  json.member("design", measure::name_of(estimate.design));
  json.member("counts", counts_name(estimate.counts));
  put_figures(json, "figures", estimate.figures);
  json.key("strata").begin_array();
  for (const measure::StratumEstimate& stratum : estimate.strata) {
    json.begin_object().member("name", stratum.name);
    put_figures(json, "figures", stratum.figures);
    json.end_object();
  }
  json.end_array();
  put_figures(json, "parameters", estimate.parameters);
  if (!estimate.tree_columns.empty()) put_trees(json, estimate);
  put_flags(json, estimate);
  json.key("rounding").begin_object();
  put_text(json, "text", estimate.rounding);
  put_source(json, estimate.rounding_source);
  json.end_object();
  json.member("issuable", file.amount.has_value()).key("amount");
  if (file.amount)
    json.text(to_text(*file.amount));
  else
    json.null();
  json.end_object();
  return json.take();
}

std::string methods_json(const measure::MethodLibrary& library) {
  JsonWriter json;
  json.begin_object().key("methods").begin_array();
  for (const measure::Method& method : library.methods()) put_method_row(json, method);
  json.end_array().end_object();
  return json.take();
}

}  // namespace tanshu::intake
