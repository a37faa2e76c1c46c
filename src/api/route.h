// SPDX-License-Identifier: Apache-2.0
// A route: method and path, what the OpenAPI document says about it, and the function that answers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/answer.h"
#include "api/query.h"
#include "api/workers.h"
#include "protocol/party.h"

namespace tanshu::api {

/// Who asks, as the journal knows the user now.
struct Caller {
  protocol::User user;
  /// The session's secret when a cookie said who it is; empty with a bearer token.
  std::string session;

  bool has(protocol::Role role) const {
    for (const protocol::Role each : user.roles)
      if (each == role) return true;
    return false;
  }
};

/// A request that found its route.
struct Call {
  Request request;
  QueryParameters path;  ///< values of the {names} in the route's path, decoded
  QueryParameters query;
  std::optional<Caller> caller;

  std::string_view in_path(std::string_view name) const { return value(path, name); }
  std::string_view in_query(std::string_view name) const { return value(query, name); }

 private:
  static std::string_view value(const QueryParameters& all, std::string_view name) {
    for (const auto& [key, text] : all)
      if (key == name) return text;
    return {};
  }
};

struct ParameterDoc {
  std::string name;
  std::string in;  ///< "path", "query" or "header"
  std::string zh;
  std::string en;
  bool required = false;
  /// JSON Schema of the value.
  std::string schema = R"({"type":"string"})";
};

struct ContentDoc {
  std::string type;    ///< "application/json"
  std::string schema;  ///< JSON Schema; empty for bytes
};

/// What the OpenAPI document says about a route.
struct RouteDoc {
  std::string id;  ///< operationId
  std::string tag;
  std::string zh;
  std::string en;
  std::vector<ParameterDoc> parameters;
  std::optional<ContentDoc> body;
  ContentDoc answer;
  /// Further forms of the body and of the answer.
  std::vector<ContentDoc> other_bodies = {};
  std::vector<ContentDoc> other_answers = {};
  int status = 200;
};

enum class Access { anyone, signed_in };
/// Where the function runs: on an I/O thread, where it must be quick, or on a worker.
enum class Runs { at_once, on_worker };

struct Route {
  std::string method;
  /// "/v1/projects/{id}", "/v1/vouchers/{trade}.pdf"; a last "{rest...}" takes all that follows.
  std::string path;
  RouteDoc doc;
  std::function<void(Call, Respond)> run;
  /// When set, the body is taken in pieces, and `run` is called only when there is none.
  std::function<std::shared_ptr<BodySink>(Call, Respond)> receive;
  /// What taking the body in pieces may hold in memory.
  std::size_t held_bytes = 0;
  Access access = Access::anyone;
  Runs runs = Runs::at_once;
  /// Whether the answer must show what was durable when the request came: then it waits for log and
  /// views, a moment at most.
  bool reads = true;
  std::size_t body_bytes_max = 1 << 20;
  /// The same for who has not signed in, where that is less.
  std::size_t visitor_body_bytes_max = SIZE_MAX;
  /// Bounds how many calls of this route run or wait for a worker.
  std::shared_ptr<Turnstile> turnstile;
  /// Whether a query parameter may stand more than once.
  bool repeats = false;
};

/// A function that answers at once, as a route's.
template <class Function>
std::function<void(Call, Respond)> answering(Function function) {
  return [function = std::move(function)](Call call, const Respond& respond) {
    respond(to_response(function(call)));
  };
}

}  // namespace tanshu::api
