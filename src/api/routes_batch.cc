// SPDX-License-Identifier: Apache-2.0
// POST /v1/commands/batch: many commands in one request, read piece by piece while those before are
// executed, and answered once all are durable.
#include <mutex>

#include "api/batch_answer.h"
#include "api/routes.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;

namespace {

constexpr std::size_t body_bytes_max = 64u << 20;
/// Parts of one request that the node has and has not answered; more are not read.
constexpr std::size_t parts_under_way_max = 4;
/// The parts under way, and the answers.
constexpr std::size_t held_bytes = 4u << 20;

/// Lives until the last part is answered, however long its connection does.
class BatchSink : public BodySink, public std::enable_shared_from_this<BatchSink> {
 public:
  BatchSink(node::Node& node, BatchForm form, protocol::UserId actor, Respond respond)
      : node_(node), form_(form), reader_(form, std::move(actor)), respond_(std::move(respond)) {}

  void take(std::string piece, std::function<void()> more) override {
    const bool goes_on = reader_.read(piece, false);
    submit();
    if (!goes_on) return end_reading();
    {
      const std::lock_guard lock(mutex_);
      if (under_way_ >= parts_under_way_max) {
        more_ = std::move(more);
        return;
      }
    }
    more();
  }

  void end(std::string piece) override {
    reader_.read(piece, true);
    submit();
    end_reading();
  }

 private:
  void submit() {
    for (BatchPart& part : reader_.take_parts()) {
      std::size_t number = 0;
      {
        const std::lock_guard lock(mutex_);
        number = answered_.size();
        answered_.push_back({std::move(part.items), {}, {}});
        if (part.sent == 0) continue;
        ++under_way_;
      }
      const ByteView encoded = part.encoded.view();
      node_.submit_batch(Bytes(encoded.begin(), encoded.end()),
                         [self = shared_from_this(), number](auto answers) {
                           self->on_answers(number, std::move(answers));
                         });
    }
  }

  /// On a thread of the node.
  void on_answers(std::size_t number, Result<std::vector<node::Answered>> answers) {
    std::function<void()> more;
    bool done = false;
    {
      const std::lock_guard lock(mutex_);
      AnsweredPart& part = answered_[number];
      if (answers)
        part.answers = std::move(*answers);
      else
        part.not_written =
            std::make_shared<const protocol::Refusal>(refusal_when_stopped(answers.error()));
      --under_way_;
      more = std::exchange(more_, nullptr);
      done = read_ && under_way_ == 0;
    }
    if (more) more();
    if (done) answer();
  }

  void end_reading() {
    {
      const std::lock_guard lock(mutex_);
      read_ = true;
      if (under_way_ > 0) return;
    }
    answer();
  }

  void answer() {
    const bool lines = form_ == BatchForm::ndjson;
    Response response = text_response({}, std::string(lines ? ndjson_type : answers_type));
    response.header("Cache-Control", "no-store");
    response.make_body = [self = shared_from_this(), lines] {
      return lines ? ndjson_answers(self->answered_) : binary_answers(self->answered_);
    };
    std::exchange(respond_, nullptr)(std::move(response));
  }

  node::Node& node_;
  const BatchForm form_;
  BatchReader reader_;
  Respond respond_;

  std::mutex mutex_;
  std::vector<AnsweredPart> answered_;
  std::size_t under_way_ = 0;
  std::function<void()> more_;
  bool read_ = false;
};

std::shared_ptr<BodySink> receive(Room& room, const Call& call, Respond respond) {
  if (const std::string why = room.node.write_stop(); !why.empty()) {
    respond(response_when_stopped(room.node, Failure{why}));
    return nullptr;
  }
  const bool frames = call.request.header("content-type").starts_with(frames_type);
  return std::make_shared<BatchSink>(room.node, frames ? BatchForm::frames : BatchForm::ndjson,
                                     call.caller->user.id, std::move(respond));
}

}  // namespace

void add_batch_routes(Router& router, Room& room) {
  Route route;
  route.method = "POST";
  route.path = "/v1/commands/batch";
  route.access = Access::signed_in;
  route.reads = false;
  route.body_bytes_max = body_bytes_max;
  route.held_bytes = held_bytes;
  route.doc.id = "giveCommands";
  route.doc.tag = "commands";
  route.doc.zh =
      "批量提交命令，每行一条（NDJSON），或二进制数据帧；逐条应答，一条有误不影响其余各条。";
  route.doc.en =
      "Gives many commands, a line each, or as binary frames; each is answered by itself, and one "
      "that is wrong does not keep the others.";
  route.doc.body = {std::string(ndjson_type), R"({"$ref":"#/components/schemas/BatchLine"})"};
  route.doc.other_bodies = {{std::string(frames_type), ""}};
  route.doc.answer = {std::string(ndjson_type), R"({"$ref":"#/components/schemas/BatchAnswer"})"};
  route.doc.other_answers = {{std::string(answers_type), ""}};
  route.receive = [&room](const Call& call, Respond respond) {
    return receive(room, call, std::move(respond));
  };
  route.run = [&room](const Call& call, Respond respond) {
    if (const auto sink = receive(room, call, std::move(respond))) sink->end({});
  };
  router.add(std::move(route));
}

}  // namespace tanshu::api
