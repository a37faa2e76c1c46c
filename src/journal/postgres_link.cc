// SPDX-License-Identifier: Apache-2.0
// libpq without its blocking calls, save connecting: everything is sent in a pipeline, waited for
// with poll, and given up at a deadline.
#include "journal/postgres_link.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "journal/wording.h"

namespace tanshu::journal {
namespace {

/// Given before the connection string, so that the string has the last word. The keepalives find a
/// machine that is gone; deadlines find one that is paused.
constexpr const char* default_keys[] = {"connect_timeout",
                                        "application_name",
                                        "client_encoding",
                                        "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count",
                                        "tcp_user_timeout",
                                        "target_session_attrs",
                                        "dbname",
                                        nullptr};
constexpr const char* default_values[] = {"3", "tanshu", "UTF8",  "5",     "2",
                                          "3", "10000",  nullptr, nullptr, nullptr};
constexpr std::size_t target_key = 7;
constexpr std::size_t url_key = 8;

/// When a reading ends early, so many rows are read away; a new session is cheaper than more.
constexpr int unwanted_rows_max = 8;
/// For the first answer of a new session.
constexpr std::chrono::seconds settle_time{5};

// Whatever the database's defaults are, a journal waits for the disk and for the standbys. A
// statement timeout would cancel that wait and leave a commit that may yet be lost.
constexpr const char* settle_sql =
    "SELECT set_config('default_transaction_isolation', 'read committed', false),"
    " set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false),"
    " set_config('idle_session_timeout', '0', false),"
    " set_config('client_min_messages', 'warning', false),"
    " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    " WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),"
    " current_setting('fsync', true)";
constexpr int fsync_column = 6;

constexpr Oid int8_type = 20;
constexpr Oid text_type = 25;
constexpr Oid bytea_type = 17;

std::uint64_t network_order(std::uint64_t value) {
  return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
}

/// libpq ends its messages with a line feed, and may have several lines.
std::string one_line(const char* message) {
  std::string line = message == nullptr ? "" : message;
  while (!line.empty() && line.back() == '\n') line.pop_back();
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

void keep_warning(void* warning, const PGresult* notice) {
  const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == nullptr || std::string_view(severity) != "WARNING") return;
  static_cast<std::string*>(warning)->assign(
      one_line(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY)));
}

}  // namespace

Parameters& Parameters::text(const std::string& value) {
  values_.push_back({value.c_str(), static_cast<int>(value.size()), text_type, 0});
  return *this;
}

Parameters& Parameters::number(std::uint64_t value) {
  values_.push_back({nullptr, sizeof(value), int8_type, network_order(value)});
  return *this;
}

Parameters& Parameters::bytes(ByteView value) {
  // A null pointer would be NULL, not the empty value.
  const auto* data = value.empty() ? "" : reinterpret_cast<const char*>(value.data());
  values_.push_back({data, static_cast<int>(value.size()), bytea_type, 0});
  return *this;
}

void Answer::Clear::operator()(pg_result* result) const {
  PQclear(result);
}
int Answer::rows() const {
  return PQntuples(result_.get());
}
int Answer::changed() const {
  return std::atoi(PQcmdTuples(result_.get()));
}
std::uint64_t Answer::number(int row, int column) const {
  std::uint64_t value = 0;
  CHECK(PQgetlength(result_.get(), row, column) == sizeof(value));
  std::memcpy(&value, PQgetvalue(result_.get(), row, column), sizeof(value));
  return network_order(value);
}
std::string Answer::text(int row, int column) const {
  return std::string(text_of(bytes(row, column)));
}
ByteView Answer::bytes(int row, int column) const {
  return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_.get(), row, column)),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

void PostgresLink::Finish::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

PostgresLink::PostgresLink(pg_conn* connection) : connection_(connection) {
  PQsetNoticeReceiver(connection, keep_warning, &warning_);
}
PostgresLink::~PostgresLink() = default;

Result<std::unique_ptr<PostgresLink>> PostgresLink::connect(const std::string& url,
                                                            const char* target) {
  auto values = std::to_array(default_values);
  values[target_key] = target;
  values[url_key] = url.c_str();
  std::unique_ptr<PostgresLink> link(
      new PostgresLink(PQconnectdbParams(default_keys, values.data(), 1)));
  PGconn* const connection = link->connection_.get();
  if (PQstatus(connection) != CONNECTION_OK) return failure(one_line(PQerrorMessage(connection)));
  CHECK(PQsetnonblocking(connection, 1) == 0);
  CHECK(PQenterPipelineMode(connection) == 1);
  TRY_SET(const Answer settled,
          link->run(settle_sql, {}, std::chrono::steady_clock::now() + settle_time));
  if (settled.text(0, fsync_column) == "off")
    return failed("数据库关闭了 fsync，不能用作账本", "the server runs with fsync off: no journal");
  return link;
}

std::unexpected<LinkFailure> PostgresLink::lose(std::string what) {
  lost_ = true;
  return std::unexpected(LinkFailure{{std::move(what)}, LinkFailure::Kind::unknown, {}});
}

