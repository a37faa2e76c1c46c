// SPDX-License-Identifier: Apache-2.0
// HTTP requests and responses as the routes see them: plain data, no word of the library below.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tanshu::api {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  ///< "GET"
  std::string path;    ///< as sent, still percent-encoded, without the query
  std::string query;   ///< as sent, without '?'
  Headers headers;     ///< names in lower case
  std::string body;
  std::string remote;                ///< address of the other end, without port
  std::uint64_t content_length = 0;  ///< as announced; 0 when it was not

  /// The first header of that (lower-case) name, or empty.
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

/// The writing end of a response without an end. Thread-safe.
class Stream {
 public:
  virtual ~Stream() = default;
  /// Queues a chunk; false when the other end is gone or the queue would pass `queue_bytes_max`.
  virtual bool send(std::string chunk) = 0;
  virtual std::size_t queued_bytes() const = 0;
  /// False once the other end is gone, or does not read for the write timeout.
  virtual bool open() const = 0;
  virtual void close() = 0;
  /// Called from an I/O thread whenever the queue has run empty, and when the stream closes; must
  /// not block.
  virtual void on_change(std::function<void()> changed) = 0;

  static constexpr std::size_t queue_bytes_max = 1 << 20;
};

struct Response {
  int status = 200;
  Headers headers;
  /// Header lines as they are sent, each with its line end, that live as long as the program.
  std::string_view fixed_headers;
  std::string body;
  /// When set, makes the body, on an I/O thread, at the moment it is sent.
  std::function<std::string()> make_body;
  /// When set, the file is the body.
  std::filesystem::path file;
  /// When set, headers are sent and the stream goes to this function.
  std::function<void(std::shared_ptr<Stream>)> stream;

  Response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

/// Takes a body in pieces, one call at a time, on I/O threads; must not block for long. Dropped
/// when the client goes away before the end, or once it has answered.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// A piece, and more will follow: calls `more`, from any thread, when it is wanted. Who answers
  /// before the end does so instead of calling `more`, and the rest is not read.
  virtual void take(std::string piece, std::function<void()> more) = 0;
  /// The last piece; it may be empty.
  virtual void end(std::string piece) = 0;
};

/// Answers a request, once, from any thread. Dropping it unanswered closes the connection.
using Respond = std::function<void(Response)>;

}  // namespace tanshu::api
