// SPDX-License-Identifier: Apache-2.0
// The totals of a cell and whether they add up, all of it asked in SQL within one snapshot.
#include <fmt/format.h>

#include <array>
#include <map>

#include "views/tables.h"
#include "views/views.h"

namespace tanshu::views {
namespace {

using protocol::Place;

/// Where issued units can be, in the order in which totals are told.
constexpr std::array<Place, 8> places = {Place::free,      Place::held_by_order, Place::pledged,
                                         Place::frozen,    Place::buffer,        Place::retired,
                                         Place::cancelled, Place::exported};

using PlaceSums = std::map<std::string, std::int64_t>;

struct Totals {
  std::int64_t issued = 0;
  PlaceSums places;
  std::vector<std::pair<std::string, std::int64_t>> batches;
  std::map<std::string, PlaceSums> places_of_batch;
  std::int64_t sold = 0, sold_money = 0, cash = 0;
  std::vector<std::pair<std::string, std::int64_t>> counts;
  std::uint64_t log_size = 0;
  bool balanced = true;
};

std::int64_t number(const Value& value) {
  const auto* found = std::get_if<std::int64_t>(&value);
  return found == nullptr ? 0 : *found;
}

Result<void> ask_units(Database& database, const std::string& cell, Totals& totals) {
  TRY_SET(const std::vector<Row> batches,
          database.rows("SELECT id, issued FROM batches WHERE cell = $1 ORDER BY id", {cell}));
  for (const Row& row : batches) {
    totals.batches.emplace_back(std::get<std::string>(row[0]), number(row[1]));
    totals.issued += number(row[1]);
  }
  TRY_SET(const std::vector<Row> sums,
          database.rows("SELECT batch, place, SUM(amount) FROM holdings WHERE cell = $1 "
                        "GROUP BY batch, place",
                        {cell}));
  for (const Row& row : sums) {
    const auto& place = std::get<std::string>(row[1]);
    totals.places_of_batch[std::get<std::string>(row[0])][place] = number(row[2]);
    totals.places[place] += number(row[2]);
  }
  return {};
}

Result<void> ask_market(Database& database, const std::string& cell, Totals& totals) {
  const std::vector<Value> here = {cell};
  TRY_SET(totals.sold,
          database.integer("SELECT SUM(amount) FROM trades WHERE cell = $1 AND state = 'settled'",
                           here));
  TRY_SET(totals.sold_money,
          database.integer("SELECT SUM(total) FROM trades WHERE cell = $1 AND state = 'settled'",
                           here));
  TRY_SET(totals.cash,
          database.integer("SELECT SUM(amount) FROM cash WHERE cell = $1 AND account <> ''", here));
  for (const char* name : {"participants", "accounts", "projects", "batches", "listings", "trades",
                           "gifts", "retirements"}) {
    TRY_SET(const std::int64_t count,
            database.integer(fmt::format("SELECT COUNT(*) FROM {} WHERE cell = $1", name), here));
    totals.counts.emplace_back(name, count);
  }
  TRY_SET(totals.log_size, fact(database, cell, "log_size"));
  return {};
}

/// Four sums that must agree: every batch over its places and over its serials, serials without gap
/// or overlap, and all cash with the bank's control account.
constexpr std::array<std::string_view, 4> imbalances = {
    "SELECT COUNT(*) FROM batches b WHERE b.cell = $1 AND b.issued <> (SELECT "
    "COALESCE(SUM(h.amount), 0) "
    "FROM holdings h WHERE h.cell = b.cell AND h.batch = b.id)",
    "SELECT COUNT(*) FROM batches b WHERE b.cell = $1 AND b.issued <> (SELECT "
    "COALESCE(MAX(r.\"last\"), -1) "
    "+ 1 FROM ranges r WHERE r.cell = b.cell AND r.batch = b.id)",
    "SELECT COUNT(*) FROM (SELECT \"first\" - 1 - COALESCE(LAG(\"last\") OVER (PARTITION BY batch "
    "ORDER BY \"first\"), -1) AS gap FROM ranges WHERE cell = $1) AS gaps WHERE gap <> 0",
    "SELECT COALESCE(SUM(amount), 0) FROM cash WHERE cell = $1",
};

/// Units by place as holdings tell it against units by place as serials tell it.
constexpr std::string_view places_differ =
    "SELECT COUNT(*) FROM (SELECT account, batch, place, hold, SUM(amount) AS amount FROM ("
    "SELECT account, batch, place, hold, amount FROM holdings WHERE cell = $1 UNION ALL "
    "SELECT account, batch, place, hold, \"first\" - \"last\" - 1 FROM ranges WHERE cell = $1) AS "
    "both_sides "
    "GROUP BY account, batch, place, hold) AS sums WHERE amount <> 0";

Result<void> ask_balance(Database& database, const std::string& cell, Totals& totals) {
  for (const std::string_view sql : imbalances) {
    TRY_SET(const std::int64_t wrong, database.integer(sql, {cell}));
    if (wrong != 0) totals.balanced = false;
  }
  TRY_SET(const std::int64_t wrong, database.integer(places_differ, {cell}));
  if (wrong != 0) totals.balanced = false;
  return {};
}

void put_places(JsonWriter& json, const PlaceSums& sums) {
  for (const Place place : places) {
    const auto found = sums.find(std::string(name_of(place)));
    json.member(name_of(place), to_text(Carbon{found == sums.end() ? 0 : found->second}));
  }
}

std::string json_of(const Totals& totals) {
  JsonWriter json;
  json.begin_object().member("issued", to_text(Carbon{totals.issued}));
  put_places(json, totals.places);
  json.member("sold", to_text(Carbon{totals.sold}));
  json.member("sold_money", to_text(Money{totals.sold_money}));
  json.member("cash", to_text(Money{totals.cash}));
  for (const auto& [name, count] : totals.counts)
    json.member(name, static_cast<std::uint64_t>(count));
  json.member("log_size", totals.log_size).member("balanced", totals.balanced);
  json.key("batches_detail").begin_array();
  for (const auto& [batch, issued] : totals.batches) {
    json.begin_object().member("batch", std::string_view(batch));
    json.member("issued", to_text(Carbon{issued}));
    const auto found = totals.places_of_batch.find(batch);
    put_places(json, found == totals.places_of_batch.end() ? PlaceSums{} : found->second);
    json.end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace

Result<std::string> Views::totals_json() {
  TRY_SET(Transaction snapshot, Transaction::begin(database_));
  Totals totals;
  TRY(ask_units(database_, cell_, totals));
  TRY(ask_market(database_, cell_, totals));
  TRY(ask_balance(database_, cell_, totals));
  TRY(snapshot.commit());
  return json_of(totals);
}

}  // namespace tanshu::views
