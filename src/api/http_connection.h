// SPDX-License-Identifier: Apache-2.0
// One connection over Asio and Beast's parser. Each has a strand, so its members need no lock but
// the queue of a stream, which other threads fill. Heads are written by hand: one buffer, no
// template. For http_server.cc alone: the library costs half a minute to compile.
#pragma once

#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without it

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>

#include "api/http_server.h"
#include "base/check.h"

namespace tanshu::api {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = net::ip::tcp;
using Strand = net::strand<net::io_context::executor_type>;
using Accepted = net::basic_stream_socket<tcp, Strand>;
using Socket = beast::basic_stream<tcp, Strand>;
using ErrorCode = beast::error_code;

inline constexpr int io_threads = 2;
inline constexpr std::size_t slow_bytes_per_second = 32 * 1024;
/// What a head takes beside its fixed headers, most of the time.
inline constexpr std::size_t head_bytes_mostly = 512;
inline constexpr std::size_t file_block_bytes = 64 * 1024;
/// A body that is taken in pieces comes in pieces of this size.
inline constexpr std::size_t piece_bytes = 256 * 1024;
inline constexpr std::chrono::seconds linger_time{2};

inline std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

inline std::string_view reason_of(int status) {
  return view(http::obsolete_reason(static_cast<http::status>(status)));
}

/// Made once a second for each thread.
inline std::string_view http_date() {
  thread_local std::time_t made_at = -1;
  thread_local char text[40];
  thread_local std::size_t size = 0;
  const std::time_t seconds = std::time(nullptr);
  if (seconds != std::exchange(made_at, seconds)) {
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  }
  return {text, size};
}

inline bool header_is_clean(std::string_view value) {
  return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// `length` is absent for streams and for statuses that have no body.
inline std::string head_text(const Response& response, std::optional<std::uint64_t> length,
                             bool keep) {
  std::string head;
  head.reserve(head_bytes_mostly + response.fixed_headers.size() +
               (length ? response.body.size() : 0));
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\nServer: tanshu\r\nDate: {}\r\n",
                 response.status, reason_of(response.status), http_date());
  for (const auto& [name, value] : response.headers) {
    CHECK(header_is_clean(name));
    if (header_is_clean(value)) head.append(name).append(": ").append(value).append("\r\n");
  }
  head += response.fixed_headers;
  if (length) fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", *length);
  head += keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

class Connection;

/// What all connections share; it outlives the last of them.
struct Core {
  Core(HttpHandler& the_handler, HttpLimits the_limits)
      : handler(the_handler), limits(the_limits) {}

  net::io_context io{io_threads};
  HttpHandler& handler;
  const HttpLimits limits;
  std::atomic<std::size_t> body_bytes{0};
  std::atomic<bool> stopping{false};
  std::atomic<bool> finished{false};
  std::mutex mutex;
  std::condition_variable gone;
  std::map<Connection*, std::weak_ptr<Connection>> connections;

  std::vector<std::shared_ptr<Connection>> live() {
    std::vector<std::shared_ptr<Connection>> all;
    const std::lock_guard lock(mutex);
    for (const auto& [address, connection] : connections)
      if (auto held = connection.lock()) all.push_back(std::move(held));
    return all;
  }
};

/// A part of the memory that bodies may take, given back at the end of the request.
class BodyShare {
 public:
  explicit BodyShare(Core& core) : core_(core) {}
  ~BodyShare() { give_back(); }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

  bool take(std::size_t bytes) {
    if (core_.body_bytes.fetch_add(bytes) + bytes > core_.limits.all_bodies_bytes) {
      core_.body_bytes.fetch_sub(bytes);
      return false;
    }
    bytes_ += bytes;
    return true;
  }
  void give_back() { core_.body_bytes.fetch_sub(std::exchange(bytes_, 0)); }

 private:
  Core& core_;
  std::size_t bytes_ = 0;
};

class Connection : public Stream, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Core> core, Accepted socket)
      : core_(std::move(core)),
        strand_(socket.get_executor()),
        stream_(std::move(socket)),
        share_(*core_) {}

  ~Connection() override {
    const std::lock_guard lock(core_->mutex);
    core_->connections.erase(this);
    core_->gone.notify_all();
  }

