// SPDX-License-Identifier: Apache-2.0
// Asynchronous calls run to their end one by one: only those have time limits in Beast.
#include "link/http_client.h"

#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without it

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <fmt/format.h>

#include <optional>
#include <variant>

#include "base/check.h"

namespace tanshu::link {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = net::ssl;
using tcp = net::ip::tcp;
using ErrorCode = beast::error_code;
using Plain = beast::tcp_stream;
using Secure = ssl::stream<beast::tcp_stream>;
using Message = http::request<http::string_body>;

constexpr std::size_t header_bytes_max = 16 * 1024;

bool is_clean(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c == 127) return false;
  return true;
}

class Client final : public HttpClient {
 public:
  Client(ServerUrl server, HttpClientOptions options)
      : server_(std::move(server)), options_(std::move(options)), tls_(ssl::context::tls_client) {}

  Result<void> prepare() {
    if (!server_.tls) return {};
    ErrorCode error;
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
    tls_.set_default_verify_paths(error);
    if (!error && !options_.ca_file.empty()) tls_.load_verify_file(options_.ca_file, error);
    if (!error) tls_.set_verify_mode(ssl::verify_peer, error);
    if (error) return failure(fmt::format("TLS: {} {}", options_.ca_file, error.message()));
    return {};
  }

  Result<HttpAnswer> get(std::string_view path) override {
    return ask(message(http::verb::get, path), true);
  }
  Result<HttpAnswer> post(std::string_view path, std::string_view content_type,
                          std::string_view body) override {
    Message request = message(http::verb::post, path);
    request.set(http::field::content_type,
                beast::string_view(content_type.data(), content_type.size()));
    request.body() = body;
    request.prepare_payload();
    return ask(std::move(request), false);
  }

 private:
  Message message(http::verb verb, std::string_view path) const {
    Message request(verb, server_.path + std::string(path), 11);
    request.set(http::field::host, server_.authority());
    request.set(http::field::user_agent, "tanshu");
    request.set(http::field::accept, "*/*");
    if (!options_.token.empty())
      request.set(http::field::authorization, "Bearer " + options_.token);
    return request;
  }

  std::unexpected<Failure> trouble(std::string_view what, const ErrorCode& error) {
    stream_.emplace<std::monostate>();
    return failure(fmt::format("{}://{}: {}: {}", server_.tls ? "https" : "http",
                               server_.authority(), what, error.message()));
  }

  /// Runs what was started until it has called back.
  void run() {
    io_.restart();
    io_.run();
  }

  beast::tcp_stream* lowest() {
    if (auto* plain = std::get_if<Plain>(&stream_)) return plain;
    if (auto* secure = std::get_if<Secure>(&stream_)) return &secure->next_layer();
    return nullptr;
  }

  Result<void> connect() {
    ErrorCode error;
    tcp::resolver resolver(io_);
    tcp::resolver::results_type places;
    net::steady_timer limit(io_, options_.limits.connect_time);
    limit.async_wait([&](const ErrorCode& cancelled) {
      if (!cancelled) resolver.cancel();
    });
    resolver.async_resolve(server_.host, server_.port, [&](const ErrorCode& e, auto found) {
      error = e;
      places = std::move(found);
      limit.cancel();
    });
    run();
    if (error) return trouble("cannot find it", error);
    if (server_.tls)
      stream_.emplace<Secure>(io_, tls_);
    else
      stream_.emplace<Plain>(io_);
    buffer_.clear();
    lowest()->expires_after(options_.limits.connect_time);
    lowest()->async_connect(places, [&](const ErrorCode& e, const auto&) { error = e; });
    run();
    if (error) return trouble("cannot connect", error);
    lowest()->socket().set_option(tcp::no_delay(true), error);
    return server_.tls ? shake_hands() : Result<void>();
  }

  Result<void> shake_hands() {
    Secure& secure = std::get<Secure>(stream_);
    ErrorCode error;
    secure.set_verify_callback(ssl::host_name_verification(server_.host), error);
    if (!error && SSL_set_tlsext_host_name(secure.native_handle(), server_.host.c_str()) != 1)
      return trouble("TLS", ErrorCode(net::error::invalid_argument));
    secure.async_handshake(ssl::stream_base::client, [&](const ErrorCode& e) { error = e; });
    run();
    if (error) return trouble("TLS", error);
    return {};
  }

