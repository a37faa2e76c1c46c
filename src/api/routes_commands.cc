// SPDX-License-Identifier: Apache-2.0
// POST /v1/commands: the one way in for changes.
#include "api/command_request.h"
#include "api/routes.h"
#include "base/json.h"

namespace tanshu::api {

namespace {

std::string accepted_json(const node::Receipt& receipt, const Confirmations& confirmations) {
  JsonWriter json;
  json.begin_object();
  json.member("accepted", true);
  json.member("log_index", receipt.log_index);
  json.member("block", receipt.block);
  json.member("at", to_text(receipt.at));
  json.member("confirmation", name_of(confirmations.of(receipt.log_index)));
  json.key("events").begin_array();
  for (const protocol::Event& event : *receipt.outcome) protocol::put_event_json(json, event);
  json.end_array().end_object();
  return json.take();
}

/// The text is made on the connection's thread: the one that calls here has the next block to
/// write.
Response receipt_response(const node::Node& node, Result<node::Receipt> received,
                          std::shared_ptr<Confirmations> confirmations) {
  if (!received) return response_when_stopped(node, received.error());
  const auto receipt = std::make_shared<const node::Receipt>(std::move(*received));
  const auto log_index = receipt->recorded ? std::optional(receipt->log_index) : std::nullopt;
  Response response =
      receipt->outcome ? json_response({}) : problem_response(receipt->outcome.error(), log_index);
  if (receipt->outcome)
    response.make_body = [receipt, confirmations = std::move(confirmations)] {
      return accepted_json(*receipt, *confirmations);
    };
  if (receipt->repeated) response.header("Idempotent-Replayed", "true");
  return response;
}

void submit(Room& room, Call& call, const Respond& respond) {
  auto key = check_key(call.request.header("idempotency-key"));
  if (!key) return respond(problem_response(key.error()));
  auto command = parse_command(call.request.body);
  if (!command) return respond(problem_response(command.error()));
  room.node.submit_later({call.caller->user.id, std::move(*key), std::move(*command)},
                         [respond, &node = room.node,
                          confirmations = room.confirmations](Result<node::Receipt> receipt) {
                           respond(receipt_response(node, std::move(receipt), confirmations));
                         });
}

}  // namespace

void add_command_routes(Router& router, Room& room) {
  Route route;
  route.method = "POST";
  route.path = "/v1/commands";
  route.access = Access::signed_in;
  route.reads = false;  // the engine knows better than any view
  route.doc.id = "giveCommand";
  route.doc.tag = "commands";
  route.doc.zh = "提交命令：记入日志并落盘后才应答。";
  route.doc.en = "Gives a command; the answer comes once it is durable in the journal.";
  route.doc.parameters = {
      {.name = "Idempotency-Key",
       .in = "header",
       .zh = "幂等键：同键同命令只执行一次，并得到首次的应答。",
       .en = "The same key and command again get the first answer and do nothing.",
       .required = true,
       .schema = R"({"type":"string","minLength":1,"maxLength":64})"}};
  route.doc.body = {"application/json", R"({"$ref":"#/components/schemas/GiveCommand"})"};
  route.doc.answer = {"application/json", R"({"$ref":"#/components/schemas/Receipt"})"};
  route.run = [&room](Call call, const Respond& respond) { submit(room, call, respond); };
  router.add(std::move(route));
}

}  // namespace tanshu::api
