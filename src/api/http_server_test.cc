// SPDX-License-Identifier: Apache-2.0
// The server over real sockets, against clients that are slow, greedy, malformed or gone.
#include "api/http_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "api/loopback.h"
#include "base/temporary_directory.h"

namespace tanshu::api {
namespace {

using std::chrono::milliseconds;

Response answer(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

/// Counts the pieces; one thread at a time is inside.
class Pieces : public BodySink {
 public:
  Pieces(Respond respond, std::string path)
      : respond_(std::move(respond)), path_(std::move(path)) {}
  ~Pieces() override {
    if (asking_.joinable()) asking_.join();
  }

  void take(std::string piece, std::function<void()> more) override {
    if (asking_.joinable()) asking_.join();
    bytes += piece.size();
    ++count;
    if (path_ == "/pieces/enough") return respond_(answer(413, "enough"));
    asking_ = std::thread([more = std::move(more)] {
      std::this_thread::sleep_for(milliseconds(1));
      more();
    });
  }
  void end(std::string piece) override {
    bytes += piece.size();
    respond_(answer(200, std::to_string(bytes)));
  }

  std::atomic<std::size_t> bytes = 0;
  std::atomic<int> count = 0;

 private:
  Respond respond_;
  const std::string path_;
  std::thread asking_;
};

/// Answers with what it was asked; some paths do something special.
class Echo : public HttpHandler {
 public:
  Admission admit(const Request& head) override {
    Admission admission;
    if (head.path == "/away") admission.turned_away = answer(401, "away");
    admission.body_bytes = head.path == "/large" ? 8u << 20 : 1000;
    if (head.path.starts_with("/pieces")) {
      admission.in_pieces = true;
      admission.body_bytes = 8u << 20;
    }
    return admission;
  }
  std::shared_ptr<BodySink> receive(Request head, Respond respond) override {
    if (head.path == "/pieces/unwanted") {
      respond(answer(409, "unwanted"));
      return nullptr;
    }
    const std::lock_guard lock(mutex);
    return sink = std::make_shared<Pieces>(std::move(respond), head.path);
  }
  std::shared_ptr<Pieces> last_sink() {
    const std::lock_guard lock(mutex);
    return sink;
  }
  void handle(Request request, Respond respond) override {
    ++handled;
    if (request.path == "/later") {
      later = std::thread([respond = std::move(respond)] {
        std::this_thread::sleep_for(milliseconds(50));
        respond(answer(200, "later"));
        respond(answer(200, "a second answer nobody gets"));
      });
      return;
    }
    if (request.path == "/silent") return;
    Response response;
    if (request.path == "/stream") {
      response.stream = [this](std::shared_ptr<Stream> started) { stream = std::move(started); };
      return respond(std::move(response));
    }
    if (request.path == "/file") {
      response.file = file;
      return respond(std::move(response));
    }
    if (request.path == "/hostile") response.header("X-Split", "a\r\nInjected: yes");
    response.body = request.path == "/large" ? std::to_string(request.body.size())
                                             : request.method + ' ' + request.path + '?' +
                                                   request.query + '|' + request.body;
    respond(std::move(response));
  }
  Response refused(HttpRefusal why, std::size_t, std::string_view) const override {
    Response response;
    response.status = why == HttpRefusal::body_too_large     ? 413
                      : why == HttpRefusal::header_too_large ? 431
                      : why == HttpRefusal::busy             ? 503
                      : why == HttpRefusal::file_gone        ? 404
                                                             : 400;
    return response;
  }

  std::atomic<int> handled{0};
  std::thread later;
  std::mutex mutex;
  std::shared_ptr<Pieces> sink;
  std::shared_ptr<Stream> stream;
  std::filesystem::path file;
};

class HttpServerTest : public testing::Test {
 protected:
  void serve(HttpLimits limits = {}) {
    auto listening = HttpServer::listen("127.0.0.1", 0, echo, limits);
    ASSERT_TRUE(listening.has_value()) << listening.error().what;
    server = std::move(*listening);
    server->start();
  }
  void TearDown() override {
    if (server) server->stop();
    if (echo.later.joinable()) echo.later.join();
  }
  std::uint16_t port() const { return server->port(); }

  Echo echo;
  std::unique_ptr<HttpServer> server;
};

TEST_F(HttpServerTest, answers_get_and_post) {
  serve();
  const auto got = ask(port(), "GET", "/a%20b?x=1");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body, "GET /a%20b?x=1|");
  EXPECT_EQ(got->header("connection"), "close");
  const auto posted = ask(port(), "POST", "/p", {}, "body");
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->body, "POST /p?|body");
}

TEST_F(HttpServerTest, head_has_the_length_and_no_body) {
  serve();
  Loopback client(port());
  client.send("HEAD /p HTTP/1.1\r\nHost: x\r\n\r\nGET /q HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.read_reply(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->header("content-length"), std::to_string(std::string("HEAD /p?|").size()));
  const auto next = client.read_reply();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->body, "GET /q?|");
}

TEST_F(HttpServerTest, answers_pipelined_requests_in_order) {
  serve();
  Loopback client(port());
  std::string text;
  for (int i = 0; i < 20; ++i) text += fmt::format("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", i);
  text +=
      "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /c HTTP/1.1\r\nHost: "
      "x\r\n\r\n";
  ASSERT_TRUE(client.send(text));
  for (int i = 0; i < 20; ++i) {
    const auto reply = client.read_reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, fmt::format("GET /{}?|", i));
  }
  EXPECT_EQ(client.read_reply()->body, "POST /b?|abc");
  EXPECT_EQ(client.read_reply()->body, "GET /c?|");
}

