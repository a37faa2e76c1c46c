// SPDX-License-Identifier: Apache-2.0
// What the books say: every collection of the views, the totals, and the projects as a map layer.
#include <fmt/format.h>

#include <charconv>

#include "api/routes.h"
#include "api/schemas.h"
#include "api/visibility.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "views/collection.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;
using protocol::Verdict;

namespace {

constexpr std::size_t limit_default = 100;
constexpr std::string_view entries = "entries";

struct Listing {
  views::Filters filters;
  std::size_t limit = limit_default;
  std::string after;
};

Verdict<std::size_t> limit_from(const std::string& text) {
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc() || end != text.data() + text.size() || limit == 0 ||
      limit > views::page_items_max)
    return refuse(
        RefusalCode::query_is_wrong,
        {{"parameter", "limit"},
         {"expected", fmt::format("a whole number from 1 to {}", views::page_items_max)}});
  return limit;
}

Verdict<Listing> listing_of(const Call& call) {
  Listing listing;
  for (const auto& [name, value] : call.query) {
    if (name == "limit") {
      TRY_SET(listing.limit, limit_from(value));
    } else if (name == "after") {
      listing.after = value;
    } else {
      listing.filters.emplace_back(name, value);
    }
  }
  return listing;
}

/// The row of an entry with one member more: how far the entry is on its way to being confirmed.
std::string with_confirmation(std::string row, const Confirmations& confirmations) {
  const auto document = JsonDocument::parse(row);
  std::uint64_t log_index = 0;
  if (!document || document->root().at_key("log_index").get(log_index) != simdjson::SUCCESS)
    return row;
  row.pop_back();
  return fmt::format(R"({},"confirmation":"{}"}})", row, name_of(confirmations.of(log_index)));
}

Response page_response(const views::Page& page) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const std::string& item : page.items) json.raw(item);
  json.end_array().key("next");
  if (page.next)
    json.text(*page.next);
  else
    json.null();
  json.end_object();
  return json_response(json.take());
}

Answer list(Room& room, const std::string& collection, const Call& call) {
  TRY_SET(Listing listing, listing_of(call));
  if (is_for_owners(collection)) {
    TRY_SET(auto narrowed, own_cash(room.reading, *call.caller, std::move(listing.filters)));
    if (!narrowed) return page_response({});
    listing.filters = std::move(*narrowed);
  }
  TRY_SET(views::Page page,
          room.reading.page(collection, listing.filters, listing.limit, listing.after));
  if (collection == entries)
    for (std::string& row : page.items)
      row = with_confirmation(std::move(row), *room.confirmations);
  return page_response(page);
}

/// The account a row of cash or an order belongs to.
std::string account_in(const std::string& row) {
  const auto document = JsonDocument::parse(row);
  std::string_view account;
  if (document && document->root().at_key("account").get(account) == simdjson::SUCCESS)
    return std::string(account);
  return {};
}

Answer item(Room& room, const std::string& collection, const Call& call) {
  const std::string id(call.in_path("id"));
  TRY_SET(auto row, or_refuse(room.reading.item(collection, id)));
  if (!row) return refuse(RefusalCode::item_is_unknown, {{"id", id}, {"collection", collection}});
  if (is_for_owners(collection))
    TRY(own_cash(room.reading, *call.caller, {{"account", account_in(*row)}}));
  if (collection == entries) row = with_confirmation(std::move(*row), *room.confirmations);
  return json_response(std::move(*row));
}

std::vector<ParameterDoc> list_parameters(const views::Collection& collection) {
  std::vector<ParameterDoc> parameters = {
      {.name = "limit",
       .in = "query",
       .zh = "每页条数。",
       .en = "Items a page.",
       .schema = fmt::format(R"({{"type":"integer","minimum":1,"maximum":{},"default":{}}})",
                             views::page_items_max, limit_default)},
      {.name = "after", .in = "query", .zh = "上一页的 next。", .en = "`next` of the page before."},
  };
  for (const views::Column& column : collection.columns)
    parameters.push_back({.name = column.name,
                          .in = "query",
                          .zh = "仅列出该值的记录；重复给出时为“或”。",
                          .en = "Only rows with this value; given again: or with that one.",
                          .schema = R"({"type":"array","items":{"type":"string"}})"});
  return parameters;
}

std::string page_schema(std::string_view type) {
  return fmt::format(R"({{"type":"object","required":["items","next"],"properties":{{)"
                     R"("items":{{"type":"array","items":{{"$ref":"#/components/schemas/{}"}}}},)"
                     R"("next":{{"type":["string","null"]}}}}}})",
                     type);
}

