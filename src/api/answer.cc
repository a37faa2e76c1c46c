// SPDX-License-Identifier: Apache-2.0
// Responses in JSON and refusals as problem+json.
#include "api/answer.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/hash.h"
#include "base/json.h"

namespace tanshu::api {

using protocol::Refusal;
using protocol::RefusalCode;

namespace {

/// Short enough to be read out on the telephone, random because two processes may share a log.
std::string new_incident() {
  std::uint8_t bytes[4];
  fill_random(bytes);
  return to_hex(bytes);
}

}  // namespace

Response json_response(std::string json, int status) {
  Response response;
  response.status = status;
  response.header("Content-Type", "application/json").header("Cache-Control", "no-store");
  response.body = std::move(json);
  return response;
}

Response text_response(std::string text, std::string content_type) {
  Response response;
  response.header("Content-Type", std::move(content_type));
  response.body = std::move(text);
  return response;
}

void put_problem_members(JsonWriter& json, const Refusal& refusal) {
  const protocol::RefusalText* text = protocol::refusal_text(refusal.number);
  json.member("title", text == nullptr ? std::string_view("refused") : text->name);
  json.member("code", std::uint64_t{refusal.number});
  json.member("detail", protocol::english_of(refusal));
  json.member("detail_zh", protocol::chinese_of(refusal));
  json.key("parameters").begin_object();
  for (const auto& parameter : refusal.parameters)
    json.member(parameter.name, std::string_view(parameter.value));
  json.end_object();
}

Response problem_response(const Refusal& refusal, std::optional<std::uint64_t> log_index) {
  const protocol::RefusalText* text = protocol::refusal_text(refusal.number);
  const int status = text == nullptr ? 422 : text->http_status;
  JsonWriter json;
  json.begin_object();
  json.member("type", fmt::format("/docs/refusals#{}", refusal.number));
  json.member("status", static_cast<std::uint64_t>(status));
  put_problem_members(json, refusal);
  if (log_index) json.member("log_index", *log_index);
  json.end_object();
  Response response = json_response(json.take(), status);
  response.headers.front().second = "application/problem+json";
  for (const auto& parameter : refusal.parameters)
    if (parameter.name == "seconds") response.header("Retry-After", parameter.value);
  if (refusal.code() == RefusalCode::server_is_busy) response.header("Retry-After", "2");
  if (status == 401) response.header("WWW-Authenticate", "Bearer realm=\"tanshu\"");
  return response;
}

Refusal refusal_of(const Failure& failure) {
  const std::string incident = new_incident();
  fmt::print(stderr, "api: incident {}: {}\n", incident, failure.what);
  return protocol::refuse(RefusalCode::server_has_failed, {{"incident", incident}}).error();
}

Refusal refusal_of(const JsonProblem& problem) {
  using Kind = JsonProblem::Kind;
  const std::string path = problem.path.empty() ? "body" : problem.path;
  switch (problem.kind) {
    case Kind::not_json:
      return protocol::refuse(RefusalCode::body_is_not_json, {{"problem", problem.expected}})
          .error();
    case Kind::unknown_field:
      return protocol::refuse(RefusalCode::field_is_unknown, {{"field", path}}).error();
    case Kind::missing_field:
      return protocol::refuse(RefusalCode::field_is_missing, {{"field", path}}).error();
    case Kind::duplicate_field:
      return protocol::refuse(RefusalCode::field_is_repeated, {{"field", path}}).error();
    case Kind::wrong_type:
      return protocol::refuse(RefusalCode::field_has_wrong_type,
                              {{"field", path}, {"expected", problem.expected}})
          .error();
    case Kind::bad_value:
      break;
  }
  return protocol::refuse(RefusalCode::field_has_bad_value,
                          {{"field", path}, {"expected", problem.expected}})
      .error();
}

}  // namespace tanshu::api
