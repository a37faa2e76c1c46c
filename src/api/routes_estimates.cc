// SPDX-License-Identifier: Apache-2.0
// Estimates from uploaded plot tables. Input and trace are kept under their digests, which is what
// a report then names.
#include <fmt/format.h>

#include <sstream>

#include "api/evidence.h"
#include "api/routes.h"
#include "api/static_files.h"
#include "base/hash.h"
#include "base/json.h"
#include "intake/estimate_report.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;
using protocol::Verdict;

namespace {

constexpr std::size_t table_bytes_max = 64u << 20;
constexpr std::size_t visitor_table_bytes_max = 4u << 20;
/// What visitors' tables and results may take on disk together; the oldest go first.
constexpr std::uintmax_t visitors_bytes_max = 256u << 20;
constexpr int under_way_max = 8;

/// The rules as they were when the server started.
struct Estimating {
  Evidence evidence;
  Evidence visitors;
  measure::MethodLibrary library;
};

/// Reads a table without a second copy of it.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(const std::string& text) {
    char* begin = const_cast<char*>(text.data());  // the get area of a streambuf is never written
    setg(begin, begin, begin + text.size());
  }
};

Verdict<intake::EstimateRequest> request_of(const Call& call) {
  intake::EstimateRequest request;
  for (const auto& [name, value] : call.query) {
    if (name == "method")
      request.method_id = value;
    else if (name == "variant")
      request.variant = value;
    else if (name == "design")
      request.design = value;
    else if (name == "period_years")
      request.period_years = value;
    else if (name.starts_with("column."))
      request.columns.push_back({name.substr(7), value});
    else if (name.starts_with("unit."))
      request.units.push_back({name.substr(5), value});
    else if (name != "name")
      return refuse(RefusalCode::query_is_wrong, {{"parameter", name}, {"expected", "absent"}});
  }
  if (request.method_id.empty())
    return refuse(RefusalCode::query_is_wrong,
                  {{"parameter", "method"}, {"expected", "the id of a method"}});
  return request;
}

/// What the answer adds to the trace: its own digest cannot stand inside it.
std::string answer_json(const std::string& trace, const Digest& digest,
                        const intake::FileEstimate& estimate) {
  JsonWriter json;
  json.begin_object();
  json.member("input_digest", estimate.input_digest.hex());
  json.member("trace_digest", digest.hex());
  if (estimate.amount)
    json.member("discounted", to_text(*estimate.amount));
  else
    json.key("discounted").null();
  std::string text = json.take();
  return text + ',' + trace.substr(1);
}

Answer estimate(const Estimating& estimating, const Call& call) {
  TRY_SET(const intake::EstimateRequest request, request_of(call));
  const std::string_view given = call.in_query("name");
  TextBuffer buffer(call.request.body);
  std::istream table(&buffer);
  TRY_SET(const intake::FileEstimate estimate,
          intake::estimate_stream(table, given.empty() ? "table.csv" : std::string(given),
                                  estimating.library, request));
  const std::string trace = intake::estimate_json(estimate);
  // A report can name only what somebody who signed in has left here, so only that is for ever.
  const Evidence& evidence = call.caller ? estimating.evidence : estimating.visitors;
  TRY(or_refuse(evidence.keep(call.request.body)));
  TRY_SET(const Digest digest, or_refuse(evidence.keep(trace)));
  TRY(or_refuse(evidence.keep_form(digest, "csv", intake::estimate_csv(estimate))));
  TRY(or_refuse(evidence.keep_form(digest, "html", intake::estimate_html(estimate))));
  if (!call.caller) TRY(or_refuse(evidence.keep_within(visitors_bytes_max)));
  return json_response(answer_json(trace, digest, estimate));
}

struct Form {
  std::string_view extension;  ///< in the address
  std::string_view stored;     ///< of the kept file
  std::string_view type;
};

