// SPDX-License-Identifier: Apache-2.0
// Takes the port, accepts connections, and stops them.
#include "api/http_server.h"

#include "api/http_connection.h"

#include <thread>

namespace tanshu::api {
namespace {

class BeastServer : public HttpServer {
 public:
  explicit BeastServer(std::shared_ptr<Core> core)
      : core_(std::move(core)),
        strand_(net::make_strand(core_->io)),
        acceptor_(strand_),
        pause_(strand_) {}
  ~BeastServer() override { stop(); }

  Result<void> take_port(const std::string& address, std::uint16_t port) {
    ErrorCode error;
    const auto ip = net::ip::make_address(address, error);
    if (error) return failure(fmt::format("{} is not an address", address));
    const tcp::endpoint end(ip, port);
    acceptor_.open(end.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(end, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (error)
      return failure(fmt::format("cannot listen on {}:{}: {}", address, port, error.message()));
    port_ = acceptor_.local_endpoint().port();
    return {};
  }

  void start() override {
    accept();
    for (int i = 0; i < io_threads; ++i) threads_.emplace_back([this] { core_->io.run(); });
  }

  std::uint16_t port() const override { return port_; }

  void stop() override {
    if (core_->stopping.exchange(true)) return;
    net::post(strand_, [this] {
      ErrorCode ignored;
      acceptor_.close(ignored);
      pause_.cancel();
    });
    for (const auto& connection : core_->live()) connection->stop(false);
    {
      std::unique_lock lock(core_->mutex);
      core_->gone.wait_for(lock, core_->limits.stop_time,
                           [this] { return core_->connections.empty(); });
    }
    for (const auto& connection : core_->live()) connection->stop(true);
    for (std::thread& thread : threads_) thread.join();
    core_->finished = true;
  }

 private:
  void accept() {
    acceptor_.async_accept(net::make_strand(core_->io), [this](ErrorCode error, Accepted socket) {
      on_accept(error, std::move(socket));
    });
  }

  void on_accept(ErrorCode error, Accepted socket) {
    if (core_->stopping) return;
    if (error) {  // out of descriptors, most likely: breathe, then go on
      pause_.expires_after(std::chrono::milliseconds(100));
      return pause_.async_wait([this](ErrorCode stopped) {
        if (!stopped) accept();
      });
    }
    add(std::move(socket));
    accept();
  }

  void add(Accepted socket) {
    std::shared_ptr<Connection> connection;
    {
      const std::lock_guard lock(core_->mutex);
      if (core_->connections.size() >= core_->limits.connections) return;
      connection = std::make_shared<Connection>(core_, std::move(socket));
      core_->connections.emplace(connection.get(), connection);
    }
    connection->start();
  }

  std::shared_ptr<Core> core_;
  Strand strand_;
  tcp::acceptor acceptor_;
  net::steady_timer pause_;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::string& address,
                                                       std::uint16_t port, HttpHandler& handler,
                                                       HttpLimits limits) {
  auto server = std::make_unique<BeastServer>(std::make_shared<Core>(handler, limits));
  TRY(server->take_port(address, port));
  return server;
}

}  // namespace tanshu::api
