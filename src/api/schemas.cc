// SPDX-License-Identifier: Apache-2.0
// Schemas written by hand: sessions, receipts, totals and whatever else is no record of the
// protocol.
#include "api/schemas.h"

#include "api/confirmed_entry.h"

namespace tanshu::api {
namespace {

constexpr std::string_view problem = R"({
  "type":"object",
  "required":["type","title","status","code","detail","detail_zh","parameters"],
  "properties":{
    "type":{"type":"string","description":"/docs/refusals#1306"},
    "title":{"type":"string","description":"Name of the refusal."},
    "status":{"type":"integer"},
    "code":{"type":"integer","description":"Number of the refusal, for ever the same."},
    "detail":{"type":"string","description":"What is wrong, in English."},
    "detail_zh":{"type":"string","description":"What is wrong, in Chinese."},
    "parameters":{"type":"object","additionalProperties":{"type":"string"}},
    "log_index":{"type":"integer","description":"Log entry of the refusal, when it was journaled."}}})";

constexpr std::string_view receipt = R"({
  "type":"object","required":["accepted","log_index","block","at","confirmation","events"],
  "properties":{
    "accepted":{"const":true},
    "log_index":{"type":"integer","minimum":0},
    "block":{"type":"integer","minimum":0},
    "at":{"type":"string"},
    "confirmation":{"$ref":"#/components/schemas/confirmation"},
    "events":{"type":"array","items":{"$ref":"#/components/schemas/Event"}}}})";

constexpr std::string_view batch_line = R"({
  "description":"One line of the body: a command with its idempotency key. Lines are JSON (NDJSON).",
  "type":"object","required":["key","command","body"],"additionalProperties":false,
  "properties":{
    "key":{"type":"string","minLength":1,"maxLength":64},
    "command":{"type":"string"},
    "body":{"type":"object","description":"As in GiveCommand."}}})";

constexpr std::string_view batch_answer = R"({
  "description":"One line of the answer for each command. Refused ones have what a Problem has.",
  "type":"object","required":["line","accepted"],
  "properties":{
    "line":{"type":"integer","minimum":1,"description":"Of the body, counted from 1."},
    "accepted":{"type":"boolean"},
    "log_index":{"type":"integer","minimum":0,"description":"Absent when nothing was journaled."},
    "repeated":{"type":"boolean",
                "description":"The same key and command were given before; this is that answer."},
    "title":{"type":"string"},"code":{"type":"integer"},
    "detail":{"type":"string"},"detail_zh":{"type":"string"},
    "parameters":{"type":"object","additionalProperties":{"type":"string"}}}})";

constexpr std::string_view log = R"({
  "type":"object","required":["origin","vkey","sm2_vkey","hash","size","confirmed_size","quorum","followers"],
  "properties":{
    "origin":{"type":"string"},"vkey":{"type":"string"},
    "sm2_vkey":{"type":["string","null"],
      "description":"The key of the SM2 signatures beside, of a log whose proofs are made with SM3."},
    "hash":{"enum":["sha256","sm3"],"description":"What leaves and nodes are hashed with."},
    "size":{"type":"integer","minimum":0},
    "confirmed_size":{"type":"integer","minimum":0,
      "description":"Entries below this are confirmed; 0 without a policy."},
    "quorum":{"type":"object","description":"How many followers each statement needs.",
      "additionalProperties":{"type":"integer","minimum":1}},
    "followers":{"type":"array","items":{
      "type":"object","required":["name","seen","holds","executed","at"],
      "properties":{
        "name":{"type":"string"},
        "seen":{"type":"integer","minimum":0},"holds":{"type":"integer","minimum":0},
        "executed":{"type":"integer","minimum":0},
        "at":{"type":["string","null"],"description":"When it last cosigned."}}}}}})";

constexpr std::string_view session = R"({
  "type":"object","required":["user","participant","roles","demo","cell","csrf"],
  "properties":{
    "user":{"type":["string","null"]},
    "participant":{"type":["string","null"]},
    "roles":{"type":"array","items":{"$ref":"#/components/schemas/role"}},
    "demo":{"type":"boolean"},
    "cell":{"type":"string"},
    "csrf":{"type":["string","null"],
            "description":"Send as X-Tanshu-Csrf with every write that a cookie vouches for."}}})";

constexpr std::string_view demo_users = R"({
  "type":"object","required":["items"],
  "properties":{"items":{"type":"array","items":{
    "type":"object","required":["user","participant","name_zh","name_en","roles","accounts"],
    "properties":{
      "user":{"type":"string"},"participant":{"type":"string"},
      "name_zh":{"type":"string"},"name_en":{"type":"string"},
      "roles":{"type":"array","items":{"$ref":"#/components/schemas/role"}},
      "accounts":{"type":"array","items":{"type":"string"}}}}}}})";

constexpr std::string_view totals = R"({
  "type":"object",
  "description":"Sums over all batches: issued = free + held_by_order + pledged + frozen + buffer + retired + cancelled + exported.",
  "required":["issued","free","held_by_order","pledged","frozen","buffer","retired","cancelled",
              "exported","sold","sold_money","cash","participants","projects","batches","trades",
              "retirements","log_size","balanced","batches_detail"],
  "properties":{
    "issued":{"type":"string"},"free":{"type":"string"},"held_by_order":{"type":"string"},
    "pledged":{"type":"string"},"frozen":{"type":"string"},"buffer":{"type":"string"},
    "retired":{"type":"string"},"cancelled":{"type":"string"},"exported":{"type":"string"},
    "sold":{"type":"string"},"sold_money":{"type":"string"},"cash":{"type":"string"},
    "participants":{"type":"integer"},"projects":{"type":"integer"},"batches":{"type":"integer"},
    "trades":{"type":"integer"},"retirements":{"type":"integer"},"log_size":{"type":"integer"},
    "balanced":{"type":"boolean"},
    "batches_detail":{"type":"array","items":{"type":"object"}}}})";

constexpr std::string_view estimate = R"({
  "type":"object","required":["input_digest","trace_digest","discounted"],
  "description":"The estimate with every figure's formula and source.",
  "properties":{
    "input_digest":{"type":"string","description":"SHA-256 of the table."},
    "trace_digest":{"type":"string","description":"SHA-256 of the stored trace."},
    "discounted":{"type":["string","null"],
                  "description":"What may be issued, rounded down to the milligram; null when nothing may."}}})";

constexpr std::string_view health = R"({
  "type":"object","required":["cell","writing","status_zh","status_en"],
  "properties":{
    "cell":{"type":"string"},
    "writing":{"type":"boolean","description":"Whether commands are taken now."},
    "status_zh":{"type":"string"},"status_en":{"type":"string"}}})";

}  // namespace

const TypeInfo& row_type(const views::Collection& collection) {
  return collection.name == "entries" ? type_of<ConfirmedEntry>() : *collection.type;
}

const std::vector<NamedSchema>& own_schemas() {
  static const std::vector<NamedSchema> all = {
      {"Problem", problem},      {"Receipt", receipt},      {"Session", session},
      {"DemoUsers", demo_users}, {"BatchLine", batch_line}, {"BatchAnswer", batch_answer},
      {"Totals", totals},        {"Estimate", estimate},    {"Log", log},
      {"Health", health},
  };
  return all;
}

const std::string_view security_schemes = R"({
  "session":{"type":"apiKey","in":"cookie","name":"tanshu_session"},
  "csrf":{"type":"apiKey","in":"header","name":"X-Tanshu-Csrf"},
  "token":{"type":"http","scheme":"bearer"}})";

}  // namespace tanshu::api
