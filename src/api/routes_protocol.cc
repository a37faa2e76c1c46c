// SPDX-License-Identifier: Apache-2.0
// What the server understands, for programs: protocol tables, JSON Schemas of commands, the OpenAPI
// document.
#include "api/openapi.h"
#include "api/routes.h"
#include "api/static_files.h"
#include "base/hash.h"
#include "protocol/schema.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;

namespace {

/// A text that changes only with the program: its digest is its tag.
Response constant_response(const Request& request, std::string_view text, std::string type) {
  const std::string tag = '"' + sha256(text).hex().substr(0, 32) + '"';
  Response response;
  response.header("Content-Type", std::move(type));
  response.header("ETag", tag);
  response.header("Cache-Control", "no-cache");
  if (has_tag(request, tag))
    response.status = 304;
  else
    response.body = text;
  return response;
}

Answer command_schema(const Call& call) {
  const std::string_view name = call.in_path("command");
  const protocol::CommandRow* row = protocol::command_row(name);
  if (row == nullptr)
    return refuse(RefusalCode::item_is_unknown,
                  {{"id", std::string(name)}, {"collection", "schemas"}});
  return constant_response(call.request, protocol::json_schema(*row->type),
                           "application/schema+json");
}

}  // namespace

void add_protocol_routes(Router& router, Room&) {
  Route tables;
  tables.method = "GET";
  tables.path = "/v1/protocol";
  tables.doc = {.id = "getProtocol",
                .tag = "protocol",
                .zh = "全部命令、事件、拒绝码与类型。",
                .en = "Every command, event, refusal and type.",
                .parameters = {},
                .body = {},
                .answer = {"application/json", R"({"type":"object"})"}};
  tables.run = answering([text = protocol::protocol_json()](const Call& call) -> Answer {
    return constant_response(call.request, text, "application/json");
  });
  router.add(std::move(tables));

  Route schema;
  schema.method = "GET";
  schema.path = "/v1/schemas/{command}.json";
  schema.doc = {.id = "getCommandSchema",
                .tag = "protocol",
                .zh = "一条命令的 JSON Schema。",
                .en = "The JSON Schema of a command's body.",
                .parameters = {{.name = "command",
                                .in = "path",
                                .zh = "命令名。",
                                .en = "Name of the command.",
                                .required = true}},
                .body = {},
                .answer = {"application/schema+json", R"({"type":"object"})"}};
  schema.run = answering([](const Call& call) { return command_schema(call); });
  router.add(std::move(schema));

  Route openapi;
  openapi.method = "GET";
  openapi.path = "/v1/openapi.json";
  openapi.doc = {.id = "getOpenApi",
                 .tag = "protocol",
                 .zh = "本接口的 OpenAPI 3.1 文档。",
                 .en = "The OpenAPI 3.1 document of this interface.",
                 .parameters = {},
                 .body = {},
                 .answer = {"application/json", R"({"type":"object"})"}};
  openapi.run = answering([&router](const Call& call) -> Answer {
    static const std::string text = openapi_json(router.routes());
    return constant_response(call.request, text, "application/json");
  });
  router.add(std::move(openapi));
}

}  // namespace tanshu::api
