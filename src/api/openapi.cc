// SPDX-License-Identifier: Apache-2.0
// OpenAPI 3.1 from routes and protocol tables. Records come twice: as the server writes them
// ("Trade"), and as it accepts them in commands ("request.Lot"), where more spellings of a quantity
// are allowed.
#include "api/openapi.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "api/schemas.h"
#include "base/check.h"
#include "base/json.h"
#include "protocol/record.h"
#include "protocol/schema.h"
#include "views/collection.h"

namespace tanshu::api {
namespace {

using protocol::SchemaUse;

constexpr std::string_view out_prefix = "#/components/schemas/";
constexpr std::string_view in_prefix = "#/components/schemas/request.";

struct Tag {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr Tag tags[] = {
    {"session", "登录", "Signing in"},
    {"commands", "命令", "Commands"},
    {"resources", "登记与账簿的查询", "What the books say"},
    {"documents", "碳票、交易凭证与注销证明",
     "Carbon tickets, trade vouchers, cancellation certificates"},
    {"estimates", "碳汇量估算", "Estimates from plot tables"},
    {"markets", "市场规则", "Market rules"},
    {"events", "事件流", "The stream of events"},
    {"log", "可验证日志", "The verifiable log"},
    {"protocol", "协议说明", "The protocol described"},
};

void put_info(JsonWriter& json) {
  json.key("info").begin_object();
  json.member("title", "碳枢 Tanshu API");
  json.member("version", "1");
  json.member("summary", "Open infrastructure for a regional carbon market");
  json.member("description",
              "数量以带单位的十进制字符串表示（32000.5 tCO2e、45200.00 CNY）。一切更改都是经 POST "
              "/v1/commands "
              "提交的命令。拒绝以编号的 problem+json 返回，附中英文说明。\n\n"
              "Quantities are decimal strings with their unit (32000.5 tCO2e, 45200.00 CNY). Every "
              "change is a "
              "command given to POST /v1/commands. A refusal is problem+json with a number that "
              "never changes, "
              "in Chinese and English.");
  json.key("license").begin_object();
  json.member("name", "Apache-2.0").member("identifier", "Apache-2.0");
  json.end_object().end_object();
  json.key("servers").begin_array().begin_object().member("url", "/").end_object().end_array();
  json.key("tags").begin_array();
  for (const Tag& tag : tags) {
    json.begin_object().member("name", tag.name);
    json.member("description", fmt::format("{} / {}", tag.zh, tag.en)).end_object();
  }
  json.end_array();
}

void put_parameter(JsonWriter& json, const ParameterDoc& parameter) {
  json.begin_object();
  json.member("name", std::string_view(parameter.name));
  json.member("in", std::string_view(parameter.in));
  json.member("required", parameter.required);
  json.member("description", fmt::format("{} / {}", parameter.zh, parameter.en));
  json.key("schema").raw(parameter.schema);
  json.end_object();
}

void put_content(JsonWriter& json, const ContentDoc& content,
                 const std::vector<ContentDoc>& others = {}) {
  const auto put = [&json](const ContentDoc& one) {
    json.key(one.type).begin_object();
    if (!one.schema.empty()) json.key("schema").raw(one.schema);
    json.end_object();
  };
  json.key("content").begin_object();
  put(content);
  for (const ContentDoc& other : others) put(other);
  json.end_object();
}

void put_responses(JsonWriter& json, const RouteDoc& doc) {
  json.key("responses").begin_object();
  json.key(std::to_string(doc.status)).begin_object();
  json.member("description", std::string_view(doc.en));
  put_content(json, doc.answer, doc.other_answers);
  json.end_object();
  for (const char* status : {"4XX", "5XX"})
    json.key(status).begin_object().member("$ref", "#/components/responses/Problem").end_object();
  json.end_object();
}

void put_security(JsonWriter& json, const Route& route) {
  json.key("security").begin_array();
  if (route.access == Access::signed_in) {
    json.begin_object().key("token").begin_array().end_array().end_object();
    json.begin_object().key("session").begin_array().end_array();
    if (route.method != "GET") json.key("csrf").begin_array().end_array();
    json.end_object();
  }
  json.end_array();
}

void put_operation(JsonWriter& json, const Route& route) {
  const RouteDoc& doc = route.doc;
  std::string method = route.method;
  for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
  json.key(method).begin_object();
  json.member("operationId", std::string_view(doc.id));
  json.key("tags").begin_array().text(doc.tag).end_array();
  json.member("summary", std::string_view(doc.en));
  json.member("description", std::string_view(doc.zh));
  put_security(json, route);
  if (!doc.parameters.empty()) {
    json.key("parameters").begin_array();
    for (const ParameterDoc& parameter : doc.parameters) put_parameter(json, parameter);
    json.end_array();
  }
  if (doc.body) {
    json.key("requestBody").begin_object().member("required", true);
    put_content(json, *doc.body, doc.other_bodies);
    json.end_object();
  }
  put_responses(json, doc);
  json.end_object();
}

void put_paths(JsonWriter& json, const std::vector<Route>& routes) {
  std::map<std::string, std::vector<const Route*>> paths;
  for (const Route& route : routes) paths[openapi_path(route.path)].push_back(&route);
  json.key("paths").begin_object();
  for (const auto& [path, operations] : paths) {
    json.key(path).begin_object();
    for (const Route* route : operations) put_operation(json, *route);
    json.end_object();
  }
  json.end_object();
}

/// The named types that `type` reaches, itself included.
void reach(const TypeInfo& type, std::map<std::string, const TypeInfo*>& found) {
  if (type.element != nullptr) return reach(*type.element, found);
  const bool named = type.shape == Shape::record || type.shape == Shape::enumeration;
  if (!named || !found.emplace(type.name, &type).second) return;
  for (const FieldInfo& field : type.fields) reach(*field.type, found);
}

/// {"oneOf":[{…"command":{"const":"buy_listing"},"body":{"$ref":…}}]}
void put_one_of(JsonWriter& json, std::string_view name_member, std::string_view body_member,
                const std::vector<std::pair<std::string_view, std::string>>& rows) {
  json.begin_object().key("oneOf").begin_array();
  for (const auto& [name, reference] : rows) {
    json.begin_object().member("type", "object").member("additionalProperties", false);
    json.key("required").begin_array().text(name_member).text(body_member).end_array();
    json.key("properties").begin_object();
    json.key(name_member).begin_object().member("const", name).end_object();
    json.key(body_member).begin_object().member("$ref", std::string_view(reference)).end_object();
    json.end_object().end_object();
  }
  json.end_array().end_object();
}

void put_protocol_schemas(JsonWriter& json) {
  std::map<std::string, const TypeInfo*> requests;
  std::vector<std::pair<std::string_view, std::string>> commands;
  for (const protocol::CommandRow& row : protocol::command_rows()) {
    reach(*row.type, requests);
    commands.emplace_back(row.name, std::string(in_prefix) + row.type->name);
  }
  std::map<std::string, const TypeInfo*> answers;
  std::vector<std::pair<std::string_view, std::string>> events;
  for (const protocol::EventRow& row : protocol::event_rows()) {
    reach(*row.type, answers);
    events.emplace_back(row.name, std::string(out_prefix) + row.type->name);
  }
  for (const views::Collection& collection : views::collections())
    reach(row_type(collection), answers);
  for (const auto& [name, type] : requests) {
    json.key("request." + name);
    protocol::put_schema_definition(json, *type, in_prefix, SchemaUse::request);
  }
  for (const auto& [name, type] : answers) {
    json.key(name);
    protocol::put_schema_definition(json, *type, out_prefix, SchemaUse::response);
  }
  json.key("GiveCommand");
  put_one_of(json, "command", "body", commands);
  json.key("Event");
  put_one_of(json, "event", "data", events);
}

void put_components(JsonWriter& json) {
  json.key("components").begin_object();
  json.key("securitySchemes").raw(security_schemes);
  json.key("responses").begin_object().key("Problem").begin_object();
  json.member("description", "编号的拒绝 / A numbered refusal");
  put_content(json, {"application/problem+json", R"({"$ref":"#/components/schemas/Problem"})"});
  json.end_object().end_object();
  json.key("schemas").begin_object();
  for (const NamedSchema& schema : own_schemas()) json.key(schema.name).raw(schema.json);
  put_protocol_schemas(json);
  json.end_object().end_object();
}

}  // namespace

std::string openapi_path(std::string_view path) {
  std::string text(path);
  const std::size_t dots = text.find("...}");
  if (dots != std::string::npos) text.erase(dots, 3);
  return text;
}

std::string openapi_json(const std::vector<Route>& routes) {
  JsonWriter json;
  json.begin_object().member("openapi", "3.1.0");
  put_info(json);
  put_paths(json, routes);
  put_components(json);
  json.end_object();
  return json.take();
}

}  // namespace tanshu::api
