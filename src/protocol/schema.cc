// SPDX-License-Identifier: Apache-2.0
// The machine-readable description of the protocol.
#include "protocol/schema.h"

#include "protocol/answers.h"
#include "protocol/labels.h"
#include "protocol/record.h"

namespace tanshu::protocol {
namespace {

void collect(TypeCatalogue& catalogue, const TypeInfo& type) {
  if (type.element != nullptr) collect(catalogue, *type.element);
  if (type.shape == Shape::enumeration) catalogue.enumerations[type.name] = &type;
  if (type.shape != Shape::record || !catalogue.records.emplace(type.name, &type).second) return;
  for (const FieldInfo& field : type.fields) collect(catalogue, *field.type);
}

TypeCatalogue make_catalogue() {
  TypeCatalogue catalogue;
  for (const CommandRow& row : command_rows()) collect(catalogue, *row.type);
  for (const EventRow& row : event_rows()) collect(catalogue, *row.type);
  collect(catalogue, type_of<Refusal>());
  collect(catalogue, type_of<BlockHeader>());
  for (const TypeInfo* type : {&type_of<Role>(), &type_of<Entry>(), &type_of<Holding>(),
                               &type_of<HeldRange>(), &type_of<CashBalance>()})
    collect(catalogue, *type);
  return catalogue;
}

void put_type(JsonWriter& json, const TypeInfo& type) {
  json.begin_object().member("shape", shape_name(type.shape));
  if (type.shape == Shape::id) json.member("of", std::string_view(type.name));
  if (type.shape == Shape::enumeration || type.shape == Shape::record)
    json.member("name", std::string_view(type.name));
  if (type.element != nullptr) {
    json.key("element");
    put_type(json, *type.element);
  }
  json.end_object();
}

void put_names(JsonWriter& json, const std::vector<std::string_view>& names) {
  json.begin_array();
  for (std::string_view name : names) json.text(name);
  json.end_array();
}

void put_bilingual(JsonWriter& json, std::string_view zh, std::string_view en) {
  json.begin_object().member("zh", zh).member("en", en).end_object();
}

/// Number, name, title and sentence: the part that commands and events share.
template <class Row>
void put_row_head(JsonWriter& json, const Row& row, const Title& title) {
  json.begin_object().member("number", std::uint64_t{row.number}).member("name", row.name);
  json.key("title");
  put_bilingual(json, title.zh, title.en);
  json.key("sentence");
  put_bilingual(json, title.sentence_zh, title.sentence_en);
}

void put_commands(JsonWriter& json) {
  json.key("commands").begin_array();
  for (const CommandRow& row : command_rows()) {
    put_row_head(json, row, command_title(row.number));
    json.key("may");
    put_names(json, may_names(row));
    json.key("roles");
    put_names(json, role_names(row));
    json.key("type");
    put_type(json, *row.type);
    json.end_object();
  }
  json.end_array();
}

void put_events(JsonWriter& json) {
  json.key("events").begin_array();
  for (const EventRow& row : event_rows()) {
    put_row_head(json, row, event_title(row.number));
    json.key("type");
    put_type(json, *row.type);
    json.end_object();
  }
  json.end_array();
}

void put_refusals(JsonWriter& json) {
  json.key("refusals").begin_array();
  for (const RefusalText& refusal : all_refusals()) {
    json.begin_object();
    json.member("number", static_cast<std::uint64_t>(refusal.code)).member("name", refusal.name);
    json.member("status", static_cast<std::uint64_t>(refusal.http_status));
    json.member("en", refusal.english).member("zh", refusal.chinese);
    json.end_object();
  }
  json.end_array();
}

void put_types(JsonWriter& json) {
  json.key("types").begin_object();
  for (const auto& [name, type] : type_catalogue().records) {
    json.key(name).begin_object().key("fields").begin_array();
    for (const FieldInfo& field : type->fields) {
      json.begin_object();
      json.member("name", std::string_view(field.name)).member("doc", std::string_view(field.doc));
      json.key("type");
      put_type(json, *field.type);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_object();
  json.key("enums").begin_object();
  for (const auto& [name, type] : type_catalogue().enumerations) {
    json.key(name).begin_array();
    for (const std::string& value : type->values) json.text(value);
    json.end_array();
  }
  json.end_object();
}

void put_labels(JsonWriter& json) {
  json.key("labels").begin_object();
  for (const FieldLabel& label : field_labels()) {
    json.key(label.field);
    put_bilingual(json, label.zh, label.en);
  }
  json.end_object();
  json.key("values").begin_object();
  std::string_view enumeration;
  for (const ValueLabel& label : value_labels()) {
    if (label.enumeration != enumeration) {
      if (!enumeration.empty()) json.end_object();
      enumeration = label.enumeration;
      json.key(enumeration).begin_object();
    }
    json.key(label.value);
    put_bilingual(json, label.zh, label.en);
  }
  if (!enumeration.empty()) json.end_object();
  json.end_object();
}

}  // namespace

const TypeCatalogue& type_catalogue() {
  static const TypeCatalogue catalogue = make_catalogue();
  return catalogue;
}

std::vector<std::string_view> may_names(const CommandRow& row) {
  constexpr std::pair<std::uint8_t, std::string_view> bits[] = {
      {may::configure, "configure"}, {may::mint, "mint"}, {may::burn, "burn"},
      {may::move, "move"},           {may::hold, "hold"}, {may::trade, "trade"}};
  std::vector<std::string_view> names;
  for (const auto& [bit, name] : bits)
    if ((row.may & bit) != 0) names.push_back(name);
  return names;
}

std::vector<std::string_view> role_names(const CommandRow& row) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < EnumNames<Role>::values.size(); ++i)
    if ((row.roles & role_bit(static_cast<Role>(i))) != 0)
      names.push_back(EnumNames<Role>::values[i]);
  return names;
}

std::string protocol_json() {
  JsonWriter json;
  json.begin_object();
  put_commands(json);
  put_events(json);
  put_refusals(json);
  put_types(json);
  put_labels(json);
  json.end_object();
  return json.take();
}

}  // namespace tanshu::protocol