  void start() {
    ErrorCode ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    const auto end = stream_.socket().remote_endpoint(ignored);
    if (!ignored) remote_ = end.address().to_string();
    net::post(strand_, [self = shared_from_this()] { self->read_head(); });
  }

  /// From any thread. `at_once` closes even while a request is under way.
  void stop(bool at_once) {
    net::post(strand_, [self = shared_from_this(), at_once] {
      if (at_once || self->state_ != State::busy) self->close_socket();
    });
  }

  bool send(std::string chunk) override {
    const std::lock_guard lock(queue_mutex_);
    if (stream_closed_ || queued_bytes_ + chunk.size() > queue_bytes_max) return false;
    queued_bytes_ += chunk.size();
    queue_.push_back(std::move(chunk));
    if (!std::exchange(writing_, true))
      net::post(strand_, [self = shared_from_this()] { self->write_queue(); });
    return true;
  }
  std::size_t queued_bytes() const override {
    const std::lock_guard lock(queue_mutex_);
    return queued_bytes_;
  }
  bool open() const override {
    const std::lock_guard lock(queue_mutex_);
    return !stream_closed_;
  }
  void close() override {
    if (core_->finished) return;
    net::post(strand_, [self = shared_from_this()] { self->close_socket(); });
  }
  void on_change(std::function<void()> changed) override {
    const std::lock_guard lock(queue_mutex_);
    changed_ = std::move(changed);
  }

 private:
  enum class State { reading_head, busy, streaming };
  using Parser = http::request_parser<http::string_body>;
  using WorkGuard = net::executor_work_guard<Strand>;

