// SPDX-License-Identifier: Apache-2.0
// Gathers the evidence of documents: which entries from the views, their bytes and paths from the
// node.
#include "api/document_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/json_reader.h"
#include "certificate/facts.h"
#include "proof/audit.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"

namespace tanshu::api {

using certificate::Document;
using certificate::DocumentKind;
using protocol::RefusalCode;
using protocol::refuse;
using protocol::Verdict;

namespace {

using Indexes = std::vector<std::uint64_t>;

Verdict<Indexes> indexes_of(Room& room, std::string_view collection, const std::string& id,
                            const std::string& document) {
  TRY_SET(Indexes indexes, or_refuse(room.reading.with([&](views::Views& views) {
            return views.log_indexes_of(collection, id);
          })));
  if (indexes.empty()) return refuse(RefusalCode::document_is_unknown, {{"document", document}});
  return indexes;
}

/// Where the entry stands that made a thing.
std::optional<std::uint64_t> index_of(Room& room, std::string_view event, std::string_view id) {
  const std::string_view collection = event.starts_with("batch_")     ? "batches"
                                      : event == "project_registered" ? "projects"
                                      : event == "account_opened"     ? "accounts"
                                                                      : "participants";
  const auto indexes =
      room.reading.with([&](views::Views& views) { return views.log_indexes_of(collection, id); });
  if (!indexes || indexes->empty()) return std::nullopt;
  return indexes->front();
}

/// The entries with their paths to the newest checkpoint that has the quorum by itself, where that
/// covers them: then the document shows that it is confirmed. Else to the newest of all.
Verdict<std::vector<node::ProvenEntry>> prove(Room& room, const Indexes& indexes,
                                              node::LogHead& head) {
  TRY_SET(auto proven, or_refuse(room.node.prove(indexes, head)));
  head.checkpoint = room.confirmations->cosigned(head.checkpoint);
  auto confirmed = room.confirmations->proven();
  if (!confirmed || std::ranges::max(indexes) >= confirmed->size) return proven;
  proof::DirectoryReader files(room.node.data() / "log");
  const HashKind hash = room.node.signer().hash();
  proof::TileTree tree(files, head.size, hash);
  std::vector<node::ProvenEntry> older = proven;
  for (node::ProvenEntry& entry : older) {
    auto path = tree.audit_path(entry.index, confirmed->size);
    const bool leads = path && proof::verify_audit_path(entry.index, confirmed->size,
                                                        proof::leaf_hash(entry.entry, hash), *path,
                                                        confirmed->root, hash);
    if (!leads) return proven;  // a tile was being replaced just now, or is damaged
    entry.path = std::move(*path);
  }
  head.checkpoint = std::move(confirmed->note);
  return older;
}

/// Entries are asked for one by one while it turns out which are needed; only then are all paths
/// made to one and the same checkpoint.
Verdict<Document> make(Room& room, certificate::Subject subject, const Indexes& primary) {
  const certificate::LogAccess log{
      .index_of = [&room](std::string_view event,
                          std::string_view id) { return index_of(room, event, id); },
      .evidence_at = [&room](std::uint64_t index) -> Result<certificate::Evidence> {
        node::LogHead head;
        TRY_SET(const auto proven, room.node.prove({index}, head));
        return certificate::Evidence{proven.front().index, proven.front().entry, {}};
      }};
  if (std::ranges::max(primary) >= room.node.log_head().size)
    return refuse(RefusalCode::proof_is_pending);
  TRY_SET(auto evidence, or_refuse(certificate::gather_evidence(primary, subject.holding, log)));
  Indexes needed;
  for (const certificate::Evidence& item : evidence) needed.push_back(item.index);
  node::LogHead head;
  TRY_SET(const auto proven, prove(room, needed, head));
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    evidence[i].entry = proven[i].entry;
    evidence[i].path = proven[i].path;
  }
  Document document =
      certificate::make_document(std::move(subject), std::move(evidence),
                                 {head.checkpoint, head.vkey, room.public_url, head.sm2_vkey});
  TRY(or_refuse(certificate::sign(document, room.node.signer())));
  return document;
}

/// The serials of a row of ranges. Its hold may be empty, so it does not read back as a whole.
Verdict<protocol::Range> range_in(const std::string& row) {
  const auto document = JsonDocument::parse(row);
  const auto serial = [&document](std::string_view name) -> std::optional<std::int64_t> {
    std::string_view text;
    if (!document || document->root().at_key(name).get(text) != simdjson::SUCCESS)
      return std::nullopt;
    return decimal_from_text(text, 0);
  };
  const auto first = serial("first");
  const auto last = serial("last");
  if (!first || !last || *first < 0 || *last < *first)
    return std::unexpected(refusal_of(Failure{"views: a range does not read back"}));
  return protocol::Range{{static_cast<std::uint64_t>(*first)}, {static_cast<std::uint64_t>(*last)}};
}

/// The account's free serials of the batch, neighbours joined.
Verdict<std::vector<protocol::Range>> free_ranges(Room& room, const std::string& account,
                                                  const std::string& batch) {
  std::vector<protocol::Range> ranges;
  std::string after;
  while (true) {
    TRY_SET(const views::Page page,
            room.reading.page("ranges", {{"account", account}, {"batch", batch}, {"place", "free"}},
                              views::page_items_max, after));
    for (const std::string& item : page.items) {
      TRY_SET(const protocol::Range held, range_in(item));
      if (!ranges.empty() && ranges.back().last.position + 1 == held.first.position)
        ranges.back().last = held.last;
      else
        ranges.push_back(held);
    }
    if (!page.next) return ranges;
    after = *page.next;
  }
}

}  // namespace

