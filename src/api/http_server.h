// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server. Only http_server.cc knows the library that does it, because that costs half
// a minute to compile.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "api/http_message.h"
#include "base/result.h"

namespace tanshu::api {

struct HttpLimits {
  std::size_t header_bytes = 16 * 1024;
  /// Larger announced bodies are refused whatever the route.
  std::size_t body_bytes = 64u << 20;
  /// Bodies of all requests together that may be in memory at once.
  std::size_t all_bodies_bytes = 192u << 20;
  std::size_t connections = 1024;
  /// From the end of one response to the end of the next header: idle clients and slow headers both
  /// end here.
  std::chrono::milliseconds header_time{30'000};
  /// A body gets this, and a second more for every 32 KiB of it.
  std::chrono::milliseconds body_time{20'000};
  /// How long a client may go without taking a byte of what it asked for.
  std::chrono::milliseconds write_time{30'000};
  /// How long requests under way may take to end when the server stops.
  std::chrono::milliseconds stop_time{5'000};
};

/// Why the server itself refuses a request, for the handler to put into words.
enum class HttpRefusal { malformed, header_too_large, body_too_large, busy, file_gone };

/// What becomes of a request of which only the head has been read.
struct Admission {
  /// The request is turned away with this, and its body is not read. Nothing lets it in.
  std::optional<Response> turned_away = {};
  /// The largest body.
  std::size_t body_bytes = 0;
  /// Whether the body goes to receive() piece by piece, and what that holds in memory.
  bool in_pieces = false;
  std::size_t held_bytes = 0;
};

/// What the server serves. Called on I/O threads; must not block for long.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual Admission admit(const Request& head) = 0;
  /// The request is whole.
  virtual void handle(Request request, Respond respond) = 0;
  /// The body follows; only when admit() said so. Null when it is not wanted any more, because the
  /// answer is on its way.
  virtual std::shared_ptr<BodySink> receive(Request head, Respond respond) = 0;
  /// `limit` is the number of bytes that would have been right, where that is the matter.
  virtual Response refused(HttpRefusal why, std::size_t limit, std::string_view detail) const = 0;
};

class HttpServer {
 public:
  /// Takes the port; 0 takes any free one. The handler must outlive the server.
  static Result<std::unique_ptr<HttpServer>> listen(const std::string& address, std::uint16_t port,
                                                    HttpHandler& handler, HttpLimits limits = {});
  virtual ~HttpServer() = default;
  virtual std::uint16_t port() const = 0;
  /// Begins to answer, on threads of its own.
  virtual void start() = 0;
  /// Stops accepting, lets requests under way end within the limit, closes what is left. Once more
  /// is no harm.
  virtual void stop() = 0;
};

}  // namespace tanshu::api