  void read_head() {
    if (core_->stopping) return close_socket();
    state_ = State::reading_head;
    share_.give_back();
    in_pieces_ = false;
    pieces_.reset();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(core_->limits.header_bytes));
    parser_->body_limit(core_->limits.body_bytes);
    stream_.expires_after(core_->limits.header_time);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_head(error); });
  }

  void on_head(ErrorCode error) {
    if (error) return on_read_error(error);
    state_ = State::busy;
    take_head();
    if (parser_->get().version() >= 11 && request_.header("host").empty())
      return refuse(HttpRefusal::malformed, 0, "no Host header");
    Admission admission = core_->handler.admit(request_);
    if (admission.turned_away)
      return write(std::move(*admission.turned_away), parser_->keep_alive() && !has_body());
    if (!has_body()) return hand_over();
    const std::size_t limit = std::min(admission.body_bytes, core_->limits.body_bytes);
    if (request_.content_length > limit) return refuse(HttpRefusal::body_too_large, limit, "");
    const std::size_t held = admission.in_pieces  ? admission.held_bytes
                             : parser_->chunked() ? limit
                                                  : request_.content_length;
    if (!share_.take(held))
      return refuse(HttpRefusal::busy, limit, "too many large bodies at once");
    limit_ = limit;
    in_pieces_ = admission.in_pieces;
    parser_->body_limit(limit);
    if (request_.header("expect") == "100-continue") return write_continue();
    read_body();
  }

  bool has_body() const { return parser_->chunked() || parser_->content_length().value_or(0) > 0; }

  void take_head() {
    request_ = {};
    request_.remote = remote_;
    request_.method = view(parser_->get().method_string());
    std::string_view target = view(parser_->get().target());
    if (target.starts_with("http://"))  // the absolute form that proxies use
      target.remove_prefix(std::min(target.find('/', 7), target.size()));
    const std::size_t mark = target.find('?');
    request_.path = target.substr(0, mark);
    if (mark != std::string_view::npos) request_.query = target.substr(mark + 1);
    request_.content_length = parser_->content_length().value_or(0);
    for (const auto& field : parser_->get()) {
      std::string name(view(field.name_string()));
      for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      request_.headers.emplace_back(std::move(name), view(field.value()));
    }
  }

  void write_continue() {
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.expires_after(core_->limits.write_time);
    net::async_write(stream_, net::buffer(text),
                     [self = shared_from_this()](ErrorCode error, std::size_t) {
                       if (error) return self->close_socket();
                       self->read_body();
                     });
  }

  void read_body() {
    if (in_pieces_) return read_pieces();
    if (body_came_along()) return hand_over();
    stream_.expires_after(core_->limits.body_time +
                          std::chrono::seconds(limit_ / slow_bytes_per_second));
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](ErrorCode error, std::size_t) {
                       if (error) return self->on_read_error(error);
                       self->request_.body = std::move(self->parser_->get().body());
                       self->hand_over();
                     });
  }

  /// A small body mostly comes in one packet with its head; then there is nothing to wait for.
  bool body_came_along() {
    if (parser_->chunked() || buffer_.size() < request_.content_length) return false;
    ErrorCode error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error || !parser_->is_done()) return false;
    request_.body = std::move(parser_->get().body());
    return true;
  }

  void read_pieces() {
    under_way_.emplace(strand_);
    keep_ = parser_->keep_alive();
    pieces_.emplace(std::move(*parser_));
    pieces_->body_limit(limit_);
    sink_ = core_->handler.receive(std::move(request_), answer_once([this](Response response) {
                                     const bool whole = pieces_ && pieces_->is_done();
                                     write(std::move(response), keep_ && whole);
                                   }));
    if (sink_) read_piece();
  }

  /// Fills a piece, for which the client has as long as for a small body.
  void read_piece() {
    stream_.expires_after(core_->limits.body_time +
                          std::chrono::seconds(piece_bytes / slow_bytes_per_second));
    piece_.resize(piece_bytes);
    pieces_->get().body().data = piece_.data();
    pieces_->get().body().size = piece_.size();
    http::async_read(stream_, buffer_, *pieces_,
                     [self = shared_from_this()](ErrorCode error, std::size_t) {
                       if (error && error != http::error::need_buffer)
                         return self->on_read_error(error);
                       self->on_piece();
                     });
  }

  void on_piece() {
    if (!sink_) return;  // closed meanwhile
    stream_.expires_never();
    piece_.resize(piece_.size() - pieces_->get().body().size);
    if (pieces_->is_done()) return std::exchange(sink_, nullptr)->end(std::move(piece_));
    sink_->take(std::move(piece_), [self = shared_from_this()] {
      if (self->core_->finished) return;
      net::post(self->strand_, [self] {
        if (self->sink_) self->read_piece();
      });
    });
  }

  void on_read_error(ErrorCode error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
      return refuse(HttpRefusal::header_too_large, core_->limits.header_bytes, "");
    if (error == http::error::body_limit)
      return refuse(HttpRefusal::body_too_large,
                    state_ == State::busy ? limit_ : core_->limits.body_bytes, "");
    const bool ended = error == http::error::end_of_stream || error == http::error::partial_message;
    if (!ended && error.category() == make_error_code(http::error::bad_method).category())
      return refuse(HttpRefusal::malformed, 0, error.message());
    close_socket();  // gone, or timed out (the stream is closed then)
  }

  void refuse(HttpRefusal why, std::size_t limit, std::string_view detail) {
    state_ = State::busy;
    under_way_.reset();  // who was to answer comes too late
    write(core_->handler.refused(why, limit, detail), false);
  }

  void hand_over() {
    stream_.expires_never();
    under_way_.emplace(strand_);
    keep_ = parser_->keep_alive();
    core_->handler.handle(std::move(request_), answer_once([this](Response response) {
                            write(std::move(response), keep_);
                          }));
  }

  /// `write` is called on the strand, for the first answer, if somebody is still there for it.
  template <class Write>
  Respond answer_once(Write write) {
    const auto answered = std::make_shared<std::atomic<bool>>(false);
    return [self = shared_from_this(), answered, write](Response response) {
      if (answered->exchange(true) || self->core_->finished) return;
      net::post(self->strand_, [self, write, response = std::move(response)]() mutable {
        if (self->under_way_) write(std::move(response));
      });
    };
  }

  void write(Response response, bool keep) {
    keep_ = keep && !core_->stopping;
    share_.give_back();  // who has answered has done with the body
    sink_.reset();
    if (response.make_body) response.body = response.make_body();
    if (response.stream) return start_stream(std::move(response));
    const bool head_only = parser_->get().method() == http::verb::head;
    const bool bodiless = response.status == 204 || response.status == 304;
    std::uint64_t length = response.body.size();
    if (!response.file.empty() && !bodiless) {
      file_.emplace(response.file, std::ios::binary);
      std::error_code missing;
      length = std::filesystem::file_size(response.file, missing);
      if (!*file_ || missing) {
        file_.reset();
        return write(core_->handler.refused(HttpRefusal::file_gone, 0, ""), keep);
      }
    }
    file_left_ = head_only || !file_ ? 0 : length;
    out_ = head_text(response, bodiless ? std::nullopt : std::optional(length), keep_);
    if (!head_only && !bodiless && !file_) out_ += response.body;
    stream_.expires_after(core_->limits.write_time +
                          std::chrono::seconds(length / slow_bytes_per_second));
    write_out();
  }

  void write_out() {
    net::async_write(stream_, net::buffer(out_),
                     [self = shared_from_this()](ErrorCode error, std::size_t) {
                       if (error) return self->close_socket();
                       self->on_written();
                     });
  }

  void on_written() {
    if (file_left_ > 0) {
      out_.resize(std::min<std::uint64_t>(file_left_, file_block_bytes));
      file_->read(out_.data(), static_cast<std::streamsize>(out_.size()));
      // A file that shrank meanwhile cannot be ended well: the closed connection says so.
      if (file_->gcount() != static_cast<std::streamsize>(out_.size())) return close_socket();
      file_left_ -= out_.size();
      return write_out();
    }
    file_.reset();
    under_way_.reset();
    out_ = {};
    if (keep_) return read_head();
    linger();
  }

  /// Reads on for a moment before closing, so that the answer is not lost to a reset.
  void linger() {
    ErrorCode ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    if (core_->stopping) return close_socket();
    stream_.expires_after(linger_time);
    drain();
  }

  void drain() {
    state_ = State::reading_head;
    out_.resize(file_block_bytes);
    stream_.async_read_some(net::buffer(out_),
                            [self = shared_from_this()](ErrorCode error, std::size_t) {
                              if (error) return self->close_socket();
                              self->drain();
                            });
  }

  void start_stream(Response response) {
    state_ = State::streaming;
    under_way_.reset();
    if (core_->stopping) return close_socket();
    stream_.expires_never();
    send(head_text(response, std::nullopt, false));
    watch_end();
    response.stream(std::static_pointer_cast<Stream>(shared_from_this()));
  }

  /// The client says nothing any more; a read that ends tells that it went away.
  void watch_end() {
    stream_.async_read_some(net::buffer(watched_),
                            [self = shared_from_this()](ErrorCode error, std::size_t) {
                              if (error) return self->close_socket();
                              self->watch_end();
                            });
  }

  void write_queue() {
    {
      const std::lock_guard lock(queue_mutex_);
      if (stream_closed_) return;
      out_.clear();
      for (const std::string& chunk : queue_) out_ += chunk;
      queue_.clear();
    }
    stream_.expires_after(core_->limits.write_time);
    net::async_write(stream_, net::buffer(out_),
                     [self = shared_from_this()](ErrorCode error, std::size_t) {
                       if (error) return self->close_socket();
                       self->on_queue_written();
                     });
  }

  void on_queue_written() {
    bool more = false;
    std::function<void()> changed;
    {
      const std::lock_guard lock(queue_mutex_);
      queued_bytes_ -= out_.size();
      writing_ = more = !queue_.empty();
      if (!more) changed = changed_;
    }
    if (more) return write_queue();
    if (changed) changed();
  }

  void close_socket() {
    stream_.close();
    under_way_.reset();
    sink_.reset();
    file_.reset();
    std::function<void()> changed;
    {
      const std::lock_guard lock(queue_mutex_);
      stream_closed_ = true;
      changed = std::exchange(changed_, nullptr);
    }
    if (changed) changed();
  }

  std::shared_ptr<Core> core_;
  Strand strand_;
  Socket stream_;
  BodyShare share_;
  beast::flat_buffer buffer_{64 * 1024};
  std::optional<Parser> parser_;
  Request request_;
  bool in_pieces_ = false;
  std::optional<http::request_parser<http::buffer_body>> pieces_;
  std::string piece_;
  std::shared_ptr<BodySink> sink_;
  std::string remote_;
  State state_ = State::reading_head;
  /// Keeps the I/O threads running while a handler works on the request elsewhere.
  std::optional<WorkGuard> under_way_;
  std::size_t limit_ = 0;
  bool keep_ = false;
  std::string out_;
  std::optional<std::ifstream> file_;
  std::uint64_t file_left_ = 0;
  char watched_[256];

  mutable std::mutex queue_mutex_;
  std::deque<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  bool writing_ = false;
  bool stream_closed_ = false;
  std::function<void()> changed_;
};

}  // namespace tanshu::api
