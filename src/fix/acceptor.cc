// SPDX-License-Identifier: Apache-2.0
// Connections and their sessions, all on one thread: no lock.
#include "fix/acceptor.h"

#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without it

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <future>
#include <map>
#include <set>
#include <thread>
#include <vector>

namespace tanshu::fix {
namespace {

namespace net = boost::asio;
using tcp = net::ip::tcp;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 16 * 1024;
constexpr std::chrono::milliseconds tick_time{100};
/// After our last byte the counterparty gets this long to take it and to close.
constexpr std::chrono::seconds linger_time{2};

class Connection;

/// A counterparty, and where it is connected.
struct Seat {
  std::unique_ptr<Session> session;
  Connection* connection = nullptr;
};

/// What all connections share.
struct Hall {
  Hall(AcceptorOptions the_options, SessionStore& the_store, Application& the_application)
      : options(std::move(the_options)), store(the_store), application(the_application) {}

  /// Null when nobody of that name is known.
  Seat* seat(const SessionKey& key) {
    const auto found = seats.find(key);
    if (found != seats.end()) return &found->second;
    if (!application.knows(key)) return nullptr;
    Seat& made = seats[key];
    made.session = std::make_unique<Session>(key, options.session, store, application);
    return &made;
  }
  void log(std::string_view who, std::string_view what) const {
    if (options.log) options.log(who, what);
  }
  Instant now() const { return options.clock(); }

  net::io_context io{1};
  const AcceptorOptions options;
  SessionStore& store;
  Application& application;
  std::map<SessionKey, Seat> seats;
  std::set<std::shared_ptr<Connection>> connections;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Hall& hall, tcp::socket socket) : hall_(hall), socket_(std::move(socket)) {
    ErrorCode ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(net::socket_base::keep_alive(true), ignored);
    const auto end = socket_.remote_endpoint(ignored);
    if (!ignored) who_ = fmt::format("{}:{}", end.address().to_string(), end.port());
    until_ = SteadyClock::now() + hall_.options.limits.logon_time;
  }

  void read() {
    socket_.async_read_some(net::buffer(block_),
                            [self = shared_from_this()](ErrorCode error, std::size_t size) {
                              self->on_read(error, size);
                            });
  }

  void tick() {
    if (!socket_.is_open()) return;
    const auto now = SteadyClock::now();
    const bool stuck = writing_ && now >= write_until_;
    const bool late = (closing_ || !logged_on()) && now >= until_;
    if (stuck || late) {
      if (!closing_) hall_.log(who_, stuck ? "does not read" : "no Logon");
      return drop();
    }
    if (seat_ == nullptr) return;
    seat_->session->on_tick(hall_.now());
    flush();
  }

  /// Ends the session in good order; without one, just closes.
  void log_out(std::string english, std::string chinese) {
    if (!logged_on()) return close();
    seat_->session->log_out(std::move(english), std::move(chinese), hall_.now());
    flush();
  }

  /// Takes what the session has to say and sends it.
  void flush() {
    if (seat_ == nullptr) return;
    const std::size_t page =
        std::min(Session::resend_bytes_max, hall_.options.limits.queue_bytes / 2);
    const std::size_t room = queued_ < page ? page - queued_ : 0;
    Output output = seat_->session->take_output(hall_.now(), room);
    for (const std::string& note : output.notes) hall_.log(who_, note);
    queued_ += output.bytes.size();
    next_ += output.bytes;
    if (queued_ > hall_.options.limits.queue_bytes) {
      hall_.log(who_, "does not read what is sent");
      return drop();
    }
    write();
    if (output.close) close();
  }

  /// At once, and without a word.
  void drop() {
    leave_seat();
    ErrorCode ignored;
    socket_.close(ignored);
    hall_.connections.erase(shared_from_this());
  }

 private:
  bool logged_on() const { return seat_ != nullptr && seat_->session->logged_on(); }

  void leave_seat() {
    Seat* seat = std::exchange(seat_, nullptr);
    if (seat == nullptr) return;
    seat->connection = nullptr;
    seat->session->disconnect();
  }

  /// After what is queued has been written.
  void close() {
    leave_seat();
    if (std::exchange(closing_, true)) return;
    until_ = SteadyClock::now() + linger_time;
    if (!writing_) end_output();
  }

