// SPDX-License-Identifier: Apache-2.0
// An HTTP/1.1 client for reading other houses: plain or TLS, one connection kept alive, bounded in
// time and size, and deaf to redirects. Only http_client.cc knows the library that does it, because
// that costs half a minute to compile.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace tanshu::link {

/// "https://ledger.example/baotou": where someone's server is.
struct ServerUrl {
  bool tls = false;
  std::string host;  ///< without the brackets of an IPv6 address
  std::string port;  ///< "443"
  std::string path;  ///< "/baotou", or empty; never ends with a slash

  /// The host as it stands in a Host header, with the port where it is not the scheme's own.
  std::string authority() const;
};

/// http:// or https:// only, without user, query and fragment.
Result<ServerUrl> parse_url(std::string_view text);

struct HttpClientLimits {
  /// To find the address, connect and shake hands.
  std::chrono::milliseconds connect_time{10'000};
  /// From sending a request to the last byte of its answer.
  std::chrono::milliseconds answer_time{60'000};
  std::size_t body_bytes = 32u << 20;
};

struct HttpClientOptions {
  HttpClientLimits limits;
  /// A PEM file of certificate authorities to trust besides the system's, for a private one.
  std::string ca_file;
  /// A bearer token to send with every request; empty for none.
  std::string token = {};
};

struct HttpAnswer {
  int status = 0;
  std::string content_type;
  Bytes body;
};

/// Not for sharing between threads.
class HttpClient {
 public:
  /// Nothing is connected yet.
  static Result<std::unique_ptr<HttpClient>> make(ServerUrl server, HttpClientOptions options = {});
  virtual ~HttpClient() = default;

  /// `path` comes after the server's own path and begins with a slash. Any status is an answer but
  /// a redirect, which is a failure: a log lies where its name says.
  virtual Result<HttpAnswer> get(std::string_view path) = 0;
  virtual Result<HttpAnswer> post(std::string_view path, std::string_view content_type,
                                  std::string_view body) = 0;
};

}  // namespace tanshu::link