TEST_F(HttpServerTest, takes_chunked_bodies) {
  serve();
  Loopback client(port());
  client.send(
      "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_reply()->body, "POST /p?|abcde");
}

TEST_F(HttpServerTest, refuses_bodies_past_the_limit_of_the_route) {
  serve();
  EXPECT_EQ(ask(port(), "POST", "/p", {}, std::string(1000, 'x'))->status, 200);
  EXPECT_EQ(ask(port(), "POST", "/p", {}, std::string(1001, 'x'))->status, 413);
  Loopback client(port());
  client.send("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
              std::string(2000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_reply()->status, 413);
  Loopback announcing(port());
  announcing.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
  EXPECT_EQ(announcing.read_reply()->status, 413);
}

TEST_F(HttpServerTest, takes_a_large_body_where_the_route_allows_it) {
  serve();
  const std::string body(5'000'000, 'x');
  const auto reply = ask(port(), "POST", "/large", {{"Expect", "100-continue"}}, body);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "5000000");
}

TEST_F(HttpServerTest, refuses_large_bodies_when_memory_is_given_out) {
  HttpLimits limits;
  limits.all_bodies_bytes = 1'000'000;
  serve(limits);
  EXPECT_EQ(ask(port(), "POST", "/large", {}, std::string(2'000'000, 'x'))->status, 503);
  EXPECT_EQ(ask(port(), "POST", "/large", {}, std::string(900'000, 'x'))->body, "900000");
  EXPECT_EQ(ask(port(), "POST", "/large", {}, std::string(900'000, 'x'))->body, "900000");
}

TEST_F(HttpServerTest, turns_away_before_reading_the_body) {
  serve();
  Loopback client(port());
  client.send("POST /away HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n");
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 401);
  EXPECT_EQ(echo.handled, 0);
  EXPECT_TRUE(client.closed_within(milliseconds(5000)));
}

TEST_F(HttpServerTest, refuses_malformed_requests) {
  serve();
  for (const char* text :
       {"GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"}) {
    Loopback client(port());
    client.send(text);
    const auto reply = client.read_reply();
    ASSERT_TRUE(reply) << text;
    EXPECT_EQ(reply->status, 400) << text;
    EXPECT_TRUE(client.closed_within(milliseconds(5000))) << text;
  }
  EXPECT_EQ(echo.handled, 0);
}

TEST_F(HttpServerTest, refuses_heads_past_the_limit) {
  serve();
  EXPECT_EQ(ask(port(), "GET", "/", {{"X-Long", std::string(15'000, 'x')}})->status, 200);
  EXPECT_EQ(ask(port(), "GET", "/", {{"X-Long", std::string(17'000, 'x')}})->status, 431);
}

TEST_F(HttpServerTest, drops_a_client_that_drips_its_head) {
  HttpLimits limits;
  limits.header_time = milliseconds(300);
  serve(limits);
  Loopback client(port());
  const auto begun = std::chrono::steady_clock::now();
  client.send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 4; ++i) {
    std::this_thread::sleep_for(milliseconds(100));
    client.send("X-Drip: 1\r\n");
  }
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
  EXPECT_EQ(echo.handled, 0);
}

TEST_F(HttpServerTest, drops_a_client_that_drips_its_body) {
  HttpLimits limits;
  limits.body_time = milliseconds(300);
  serve(limits);
  Loopback client(port());
  client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
  EXPECT_EQ(echo.handled, 0);
}

TEST_F(HttpServerTest, closes_idle_connections) {
  HttpLimits limits;
  limits.header_time = milliseconds(200);
  serve(limits);
  Loopback client(port());
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(client.read_reply());
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
}

TEST_F(HttpServerTest, takes_an_answer_from_another_thread_and_only_the_first) {
  serve();
  Loopback client(port());
  client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_reply()->body, "later");
  EXPECT_EQ(client.read_reply()->body, "GET /next?|");
}

TEST_F(HttpServerTest, closes_when_the_answer_is_dropped) {
  serve();
  Loopback client(port());
  client.send("GET /silent HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.closed_within(milliseconds(5000)));
}

TEST_F(HttpServerTest, streams_until_it_is_closed) {
  serve();
  Loopback client(port());
  client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(client.read_until("\r\n\r\n"));
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(echo.stream->send(fmt::format("chunk {};", i)));
  EXPECT_TRUE(client.read_until("chunk 99;"));
  echo.stream->close();
  EXPECT_TRUE(client.closed_within(milliseconds(5000)));
  echo.stream.reset();
}

TEST_F(HttpServerTest, refuses_to_queue_more_than_the_bound_for_a_client_that_does_not_read) {
  HttpLimits limits;
  limits.write_time = milliseconds(300);
  serve(limits);
  Loopback client(port());
  client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(client.read_until("\r\n\r\n"));
  // The kernel takes some megabytes; then the queue fills, and stays full for the write timeout.
  const std::string chunk(100'000, 'x');
  int turned_away = 0;
  for (int i = 0; i < 5000 && echo.stream->open(); ++i) {
    if (echo.stream->send(chunk)) continue;
    ++turned_away;
    EXPECT_LE(echo.stream->queued_bytes(), Stream::queue_bytes_max);
    std::this_thread::sleep_for(milliseconds(2));
  }
  EXPECT_GT(turned_away, 0);
  EXPECT_FALSE(echo.stream->open());
  echo.stream.reset();
}

TEST_F(HttpServerTest, notices_that_the_client_of_a_stream_went_away) {
  serve();
  {
    Loopback client(port());
    client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(client.read_until("\r\n\r\n"));
  }
  for (int i = 0; i < 50 && echo.stream->open(); ++i)
    std::this_thread::sleep_for(milliseconds(100));
  EXPECT_FALSE(echo.stream->open());
  EXPECT_FALSE(echo.stream->send("more"));
  echo.stream.reset();
}

TEST_F(HttpServerTest, sends_files_and_says_when_one_is_gone) {
  serve();
  const TemporaryDirectory house("http");
  const auto path = house / "large.bin";
  const std::string bytes(300'000, 'f');
  std::ofstream(path, std::ios::binary) << bytes;
  echo.file = path;
  EXPECT_EQ(ask(port(), "GET", "/file")->body, bytes);
  const auto head = ask(port(), "HEAD", "/file");
  EXPECT_EQ(head->header("content-length"), "300000");
  std::filesystem::remove(path);
  EXPECT_EQ(ask(port(), "GET", "/file")->status, 404);
}

TEST_F(HttpServerTest, never_writes_a_header_with_a_line_break) {
  serve();
  const auto reply = ask(port(), "GET", "/hostile");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->header("injected"), "");
  EXPECT_EQ(reply->header("x-split"), "");
}

TEST_F(HttpServerTest, refuses_connections_past_the_limit) {
  HttpLimits limits;
  limits.connections = 2;
  serve(limits);
  Loopback first(port());
  Loopback second(port());
  first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  second.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(first.read_reply());
  ASSERT_TRUE(second.read_reply());
  Loopback third(port());
  EXPECT_TRUE(third.closed_within(milliseconds(5000)));
}

TEST_F(HttpServerTest, lets_requests_under_way_end_when_it_stops) {
  serve();
  Loopback client(port());
  client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  while (echo.handled == 0) std::this_thread::sleep_for(milliseconds(1));
  server->stop();
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "later");
}

TEST_F(HttpServerTest, says_why_it_cannot_listen) {
  serve();
  EXPECT_FALSE(HttpServer::listen("127.0.0.1", port(), echo).has_value());
  EXPECT_FALSE(HttpServer::listen("not an address", 0, echo).has_value());
}

TEST_F(HttpServerTest, takes_a_body_in_pieces) {
  serve();
  Loopback client(port());
  for (const std::size_t size :
       {std::size_t{10}, std::size_t{256 * 1024}, std::size_t{3'000'001}}) {
    client.send(
        fmt::format("POST /pieces HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", size));
    client.send(std::string(size, 'x'));
    const auto reply = client.read_reply();
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->body, std::to_string(size));
    EXPECT_EQ(reply->header("connection"), "keep-alive");
  }
  EXPECT_GE(echo.last_sink()->count, 10);
}

TEST_F(HttpServerTest, takes_chunks_in_pieces) {
  serve();
  Loopback client(port());
  client.send("POST /pieces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) client.send("1000\r\n" + std::string(0x1000, 'x') + "\r\n");
  client.send("0\r\n\r\n");
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->body, std::to_string(100 * 0x1000));
}

TEST_F(HttpServerTest, reads_no_further_than_it_is_asked_to) {
  serve();
  for (const char* path : {"/pieces/enough", "/pieces/unwanted"}) {
    const auto reply = ask(port(), "POST", path, {}, std::string(2'000'000, 'x'));
    ASSERT_TRUE(reply.has_value()) << path;
    EXPECT_EQ(reply->body, path + 8) << path;
    EXPECT_EQ(reply->header("connection"), "close");
  }
}

TEST_F(HttpServerTest, bounds_chunks_that_come_in_pieces) {
  serve();
  Loopback client(port());
  client.send("POST /pieces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 9; ++i)
    if (!client.send("100000\r\n" + std::string(0x100000, 'x') + "\r\n")) break;
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 413);
}

TEST_F(HttpServerTest, lets_go_of_a_body_whose_client_left) {
  serve();
  {
    Loopback client(port());
    client.send("POST /pieces HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
    client.send(std::string(600'000, 'x'));
    while (echo.last_sink() == nullptr || echo.last_sink()->count < 2) std::this_thread::yield();
  }
  constexpr int held_here = 2;
  const auto sink = echo.last_sink();
  while (sink.use_count() > held_here) std::this_thread::sleep_for(milliseconds(1));
}

}  // namespace
}  // namespace tanshu::api