/// Nothing when the shelf does not have it.
Verdict<std::optional<Response>> from_shelf(const Evidence& shelf, const Form& form,
                                            const Digest& digest) {
  TRY_SET(const auto trace, or_refuse(shelf.read(digest)));
  if (!trace) return std::nullopt;
  if (sha256(*trace) != digest)
    return refuse(RefusalCode::evidence_is_damaged, {{"digest", digest.hex()}});
  TRY_SET(auto text, or_refuse(shelf.read(digest, form.stored)));
  // An uploaded table has a digest too, but no forms: it is not an estimate.
  TRY_SET(const auto page, or_refuse(shelf.read(digest, "html")));
  if (!text || !page) return std::nullopt;
  Response response = text_response(std::move(*text), std::string(form.type));
  response.header("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

Answer kept_estimate(const Estimating& estimating, const Form& form, const Call& call) {
  const std::string_view name = call.in_path("trace");
  const auto unknown = [&name] {
    return refuse(RefusalCode::item_is_unknown,
                  {{"id", std::string(name)}, {"collection", "estimates"}});
  };
  const auto digest = digest_from_hex(name);
  if (!digest) return unknown();
  for (const Evidence* shelf : {&estimating.evidence, &estimating.visitors}) {
    TRY_SET(auto found, from_shelf(*shelf, form, *digest));
    if (found) return std::move(*found);
  }
  return unknown();
}

Route estimate_route(std::shared_ptr<const Estimating> estimating) {
  Route route;
  route.method = "POST";
  route.path = "/v1/estimates";
  route.runs = Runs::on_worker;
  route.body_bytes_max = table_bytes_max;
  route.visitor_body_bytes_max = visitor_table_bytes_max;
  route.turnstile = std::make_shared<Turnstile>(under_way_max);
  route.doc.id = "estimate";
  route.doc.tag = "estimates";
  route.doc.zh =
      "由样地表（CSV，UTF-8）估算；输入与计算过程按摘要存档。未登录也可使用：表格不超过 4 "
      "MiB，结果只保留一段时间。";
  route.doc.en =
      "Estimates from a plot table (CSV in UTF-8); input and trace are kept by digest. "
      "Open to visitors: a table of at most 4 MiB, the result kept for a while.";
  route.doc.parameters = {
      {.name = "method",
       .in = "query",
       .zh = "方法编号。",
       .en = "Id of the method.",
       .required = true},
      {.name = "variant", .in = "query", .zh = "方法的变体。", .en = "Variant of the method."},
      {.name = "design", .in = "query", .zh = "抽样设计。", .en = "random or systematic."},
      {.name = "period_years",
       .in = "query",
       .zh = "核算期（年）。",
       .en = "Accounting period in years."},
      {.name = "name",
       .in = "query",
       .zh = "文件名，仅用于显示。",
       .en = "Name of the file, for display."},
  };
  route.doc.body = {"text/csv", R"({"type":"string"})"};
  route.doc.answer = {"application/json", R"({"$ref":"#/components/schemas/Estimate"})"};
  route.run = answering([estimating](const Call& call) { return estimate(*estimating, call); });
  return route;
}

Route kept_route(const std::shared_ptr<const Estimating>& estimating, const Form& form) {
  Route route;
  route.method = "GET";
  route.path = fmt::format("/v1/estimates/{{trace}}.{}", form.extension);
  route.doc.id = fmt::format("getEstimateAs_{}", form.extension);
  route.doc.tag = "estimates";
  route.doc.zh = fmt::format("存档的估算结果（{}）。", form.extension);
  route.doc.en = fmt::format("A kept estimate ({}).", form.extension);
  route.doc.parameters = {{.name = "trace",
                           .in = "path",
                           .zh = "计算过程的 SHA-256。",
                           .en = "SHA-256 of the trace.",
                           .required = true}};
  route.doc.answer = {std::string(form.type), R"({"type":"string"})"};
  if (form.extension == "json") route.doc.answer.schema = R"({"type":"object"})";
  route.run = answering(
      [estimating, form](const Call& call) { return kept_estimate(*estimating, form, call); });
  return route;
}

}  // namespace

void add_estimate_routes(Router& router, Room& room) {
  const auto estimating =
      std::make_shared<const Estimating>(Evidence(room.node.data() / "evidence"),
                                         Evidence(room.node.data() / "visitors"), room.library);
  router.add(estimate_route(estimating));
  for (const Form& form :
       {Form{"json", "", "application/json"}, Form{"csv", "csv", "text/csv; charset=utf-8"},
        Form{"html", "html", "text/html; charset=utf-8"}})
    router.add(kept_route(estimating, form));

  Route methods;
  methods.method = "GET";
  methods.path = "/v1/methods";
  methods.doc.id = "listMethods";
  methods.doc.tag = "estimates";
  methods.doc.zh = "可用的估算方法。";
  methods.doc.en = "The methods there are.";
  methods.doc.answer = {"application/json", R"({"type":"object"})"};
  methods.run = answering([text = intake::methods_json(room.library)](const Call&) -> Answer {
    return json_response(text);
  });
  router.add(std::move(methods));
}

}  // namespace tanshu::api