  /// A socket closed with bytes unread would take back our last words, so reading goes on.
  void end_output() {
    ErrorCode ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void on_read(ErrorCode error, std::size_t size) {
    if (!socket_.is_open()) return;
    if (error) return drop();
    if (!closing_) {
      stream_.append(block_.data(), size);
      take_stream();
      flush();
    }
    if (socket_.is_open()) read();
  }

  void take_stream() {
    std::string_view rest = stream_;
    while (!closing_) {
      const Frame frame = next_frame(rest, hall_.options.limits.message_bytes);
      if (frame.state == Frame::State::incomplete) break;
      if (frame.state == Frame::State::too_large) {
        hall_.log(who_, "a message is larger than the limit");
        log_out("Message too large", "消息过大");
        return close();
      }
      auto read = frame.state == Frame::State::whole ? read_message(frame.text) : std::nullopt;
      if (read)
        take(std::move(*read));
      else
        take_garbled();
      rest.remove_prefix(frame.skip);
    }
    stream_.erase(0, stream_.size() - rest.size());
  }

  void take(ReadMessage read) {
    if (seat_ == nullptr && !find_seat(read)) return close();
    seat_->session->on_message(std::move(read), hall_.now());
  }

  void take_garbled() {
    hall_.log(who_, "garbled bytes");
    if (seat_ == nullptr) close();
  }

  /// The seat that the first message names, if it is there and free.
  bool find_seat(const ReadMessage& read) {
    const Message& message = read.message;
    const std::string* theirs = message.find(tag::SenderCompID);
    const std::string* ours = message.find(tag::TargetCompID);
    const bool is_fix44 = read.begin_string == begin_string(Version::fix44);
    const auto refused = [this](std::string_view why) {
      hall_.log(who_, why);
      return false;
    };
    if (message.type() != "A") return refused("the first message is no Logon");
    if (!is_fix44 && read.begin_string != begin_string(Version::fixt11))
      return refused("a BeginString that is not spoken here");
    if (theirs == nullptr || ours == nullptr || (*theirs + *ours).find(' ') != std::string::npos)
      return refused("Logon: CompID problem");
    const SessionKey key{is_fix44 ? Version::fix44 : Version::fixt11, *ours, *theirs};
    Seat* seat = hall_.seat(key);
    if (seat == nullptr) return refused("Logon: nobody of these CompIDs is known");
    if (seat->connection != nullptr) return refused("Logon: connected already");
    seat_ = seat;
    seat_->connection = this;
    who_ = fmt::format("{} ({})", to_text(key), who_);
    seat_->session->connect(hall_.now());
    return true;
  }

  void write() {
    if (writing_ || next_.empty()) return;
    writing_ = true;
    current_ = std::exchange(next_, {});
    write_some(0);
  }

  void write_some(std::size_t written) {
    write_until_ = SteadyClock::now() + hall_.options.limits.write_time;
    socket_.async_write_some(
        net::buffer(current_.data() + written, current_.size() - written),
        [self = shared_from_this(), written](ErrorCode error, std::size_t size) {
          self->on_written(error, written + size);
        });
  }

  void on_written(ErrorCode error, std::size_t written) {
    if (!socket_.is_open()) return;
    if (error) return drop();
    if (written < current_.size()) return write_some(written);
    queued_ -= current_.size();
    writing_ = false;
    flush();  // sending again may have paused for this
    if (!socket_.is_open()) return;
    write();
    if (closing_ && !writing_) end_output();
  }

  Hall& hall_;
  tcp::socket socket_;
  std::string who_;
  Seat* seat_ = nullptr;
  std::array<char, read_bytes> block_;
  std::string stream_;      ///< read and not yet a whole message
  std::string next_;        ///< to be written after `current_`
  std::string current_;     ///< being written
  std::size_t queued_ = 0;  ///< bytes of both
  bool writing_ = false;
  bool closing_ = false;
  SteadyClock::time_point until_;  ///< of the Logon, then of the end
  SteadyClock::time_point write_until_;
};

class TcpAcceptor final : public Acceptor {
 public:
  TcpAcceptor(AcceptorOptions options, SessionStore& store, Application& application)
      : hall_(std::move(options), store, application), acceptor_(hall_.io), timer_(hall_.io) {}
  ~TcpAcceptor() override { stop(); }