  /// A kept connection may have been closed at the other end since: then once more on a new one.
  /// Only what may be sent twice is.
  Result<HttpAnswer> ask(const Message& request, bool may_repeat) {
    const bool kept = lowest() != nullptr;
    if (kept && !may_repeat) stream_.emplace<std::monostate>();
    if (lowest() == nullptr) TRY(connect());
    auto answer = exchange(request);
    if (answer || !kept || !may_repeat) return answer;
    TRY(connect());
    return exchange(request);
  }

  Result<HttpAnswer> exchange(const Message& request) {
    ErrorCode error;
    http::response_parser<http::string_body> parser;
    parser.body_limit(options_.limits.body_bytes);
    parser.header_limit(header_bytes_max);
    lowest()->expires_after(options_.limits.answer_time);
    std::visit(
        [&](auto& stream) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(stream)>, std::monostate>)
            start(stream, request, parser, error);
        },
        stream_);
    run();
    if (error) return trouble("no answer", error);
    auto& message = parser.get();
    if (!message.keep_alive()) stream_.emplace<std::monostate>();
    const int status = message.result_int();
    if (status >= 300 && status < 400)
      return failure(fmt::format("{}{}: redirects (status {}) are not followed",
                                 server_.authority(), std::string(request.target()), status));
    const auto type = message[http::field::content_type];
    const std::string& body = message.body();
    return HttpAnswer{status, std::string(type.data(), type.size()),
                      Bytes(body.begin(), body.end())};
  }

  /// The head is read apart: Beast 1.74 forgets a length beyond the limit when the body comes along
  /// with it.
  template <class Channel, class Parser>
  void start(Channel& channel, const Message& request, Parser& parser, ErrorCode& error) {
    http::async_write(channel, request, [&](const ErrorCode& unsent, std::size_t) {
      error = unsent;
      if (error) return;
      http::async_read_header(channel, buffer_, parser, [&](const ErrorCode& bad, std::size_t) {
        error = bad;
        if (error || parser.is_done()) return;
        const auto length = parser.content_length();
        if (length && *length > options_.limits.body_bytes) {
          error = http::error::body_limit;
          return;
        }
        http::async_read(channel, buffer_, parser,
                         [&](const ErrorCode& late, std::size_t) { error = late; });
      });
    });
  }

  const ServerUrl server_;
  const HttpClientOptions options_;
  net::io_context io_{1};
  ssl::context tls_;
  std::variant<std::monostate, Plain, Secure> stream_;
  beast::flat_buffer buffer_{header_bytes_max + 64 * 1024};
};

}  // namespace

std::string ServerUrl::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return port == (tls ? "443" : "80") ? name : name + ':' + port;
}

Result<ServerUrl> parse_url(std::string_view text) {
  const auto wrong = [text](std::string_view what) {
    return failure(fmt::format("\"{}\" is not an address: {}", text, what));
  };
  ServerUrl url;
  url.tls = text.starts_with("https://");
  if (!url.tls && !text.starts_with("http://")) return wrong("it begins with http:// or https://");
  if (!is_clean(text) || text.find_first_of("?#@\\") != std::string_view::npos)
    return wrong("user, query, fragment and white space have no place in it");
  std::string_view rest = text.substr(url.tls ? 8 : 7);
  const auto slash = rest.find('/');
  std::string_view place = rest.substr(0, slash);
  if (slash != std::string_view::npos) url.path = rest.substr(slash);
  while (url.path.ends_with('/')) url.path.pop_back();
  std::string_view port;
  if (place.starts_with('[')) {
    const auto close = place.find(']');
    if (close == std::string_view::npos) return wrong("a bracket is open");
    url.host = place.substr(1, close - 1);
    port = place.substr(close + 1);
  } else {
    const auto colon = place.find(':');
    url.host = place.substr(0, colon);
    if (colon != std::string_view::npos) port = place.substr(colon);
  }
  if (url.host.empty()) return wrong("it names no host");
  if (port.empty()) {
    url.port = url.tls ? "443" : "80";
    return url;
  }
  port.remove_prefix(1);
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != port.npos)
    return wrong("the port is not a number");
  url.port = port;
  return url;
}

Result<std::unique_ptr<HttpClient>> HttpClient::make(ServerUrl server, HttpClientOptions options) {
  if (!is_clean(options.token)) return failure("the token holds blanks or control characters");
  auto client = std::make_unique<Client>(std::move(server), std::move(options));
  TRY(client->prepare());
  return std::unique_ptr<HttpClient>(std::move(client));
}

}  // namespace tanshu::link
