// SPDX-License-Identifier: Apache-2.0
// The client against servers that behave and servers that do not.
#include "link/http_client.h"

#include "base/temporary_directory.h"
#include "link/canned_server.h"
#include "link/log_over_http.h"

namespace tanshu::link {
namespace {

std::unique_ptr<HttpClient> client_of(const CannedServer& server, HttpClientOptions options = {},
                                      const std::string& scheme = "http",
                                      const std::string& host = "127.0.0.1") {
  auto url = parse_url(fmt::format("{}://{}:{}", scheme, host, server.port));
  EXPECT_TRUE(url);
  auto client = HttpClient::make(*url, std::move(options));
  EXPECT_TRUE(client);
  return std::move(*client);
}

std::string body_of(const Result<HttpAnswer>& answer) {
  return answer ? std::string(text_of(answer->body)) : answer.error().what;
}

TEST(ParseUrl, takes_addresses_apart) {
  const auto plain = parse_url("http://ledger.example");
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->tls);
  EXPECT_EQ(plain->port, "80");
  EXPECT_EQ(plain->authority(), "ledger.example");
  const auto tls = parse_url("https://ledger.example:8443/baotou/");
  ASSERT_TRUE(tls);
  EXPECT_TRUE(tls->tls);
  EXPECT_EQ(tls->path, "/baotou");
  EXPECT_EQ(tls->authority(), "ledger.example:8443");
  const auto six = parse_url("http://[::1]:8080");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->authority(), "[::1]:8080");
  EXPECT_EQ(parse_url("https://ledger.example:443")->authority(), "ledger.example");
}

TEST(ParseUrl, refuses_what_is_not_a_server) {
  for (const char* text :
       {"", "ledger.example", "ftp://ledger.example", "http://", "http:///log", "http://a b",
        "http://a@b", "http://a?b=c", "http://a#b", "http://a:port", "http://a:123456",
        "http://[::1", "http://a\\b", "http://a\r\nHost: b"})
    EXPECT_FALSE(parse_url(text)) << text;
}

TEST(HttpClient, gets_and_posts_on_one_connection) {
  std::string last;
  CannedServer server([&last](const std::string& request) {
    last = request;
    return http_answer(request.starts_with("POST") ? 201 : 200, "body of it");
  });
  const auto client = client_of(server);
  const auto got = client->get("/log/checkpoint");
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->content_type, "text/plain");
  EXPECT_EQ(body_of(got), "body of it");
  EXPECT_EQ(client->get("/missing")->status, 200);
  EXPECT_TRUE(last.starts_with("GET /missing HTTP/1.1\r\n")) << last;
  EXPECT_NE(last.find(fmt::format("Host: 127.0.0.1:{}\r\n", server.port)), std::string::npos);
  EXPECT_EQ(server.connections, 1);
  const auto posted = client->post("/v1/cosignatures", "text/plain", "note\n");
  ASSERT_TRUE(posted) << posted.error().what;
  EXPECT_EQ(posted->status, 201);
  EXPECT_NE(last.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(last.ends_with("\r\n\r\nnote\n"));
}

TEST(HttpClient, connects_again_when_the_kept_connection_is_gone) {
  CannedServer server(
      [](const std::string&) { return http_answer(200, "once", "Connection: close\r\n"); });
  const auto client = client_of(server);
  EXPECT_EQ(body_of(client->get("/a")), "once");
  EXPECT_EQ(body_of(client->get("/b")), "once");
  EXPECT_EQ(server.connections, 2);
}

TEST(HttpClient, follows_no_redirect) {
  CannedServer server([](const std::string&) {
    return http_answer(302, "", "Location: http://127.0.0.1:1/elsewhere\r\n");
  });
  const auto answer = client_of(server)->get("/log/checkpoint");
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().what.find("redirects (status 302) are not followed"), std::string::npos);
}

TEST(HttpClient, takes_no_more_than_its_limits) {
  HttpClientOptions options;
  options.limits.body_bytes = 100;
  CannedServer large([](const std::string&) { return http_answer(200, std::string(101, 'x')); });
  EXPECT_FALSE(client_of(large, options)->get("/"));
  CannedServer chunked([](const std::string&) {
    return "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n" +
           fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", 101, std::string(101, 'x'));
  });
  EXPECT_FALSE(client_of(chunked, options)->get("/"));
  CannedServer talkative([](const std::string&) {
    return "HTTP/1.1 200 X\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n";
  });
  EXPECT_FALSE(client_of(talkative, options)->get("/"));
  CannedServer exact([](const std::string&) { return http_answer(200, std::string(100, 'x')); });
  EXPECT_TRUE(client_of(exact, options)->get("/"));
}

TEST(HttpClient, does_not_wait_for_ever) {
  HttpClientOptions options;
  options.limits.answer_time = std::chrono::milliseconds(100);
  CannedServer slow(
      [](const std::string&) { return "HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\nx"; });
  const auto before = std::chrono::steady_clock::now();
  EXPECT_FALSE(client_of(slow, options)->get("/"));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
}

TEST(HttpClient, fails_where_nobody_answers) {
  std::uint16_t port = 0;
  {
    CannedServer gone([](const std::string&) { return std::string(); });
    EXPECT_FALSE(client_of(gone)->get("/"));
    port = gone.port;
  }
  const auto client = HttpClient::make(*parse_url(fmt::format("http://127.0.0.1:{}", port)));
  EXPECT_FALSE((*client)->get("/"));
}

TEST(HttpClient, speaks_tls_to_whom_it_trusts_only) {
  const TemporaryDirectory house("http-client");
  const auto ca = house / "ca.pem";
  const OwnCertificate certificate("localhost");
  certificate.write(ca);
  CannedServer server([](const std::string&) { return http_answer(200, "secret"); }, &certificate);
  EXPECT_EQ(
      body_of(client_of(server, {.limits = {}, .ca_file = ca}, "https", "localhost")->get("/")),
      "secret");
  EXPECT_NE(body_of(client_of(server, {}, "https", "localhost")->get("/")).find("TLS"),
            std::string::npos);
  // The right key under another name is not the right server.
  EXPECT_NE(
      body_of(client_of(server, {.limits = {}, .ca_file = ca}, "https", "127.0.0.1")->get("/"))
          .find("TLS"),
      std::string::npos);
  EXPECT_FALSE(HttpClient::make(*parse_url("https://localhost"),
                                {.limits = {}, .ca_file = house / "missing.pem"}));
}

TEST(LogOverHttp, tells_missing_from_failing) {
  CannedServer server([](const std::string& request) {
    if (request.starts_with("GET /x/log/checkpoint ")) return http_answer(200, "note");
    return http_answer(request.find("tile/0") != std::string::npos ? 404 : 500, "no");
  });
  LogOverHttp log(*parse_url(fmt::format("http://127.0.0.1:{}/x/", server.port)), {});
  EXPECT_EQ(text_of(log.read("checkpoint").value().value()), "note");
  EXPECT_FALSE(log.read("tile/0/000").value());
  const auto failed = log.read("tile/1/000");
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().what.find("/x/log/tile/1/000: status 500"), std::string::npos)
      << failed.error().what;
  EXPECT_FALSE(log.list().value());
}

}  // namespace
}  // namespace tanshu::link