  Result<void> take_port() {
    ErrorCode error;
    const std::string& address = hall_.options.address;
    const auto ip = net::ip::make_address(address, error);
    if (error) return failure(fmt::format("{} is not an address", address));
    const tcp::endpoint end(ip, hall_.options.port);
    acceptor_.open(end.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(end, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (error)
      return failure(
          fmt::format("cannot listen on {}:{}: {}", address, hall_.options.port, error.message()));
    port_ = acceptor_.local_endpoint().port();
    return {};
  }

  void start() override {
    accept();
    tick();
    thread_ = std::thread([this] { hall_.io.run(); });
  }

  std::uint16_t port() const override { return port_; }

  bool offer(std::vector<Addressed> messages, std::uint64_t mark) override {
    std::promise<bool> committed;
    net::post(hall_.io, [&] { committed.set_value(take_offer(messages, mark)); });
    return committed.get_future().get();
  }

  void drop(const SessionKey& key) override {
    net::post(hall_.io, [this, key] {
      const auto found = hall_.seats.find(key);
      if (found != hall_.seats.end() && found->second.connection != nullptr)
        found->second.connection->drop();
    });
  }

  void stop() override {
    if (!thread_.joinable()) return;
    net::post(hall_.io, [this] {
      stopping_ = true;
      stop_until_ = SteadyClock::now() + hall_.options.limits.stop_time;
      ErrorCode ignored;
      acceptor_.close(ignored);
      for (const auto& connection : std::set(hall_.connections)) {
        connection->log_out("The server is stopping", "服务即将停止");
      }
      timer_.cancel();  // and at once a tick, which may find that all are gone
    });
    thread_.join();
  }

 private:
  bool take_offer(std::vector<Addressed>& messages, std::uint64_t mark) {
    std::set<Seat*> touched;
    bool stored = true;
    for (Addressed& addressed : messages) {
      Seat* seat = hall_.seat(addressed.key);
      if (seat == nullptr) {
        hall_.log(to_text(addressed.key), "a message for nobody known");
        continue;
      }
      touched.insert(seat);
      stored = stored && seat->session->send(std::move(addressed.message), hall_.now());
    }
    stored = stored && hall_.store.put_mark(mark) && hall_.store.commit();
    if (!stored) hall_.store.roll_back();
    for (Seat* seat : touched) {
      if (!stored) seat->session->lose("what was offered cannot be stored");
      deliver(*seat);
    }
    return stored;
  }

  void deliver(Seat& seat) {
    if (seat.connection != nullptr) return seat.connection->flush();
    for (const std::string& note : seat.session->take_output(hall_.now()).notes)
      hall_.log(to_text(seat.session->key()), note);
  }

  void accept() {
    acceptor_.async_accept([this](ErrorCode error, tcp::socket socket) {
      if (stopping_) return;
      if (error) {
        accept_later_ = true;  // out of descriptors, most likely: a tick later
        return;
      }
      if (hall_.connections.size() < hall_.options.limits.connections) {
        const auto connection = std::make_shared<Connection>(hall_, std::move(socket));
        hall_.connections.insert(connection);
        connection->read();
      } else {
        hall_.log("connections", "as many as there may be");
      }
      accept();
    });
  }

  void tick() {
    timer_.expires_after(tick_time);
    timer_.async_wait([this](ErrorCode) {
      const bool time_is_up = stopping_ && SteadyClock::now() >= stop_until_;
      for (const auto& connection : std::set(hall_.connections))
        time_is_up ? connection->drop() : connection->tick();
      if (stopping_ && hall_.connections.empty()) return;
      if (std::exchange(accept_later_, false) && !stopping_) accept();
      tick();
    });
  }

  Hall hall_;
  tcp::acceptor acceptor_;
  net::steady_timer timer_;
  std::uint16_t port_ = 0;
  bool stopping_ = false;
  bool accept_later_ = false;
  SteadyClock::time_point stop_until_;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Acceptor>> Acceptor::listen(AcceptorOptions options, SessionStore& store,
                                                   Application& application) {
  auto acceptor = std::make_unique<TcpAcceptor>(std::move(options), store, application);
  TRY(acceptor->take_port());
  return std::unique_ptr<Acceptor>(std::move(acceptor));
}

}  // namespace tanshu::fix