Linked<void> PostgresLink::wait(bool to_write, Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd waiting{PQsocket(connection_.get()),
                 static_cast<short>(to_write ? POLLIN | POLLOUT : POLLIN), 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
  if (ready == 0) return lose(said("数据库未在时限内回答", "the database does not answer"));
  if (ready < 0 && errno != EINTR) return lose(std::strerror(errno));
  if (ready > 0 && (waiting.revents & ~POLLOUT) != 0 && PQconsumeInput(connection_.get()) == 0)
    return lose(one_line(PQerrorMessage(connection_.get())));
  return {};
}

Linked<void> PostgresLink::flush(Deadline deadline) {
  while (true) {
    const int left = PQflush(connection_.get());
    if (left == 0) return {};
    if (left < 0) return lose(one_line(PQerrorMessage(connection_.get())));
    TRY(wait(true, deadline));
  }
}

Linked<void> PostgresLink::send(const char* sql, const Parameters& parameters) {
  if (lost_) return lose(said("与数据库的连接已断", "the connection to the database is lost"));
  warning_.clear();
  PGconn* const connection = connection_.get();
  std::vector<const char*> data;
  std::vector<int> sizes, formats;
  std::vector<Oid> types;
  for (const auto& value : parameters.values_) {
    const bool number = value.type == int8_type;
    data.push_back(number ? reinterpret_cast<const char*>(&value.big_endian) : value.data);
    sizes.push_back(value.size);
    formats.push_back(value.type == text_type ? 0 : 1);
    types.push_back(value.type);
  }
  const int count = static_cast<int>(data.size());
  auto at = std::find(prepared_.begin(), prepared_.end(), sql);
  preparing_ = at == prepared_.end();
  const std::string name = fmt::format("s{}", at - prepared_.begin());
  bool sent = true;
  if (preparing_) sent = PQsendPrepare(connection, name.c_str(), sql, count, types.data()) == 1;
  sent = sent && PQsendQueryPrepared(connection, name.c_str(), count, data.data(), sizes.data(),
                                     formats.data(), 1) == 1;
  sent = sent && PQpipelineSync(connection) == 1;
  if (!sent) return lose(one_line(PQerrorMessage(connection)));
  if (preparing_) prepared_.push_back(sql);
  return {};
}

Linked<Answer> PostgresLink::next(Deadline deadline) {
  while (PQisBusy(connection_.get()) == 1) TRY(wait(false, deadline));
  return Answer(PQgetResult(connection_.get()));
}

/// Reads up to the end of the pipeline, so that the next statement finds it clean.
Linked<void> PostgresLink::finish(Deadline deadline) {
  // One null ends a statement's results; two mean that nothing more comes.
  for (int nulls = 0; nulls < 2;) {
    TRY_SET(const Answer answer, next(deadline));
    nulls = answer.raw() == nullptr ? nulls + 1 : 0;
    if (answer.raw() != nullptr && PQresultStatus(answer.raw()) == PGRES_PIPELINE_SYNC) return {};
  }
  return lose(one_line(PQerrorMessage(connection_.get())));
}

/// An error reported while the session lives on, and without a warning of a commit that did not
/// wait, means that the transaction was rolled back.
std::unexpected<LinkFailure> PostgresLink::rejected(const Answer& answer, Deadline deadline) {
  const auto field = [&answer](int code) {
    const char* value = PQresultErrorField(answer.raw(), code);
    return std::string(value == nullptr ? "" : value);
  };
  LinkFailure failure{{one_line(PQresultErrorMessage(answer.raw()))},
                      LinkFailure::Kind::rejected,
                      field(PG_DIAG_SQLSTATE)};
  if (field(PG_DIAG_SEVERITY_NONLOCALIZED) != "ERROR" || !warning_.empty())
    return lose(failure.what);
  if (const auto finished = finish(deadline); !finished) return lose(failure.what);
  // A statement whose preparation failed is not there the next time.
  lost_ = preparing_;
  return std::unexpected(std::move(failure));
}

/// Leaves the statement's own results as the next to come.
Linked<void> PostgresLink::skip_preparation(Deadline deadline) {
  TRY(flush(deadline));
  if (!preparing_) return {};
  TRY_SET(const Answer answer, next(deadline));
  if (PQresultStatus(answer.raw()) != PGRES_COMMAND_OK) return rejected(answer, deadline);
  TRY_SET(const Answer end, next(deadline));
  CHECK(end.raw() == nullptr);
  return {};
}

Linked<Answer> PostgresLink::run(const char* sql, const Parameters& parameters, Deadline deadline) {
  TRY(send(sql, parameters));
  TRY(skip_preparation(deadline));
  TRY_SET(Answer answer, next(deadline));
  const auto status = PQresultStatus(answer.raw());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return rejected(answer, deadline);
  TRY(finish(deadline));
  // The only warnings a commit can raise say that it did not wait for what it should have.
  if (!warning_.empty()) return lose(warning_);
  return answer;
}

Linked<void> PostgresLink::each_row(const char* sql, const Parameters& parameters,
                                    std::chrono::milliseconds patience,
                                    const std::function<bool(const Answer&)>& on_row) {
  const auto soon = [patience] { return std::chrono::steady_clock::now() + patience; };
  TRY(send(sql, parameters));
  TRY(skip_preparation(soon()));
  if (PQsetSingleRowMode(connection_.get()) != 1)
    return lose(one_line(PQerrorMessage(connection_.get())));
  for (int unwanted = 0; unwanted <= unwanted_rows_max;) {
    TRY_SET(const Answer answer, next(soon()));
    const auto status = PQresultStatus(answer.raw());
    if (status == PGRES_TUPLES_OK) return finish(soon());
    if (status != PGRES_SINGLE_TUPLE) return rejected(answer, soon());
    if (unwanted > 0 || !on_row(answer)) ++unwanted;
  }
  return lose(said("其余各行未读", "the rest was left unread"));
}

std::string without_password(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t at = url.find('@');
  if (scheme == std::string::npos || at == std::string::npos) return url.substr(0, url.find('?'));
  const std::size_t colon = url.find(':', scheme + 3);
  std::string shown = url.substr(0, url.find('?'));
  if (colon < at) shown.erase(colon, at - colon);
  return shown;
}

}  // namespace tanshu::journal
