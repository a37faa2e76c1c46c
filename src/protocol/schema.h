// SPDX-License-Identifier: Apache-2.0
// The protocol described for others: for the browser and for programs (JSON), for validators (JSON
// Schema), for readers (Markdown). All of it follows from the declarations.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/type_info.h"
#include "protocol/command.h"

namespace tanshu::protocol {

/// Every record and enumeration that commands, events, refusals, block headers and answers reach,
/// by name.
struct TypeCatalogue {
  std::map<std::string, const TypeInfo*> records;
  std::map<std::string, const TypeInfo*> enumerations;
};
const TypeCatalogue& type_catalogue();

/// The names of what a command may do, and of the roles that may give it, in declared order.
std::vector<std::string_view> may_names(const CommandRow& row);
std::vector<std::string_view> role_names(const CommandRow& row);

/// Commands, events, refusals, types, enumerations, labels and values as one JSON object; equal
/// bytes on every run. With it a program can decode every log entry and build every form.
std::string protocol_json();

/// `request` is what the server accepts: optionals may be missing, every unit of carbon is allowed.
/// `response` is what it writes: every field is there, optionals are null, ids of contra pockets
/// may be empty.
enum class SchemaUse { request, response };

/// JSON Schema 2020-12 of a record, with $defs.
std::string json_schema(const TypeInfo& type, SchemaUse use = SchemaUse::request);
/// The schema of one type alone, records and enumerations by reference: `reference_prefix` and the
/// type's name.
void put_schema(JsonWriter& json, const TypeInfo& type, std::string_view reference_prefix,
                SchemaUse use);
/// The schema of a record or an enumeration itself, what a reference points to.
void put_schema_definition(JsonWriter& json, const TypeInfo& type,
                           std::string_view reference_prefix, SchemaUse use);

/// docs/reference/commands.md.
std::string reference_markdown();

}  // namespace tanshu::protocol