void add_collection(Router& router, Room& room, const views::Collection& collection) {
  Route many;
  many.method = "GET";
  many.path = "/v1/" + collection.name;
  many.access = is_for_signed_in(collection.name) ? Access::signed_in : Access::anyone;
  many.repeats = true;
  many.doc.id = "list_" + collection.name;
  many.doc.tag = "resources";
  many.doc.zh = fmt::format("列出 {}。", collection.name);
  many.doc.en = fmt::format("Lists {}.", collection.name);
  many.doc.parameters = list_parameters(collection);
  many.doc.answer = {"application/json", page_schema(row_type(collection).name)};
  many.run = answering(
      [&room, name = collection.name](const Call& call) { return list(room, name, call); });
  router.add(std::move(many));
  if (!collection.has_single_key()) return;
  Route one;
  one.method = "GET";
  one.path = fmt::format("/v1/{}/{{id}}", collection.name);
  one.access = is_for_signed_in(collection.name) ? Access::signed_in : Access::anyone;
  one.doc.id = "get_" + collection.name;
  one.doc.tag = "resources";
  one.doc.zh = fmt::format("{} 中的一条。", collection.name);
  one.doc.en = fmt::format("One of {}.", collection.name);
  one.doc.parameters = {
      {.name = "id", .in = "path", .zh = "编号。", .en = "Its code.", .required = true}};
  one.doc.answer = {"application/json", fmt::format(R"({{"$ref":"#/components/schemas/{}"}})",
                                                    row_type(collection).name)};
  one.run = answering(
      [&room, name = collection.name](const Call& call) { return item(room, name, call); });
  router.add(std::move(one));
}

Verdict<void> put_feature(JsonWriter& json, const std::string& row) {
  const auto document = JsonDocument::parse(row);
  if (!document) return std::unexpected(refusal_of(Failure{"views: a project is not JSON"}));
  const auto project = JsonReader::read<protocol::Project>(document->root());
  if (!project) return std::unexpected(refusal_of(Failure{"views: a project does not read back"}));
  json.begin_object().member("type", "Feature").member("id", std::string_view(project->id.text));
  json.key("geometry").begin_object().member("type", "Polygon");
  json.key("coordinates").begin_array().begin_array();
  const auto put_point = [&json](const protocol::Point& point) {
    json.begin_array().raw(to_text(point.longitude)).raw(to_text(point.latitude)).end_array();
  };
  for (const protocol::Point& point : project->boundary) put_point(point);
  if (!project->boundary.empty()) put_point(project->boundary.front());
  json.end_array().end_array().end_object();
  json.key("properties").begin_object();
  json.member("name_zh", std::string_view(project->name_zh));
  json.member("name_en", std::string_view(project->name_en));
  json.member("owner", std::string_view(project->owner.text));
  json.member("ecosystem", name_of(project->ecosystem));
  json.member("grade", name_of(project->grade));
  json.member("area", to_text(project->area));
  json.member("region", std::string_view(project->region));
  json.end_object().end_object();
  return {};
}

/// CGCS2000 differs from WGS 84 by centimetres, so the coordinates stand as GeoJSON wants them.
Answer geojson(Room& room) {
  JsonWriter json;
  json.begin_object().member("type", "FeatureCollection").key("features").begin_array();
  std::string after;
  while (true) {
    TRY_SET(const views::Page page,
            room.reading.page("projects", {}, views::page_items_max, after));
    for (const std::string& row : page.items) TRY(put_feature(json, row));
    if (!page.next) break;
    after = *page.next;
  }
  json.end_array().end_object();
  Response response = json_response(json.take());
  response.headers.front().second = "application/geo+json";
  return response;
}

Answer totals(Room& room) {
  TRY_SET(std::string json,
          or_refuse(room.reading.with([](views::Views& views) { return views.totals_json(); })));
  return json_response(std::move(json));
}

}  // namespace

void add_resource_routes(Router& router, Room& room) {
  for (const views::Collection& collection : views::collections())
    add_collection(router, room, collection);

  Route sums;
  sums.method = "GET";
  sums.path = "/v1/totals";
  sums.doc = {.id = "getTotals",
              .tag = "resources",
              .zh = "全部批次的合计与平衡。",
              .en = "Sums over all batches, and whether they balance.",
              .parameters = {},
              .body = {},
              .answer = {"application/json", R"({"$ref":"#/components/schemas/Totals"})"}};
  sums.run = answering([&room](const Call&) { return totals(room); });
  router.add(std::move(sums));

  Route map;
  map.method = "GET";
  map.path = "/v1/projects.geojson";
  map.doc = {.id = "getProjectsAsGeoJson",
             .tag = "resources",
             .zh = "项目边界（GeoJSON）。",
             .en = "The projects' boundaries as GeoJSON.",
             .parameters = {},
             .body = {},
             .answer = {"application/geo+json", R"({"type":"object"})"}};
  map.run = answering([&room](const Call&) { return geojson(room); });
  router.add(std::move(map));
}

}  // namespace tanshu::api