Verdict<Document> certificate_of(Room& room, const std::string& retirement) {
  TRY_SET(const Indexes indexes,
          indexes_of(room, "retirements", retirement, "certificates/" + retirement));
  return make(room, {DocumentKind::cancellation_certificate, retirement, now(), {}},
              {indexes.front()});
}

Verdict<Document> voucher_of(Room& room, const std::string& trade) {
  TRY_SET(const Indexes indexes, indexes_of(room, "trades", trade, "vouchers/" + trade));
  return make(room, {DocumentKind::trade_voucher, trade, now(), {}}, indexes);
}

Verdict<Document> ticket_of(Room& room, const std::string& account, const std::string& batch) {
  const std::string name = fmt::format("tickets/{}/{}", account, batch);
  if (!id_is_well_formed(account) || !id_is_well_formed(batch))
    return refuse(RefusalCode::document_is_unknown, {{"document", name}});
  TRY_SET(const Indexes indexes, indexes_of(room, "batches", batch, name));
  TRY_SET(auto ranges, free_ranges(room, account, batch));
  if (ranges.empty()) return refuse(RefusalCode::document_is_unknown, {{"document", name}});
  certificate::Holding holding{{account}, {batch}, {}, std::move(ranges)};
  for (const protocol::Range& range : holding.ranges) holding.amount += range.size();
  std::string number = certificate::ticket_number(holding.account, holding.batch);
  return make(room, {DocumentKind::carbon_ticket, std::move(number), now(), std::move(holding)},
              {indexes.front()});
}

Verdict<std::string> proof_of(Room& room, const std::string& retirement) {
  TRY_SET(const Indexes indexes,
          indexes_of(room, "retirements", retirement, "certificates/" + retirement));
  if (indexes.front() >= room.node.log_head().size) return refuse(RefusalCode::proof_is_pending);
  node::LogHead head;
  TRY_SET(const auto proven, prove(room, {indexes.front()}, head));
  return proof::print_proof({.extra = proven.front().entry,
                             .index = proven.front().index,
                             .path = proven.front().path,
                             .checkpoint = head.checkpoint,
                             .checkpoint_line = 0});
}

}  // namespace tanshu::api
