// SPDX-License-Identifier: Apache-2.0
// A server for tests that answers what it is told to, over bare sockets or TLS with a certificate
// of its own making.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace tanshu::link {

/// A key and a certificate for one name, signed by itself, good for a day.
class OwnCertificate {
 public:
  explicit OwnCertificate(const std::string& name)
      : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509_set_version(certificate_.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 86'400);
    X509_set_pubkey(certificate_.get(), key_.get());
    X509_NAME* subject = X509_get_subject_name(certificate_.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate_.get(), subject);
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str());
    X509_add_ext(certificate_.get(), extension, -1);
    X509_EXTENSION_free(extension);
    EXPECT_GT(X509_sign(certificate_.get(), key_.get(), EVP_sha256()), 0);
  }
  void give(SSL_CTX* context) const {
    SSL_CTX_use_certificate(context, certificate_.get());
    SSL_CTX_use_PrivateKey(context, key_.get());
  }
  void write(const std::filesystem::path& path) const {
    std::FILE* file = std::fopen(path.c_str(), "w");
    ASSERT_NE(file, nullptr);
    PEM_write_X509(file, certificate_.get());
    std::fclose(file);
  }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  std::unique_ptr<EVP_PKEY, Free> key_;
  std::unique_ptr<X509, Free> certificate_;
};

class CannedServer {
 public:
  /// Gives the bytes to send for a request (head and body as received); empty closes without a
  /// word.
  using Answer = std::function<std::string(const std::string& request)>;

  explicit CannedServer(Answer answer, const OwnCertificate* certificate = nullptr)
      : answer_(std::move(answer)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (certificate != nullptr) {
      tls_.reset(SSL_CTX_new(TLS_server_method()));
      certificate->give(tls_.get());
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this] { loop(); });
  }
  ~CannedServer() {
    stop_ = true;
    thread_.join();
    ::close(socket_);
  }
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  std::uint16_t port = 0;
  std::atomic<int> connections{0};

 private:
  struct FreeTls {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* stream) const { SSL_free(stream); }
  };
  using Secure = std::unique_ptr<SSL, FreeTls>;

  static bool readable(int socket) {
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, 50) > 0;
  }

  void loop() {
    while (!stop_) {
      if (!readable(socket_)) continue;
      const int client = ::accept(socket_, nullptr, nullptr);
      if (client < 0) continue;
      ++connections;
      serve(client);
      ::close(client);
    }
  }

  void serve(int client) {
    Secure secure;
    if (tls_) {
      secure.reset(SSL_new(tls_.get()));
      SSL_set_fd(secure.get(), client);
      if (SSL_accept(secure.get()) != 1) return;
    }
    std::string received;
    while (!stop_) {
      const bool waits = (secure && SSL_pending(secure.get()) > 0) || readable(client);
      if (!waits) continue;
      char block[4096];
      const auto size = secure ? SSL_read(secure.get(), block, sizeof block)
                               : static_cast<int>(::recv(client, block, sizeof block, 0));
      if (size <= 0) return;
      received.append(block, static_cast<std::size_t>(size));
      if (!whole(received)) continue;
      const std::string reply = answer_(received);
      received.clear();
      if (reply.empty()) return;
      if (secure)
        SSL_write(secure.get(), reply.data(), static_cast<int>(reply.size()));
      else
        ::send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
      if (reply.find("Connection: close") != std::string::npos) return;
    }
  }

  static bool whole(const std::string& request) {
    const auto end = request.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const auto at = request.find("Content-Length: ");
    const std::size_t length = at < end ? std::stoul(request.substr(at + 16)) : 0;
    return request.size() >= end + 4 + length;
  }

  Answer answer_;
  int socket_;
  std::unique_ptr<SSL_CTX, FreeTls> tls_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

inline std::string http_answer(int status, const std::string& body, const std::string& more = {}) {
  return fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\nContent-Type: text/plain\r\n{}\r\n{}",
                     status, body.size(), more, body);
}

}  // namespace tanshu::link
