// SPDX-License-Identifier: Apache-2.0
// The checks, in the order in which they are told.
#include "certificate/verify.h"

#include <algorithm>

#include "certificate/pdf_attachment.h"
#include "certificate/spelling.h"
#include "proof/audit.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"

namespace tanshu::certificate {
namespace {

constexpr std::string_view proof_magic = "c2sp.org/tlog-proof@";

FileForm form_of(ByteView file) {
  const std::string_view text = text_of(file);
  // By more than the first bytes, so that a file damaged there is still told for what it is.
  if (text.starts_with("%PDF-") || text.contains(attachment_marker)) return FileForm::document_pdf;
  if (text.starts_with('{') || text.contains(document_format)) return FileForm::document_json;
  if (text.starts_with(proof_magic) || text.substr(0, 200).contains("\nindex "))
    return FileForm::log_proof;
  return FileForm::unknown;
}

/// Where a byte of the file stands relative to the document in it.
std::optional<std::size_t> shifted(std::optional<std::size_t> offset, std::size_t by) {
  if (!offset) return std::nullopt;
  return *offset + by;
}

class Verification {
 public:
  Verification(ByteView file, const std::optional<std::string>& trusted_vkey,
               const proof::Policy* policy)
      : file_(file), trusted_vkey_(trusted_vkey), policy_(policy) {
    if (!trusted_vkey_ && policy_ != nullptr && policy_->log)
      trusted_vkey_ = proof::print_vkey(*policy_->log);
  }

  VerifyReport run() {
    report_.form = form_of(file_);
    if (file_.size() > document_bytes_max)
      fail({"文件格式", "File form"}, Problem{{"文件过大", "the file is too large"}, "", {}});
    else if (report_.form == FileForm::document_json)
      verify_json();
    else if (report_.form == FileForm::document_pdf)
      verify_pdf();
    else if (report_.form == FileForm::log_proof)
      verify_proof_file();
    else
      fail({"文件格式", "File form"},
           Problem{{"既不是碳枢文档（JSON 或 PDF），也不是日志证明文件",
                    "neither a Tanshu document (JSON or PDF) nor a log proof file"},
                   "",
                   0});
    report_.valid = !report_.checks.empty() &&
                    std::ranges::all_of(report_.checks, [](const Check& c) { return c.ok; });
    return std::move(report_);
  }

 private:
  void pass(Words name, Words detail) {
    report_.checks.push_back({std::move(name), true, std::move(detail), "", {}});
  }
  bool fail(Words name, const Problem& p) {
    Check check{std::move(name), false, {}, p.field, p.offset};
    check.detail = located(p);
    report_.checks.push_back(std::move(check));
    return false;
  }
  bool judge(Words name, const Checked<Words>& result) {
    if (!result) return fail(std::move(name), result.error());
    pass(std::move(name), *result);
    return true;
  }
  /// A problem of a member, with the place where the member stands in the file.
  Problem at_member(Words what, std::string field) const {
    const auto offset = shifted(parsed_.offset_of(field), json_offset_);
    return {std::move(what), std::move(field), offset};
  }

  void verify_json();
  void verify_pdf();
  Checked<void> parse(std::string_view json);
  Checked<Words> check_page(std::size_t base_bytes) const;
  Checked<Words> check_section(const Attachment& attachment) const;
  void verify_parsed();
  Checked<Words> check_key();
  Checked<proof::Verifier> own_key(const std::string& vkey, const char* member,
                                   proof::KeyKind kind) const;
  std::vector<proof::Verifier> log_keys() const;
  Checked<Words> check_checkpoint();
  Checked<Words> check_paths() const;
  Checked<Words> check_confirmation(std::string_view note, const std::string& field);
  Checked<Words> check_statement();
  Checked<Words> check_signature() const;
  void verify_proof_file();
  Checked<Words> check_proof(const proof::AuditProof& proof);

  const Document& document() const { return parsed_.document; }

  ByteView file_;
  std::optional<std::string> trusted_vkey_;
  const proof::Policy* policy_;
  VerifyReport report_;
  ParsedDocument parsed_;
  std::size_t json_offset_ = 0;
  std::optional<proof::Verifier> key_;
  std::optional<proof::Verifier> sm2_key_;
  std::optional<proof::Checkpoint> checkpoint_;
};

Checked<void> Verification::parse(std::string_view json) {
  auto parsed = parse_document(json);
  if (!parsed) {
    parsed.error().offset = shifted(parsed.error().offset, json_offset_);
    return std::unexpected(parsed.error());
  }
  parsed_ = std::move(*parsed);
  report_.kind = name_of(document().kind);
  return {};
}

void Verification::verify_json() {
  const Words name{"文件格式", "File form"};
  if (const auto parsed = parse(text_of(file_)); !parsed) {
    fail(name, parsed.error());
    return;
  }
  Words detail{"规范的 JSON 文档", "a document in canonical JSON"};
  if (document().rendition)
    detail = {"取自 PDF 附件的规范 JSON 文档；PDF 页面未在此核对",
              "a document in canonical JSON, taken out of a PDF whose pages are not checked here"};
  pass(name, detail);
  verify_parsed();
}

void Verification::verify_pdf() {
  const Words name{"文件格式", "File form"};
  const auto attachment = find_attachment(file_);
  if (!attachment) {
    fail(name, attachment.error());
    return;
  }
  json_offset_ = attachment->json_offset;
  if (const auto parsed = parse(attachment->json); !parsed) {
    fail(name, parsed.error());
    return;
  }
  pass(name, {"附有规范 JSON 文档的 PDF", "a PDF that carries a document in canonical JSON"});
  const bool page_ok = judge({"页面内容", "Page content"}, check_page(attachment->base_bytes));
  // Over a damaged page the appended section cannot be made again.
  if (page_ok) judge({"附加段", "Appended section"}, check_section(*attachment));
  verify_parsed();
}

Checked<Words> Verification::check_page(std::size_t base_bytes) const {
  const auto& rendition = document().rendition;
  if (!rendition)
    return problem("附件没有指明页面的摘要", "the attachment does not pin the page", "rendition");
  if (rendition->bytes != base_bytes)
    return std::unexpected(at_member(
        {fmt::format("页面应为 {} 字节，文件中为 {} 字节", rendition->bytes, base_bytes),
         fmt::format("the page should take {} bytes and takes {}", rendition->bytes, base_bytes)},
        "rendition"));
  if (sha256(file_.first(base_bytes)) != rendition->sha256)
    return problem(
        fmt::format("页面内容（前 {} 字节）与文档所记摘要不符：页面被改动", base_bytes),
        fmt::format("page content, within the first {} bytes, does not have the digest that the "
                    "document states: the page was changed",
                    base_bytes),
        "page content");
  return Words{fmt::format("前 {} 字节的摘要相符", base_bytes),
               fmt::format("the first {} bytes have the stated digest", base_bytes)};
}

Checked<Words> Verification::check_section(const Attachment& attachment) const {
  const auto remade = attach(file_.first(attachment.base_bytes), attachment.json);
  if (!remade) {
    const Words why = words_of(remade.error());
    return problem(why.zh, why.en, "appended section", attachment.base_bytes);
  }
  const auto [ours, theirs] = std::ranges::mismatch(*remade, file_);
  if (ours == remade->end() && theirs == file_.end())
    return Words{"附加段与规范写法逐字节相同", "the appended section is canonical to the byte"};
  return problem("附加段与规范写法不同", "the appended section differs from its canonical form",
                 "appended section", static_cast<std::size_t>(ours - remade->begin()));
}

void Verification::verify_parsed() {
  const bool key_ok = judge({"签名公钥", "Signing key"}, check_key());
  const bool log_ok = key_ok && judge({"检查点签名", "Checkpoint signature"}, check_checkpoint());
  if (log_ok) judge({"审计路径", "Audit paths"}, check_paths());
  if (log_ok && policy_ != nullptr)
    judge({"共签确认", "Confirmation"}, check_confirmation(document().checkpoint, "checkpoint"));
  judge({"文档内容", "What it says"}, check_statement());
  if (key_ok) judge({"文档签名", "Document signature"}, check_signature());
}

Checked<Words> Verification::check_key() {
  TRY_SET(key_, own_key(document().vkey, "vkey", proof::KeyKind::ed25519));
  if (!document().sm2_vkey.empty()) {
    TRY_SET(sm2_key_, own_key(document().sm2_vkey, "sm2_vkey", proof::KeyKind::sm2));
    if (sm2_key_->name != key_->name)
      return std::unexpected(
          at_member({"不是同一日志的公钥", "not a key of the same log"}, "sm2_vkey"));
  }
  proof::Verifier named = *key_;
  if (trusted_vkey_) {
    const auto trusted = proof::parse_vkey(*trusted_vkey_);
    if (!trusted) {
      const Words why = words_of(trusted.error());
      return problem("所给的受信公钥有误：" + why.zh,
                     "the trusted key given is malformed: " + why.en);
    }
    named = *trusted;
    report_.key_is_trusted = true;
  }
  report_.key_name = named.name;
  report_.key_fingerprint = fingerprint_of(named);
  const bool sm2 = named.kind == proof::KeyKind::sm2;
  if (trusted_vkey_ && *trusted_vkey_ != (sm2 ? document().sm2_vkey : document().vkey))
    return std::unexpected(
        at_member({"文档所载公钥不是您信任的公钥", "the document's key is not the one you trust"},
                  sm2 && sm2_key_ ? "sm2_vkey" : "vkey"));
  if (trusted_vkey_) return Words{"与您信任的公钥相同", "the same as the key you trust"};
  return Words{"未给出受信公钥，使用文档自带公钥；请核对指纹 " + report_.key_fingerprint,
               "no trusted key was given, so the document's own is used; compare its fingerprint " +
                   report_.key_fingerprint};
}

Checked<proof::Verifier> Verification::own_key(const std::string& vkey, const char* member,
                                               proof::KeyKind kind) const {
  auto key = proof::parse_vkey(vkey);
  if (!key) return std::unexpected(at_member(words_of(key.error()), member));
  if (key->kind != kind)
    return std::unexpected(
        at_member({"不是日志的签名公钥", "not the signing key of a log"}, member));
  return std::move(*key);
}

/// Whichever of them is trusted: both must have signed, so that no byte goes unlooked at.
std::vector<proof::Verifier> Verification::log_keys() const {
  std::vector<proof::Verifier> keys{*key_};
  if (sm2_key_) keys.push_back(*sm2_key_);
  return keys;
}

Checked<Words> Verification::check_checkpoint() {
  const auto keys = log_keys();
  auto opened = proof::open_checkpoint(document().checkpoint, keys);
  if (!opened) return std::unexpected(at_member(words_of(opened.error()), "checkpoint"));
  checkpoint_ = std::move(opened->checkpoint);
  if (opened->note.verified.size() != keys.size())
    return std::unexpected(at_member(
        {"检查点缺少日志的一个签名", "a signature of the log is missing from the checkpoint"},
        "checkpoint"));
  if ((checkpoint_->hash == HashKind::sm3) != sm2_key_.has_value())
    return std::unexpected(at_member({"以 SM3 计算的日志与 SM2 公钥须同时出现",
                                      "a log made with SM3 and an SM2 key belong together"},
                                     "checkpoint"));
  return Words{fmt::format("{} 签署，共 {} 条", checkpoint_->origin, checkpoint_->size),
               fmt::format("signed by {} over {} entries", checkpoint_->origin, checkpoint_->size)};
}

Checked<Words> Verification::check_paths() const {
  for (std::size_t i = 0; i < document().evidence.size(); ++i) {
    const Evidence& item = document().evidence[i];
    const auto leads = proof::verify_audit_path(item.index, checkpoint_->size,
                                                proof::leaf_hash(item.entry, checkpoint_->hash),
                                                item.path, checkpoint_->root, checkpoint_->hash);
    if (leads) continue;
    Words why = words_of(leads.error());
    why.zh = fmt::format("条目 {} 不在日志中：{}", item.index, why.zh);
    why.en = fmt::format("entry {} is not in the log: {}", item.index, why.en);
    return std::unexpected(at_member(std::move(why), fmt::format("evidence[{}]", i)));
  }
  const std::size_t count = document().evidence.size();
  return Words{fmt::format("{} 个条目都在日志中", count),
               fmt::format("all {} entries are in the log", count)};
}

/// Counts what the followers state of this one checkpoint: a document travels alone.
Checked<Words> Verification::check_confirmation(std::string_view note, const std::string& field) {
  std::vector<proof::Verifier> keys = policy_->keys();
  keys.push_back(*key_);
  const auto opened = proof::open_checkpoint(note, keys);
  if (!opened) return std::unexpected(at_member(words_of(opened.error()), field));
  const std::uint64_t size = opened->checkpoint.size;
  const auto standings = proof::standings_of(*policy_, size, opened->note.verified);
  for (std::size_t i = 0; i < standings.size(); ++i) {
    FollowerStatements follower{policy_->followers[i].name, {}};
    for (std::size_t at = 0; at < follower.stated.size(); ++at)
      follower.stated[at] = standings[i].size[at] != 0;
    report_.followers.push_back(std::move(follower));
  }
  if (size != 0 && proof::confirmed_size(*policy_, standings) == size)
    return Words{"已确认：" + policy_->quorum_text(), "confirmed: " + policy_->quorum_text()};
  return std::unexpected(
      at_member({"仅获排序，未获确认，须 " + policy_->quorum_text(),
                 "sequenced and not confirmed, which needs " + policy_->quorum_text()},
                field));
}

Checked<Words> Verification::check_statement() {
  auto statement = derive_statement(document());
  if (!statement) {
    Problem p = statement.error();
    p.offset = shifted(parsed_.offset_of(p.field), json_offset_);
    return std::unexpected(std::move(p));
  }
  report_.statement = std::move(*statement);
  const Words title = title_of(document().kind);
  return Words{fmt::format("证据足以支持{} {}", title.zh, document().number),
               fmt::format("the evidence supports {} {}", title.en, document().number)};
}

Checked<Words> Verification::check_signature() const {
  const auto keys = log_keys();
  const auto opened = proof::open_note(document().signature, keys);
  if (!opened) return std::unexpected(at_member(words_of(opened.error()), "signature"));
  // The text, a blank line, and a line of each key.
  const auto lines =
      std::ranges::count(opened->text, '\n') + 1 + static_cast<std::ptrdiff_t>(keys.size());
  if (!opened->unknown.empty() || opened->verified.size() != keys.size() ||
      std::ranges::count(document().signature, '\n') != lines)
    return std::unexpected(
        at_member({"只应有日志每把公钥的一行签名",
                   "one signature line by each key of the log belongs here, and no other"},
                  "signature"));
  if (opened->text == signed_text(document()))
    return Words{"全文由日志公钥签署", "all of it is signed by the log's key"};
  // The signature itself is good, so what was changed is whatever no other check covers.
  const auto offset = shifted(parsed_.offset_of("as_of"), json_offset_);
  return problem(
      "文档在签署后被改动；若以上各项相符，则改动在 as_of、holding、public_url 或 rendition",
      "the document was changed after signing; where all checks above hold, the change is in "
      "as_of, "
      "holding, public_url or rendition",
      "as_of", offset);
}

void Verification::verify_proof_file() {
  const Words name{"文件格式", "File form"};
  report_.kind = "log_entry";
  const auto proof = proof::parse_proof(text_of(file_));
  if (!proof) {
    fail(name, {words_of(proof.error()), "", {}});
    return;
  }
  if (!proof->extra) {
    fail(name, {{"第 2 行：证明文件没有附上条目（extra）",
                 "line 2: the proof file does not carry its entry (extra)"},
                "extra",
                {}});
    return;
  }
  pass(name, {"附有条目的 C2SP 日志证明", "a C2SP log proof that carries its entry"});
  const bool proven = judge({"日志证明", "Log proof"}, check_proof(*proof));
  if (proven && policy_ != nullptr)
    judge({"共签确认", "Confirmation"}, check_confirmation(proof->checkpoint, ""));
  if (const auto record = protocol::decode_record(*proof->extra))
    report_.entry_rows = record_rows(*record, proof->index);
  else if (!protocol::decode_block_leaf(*proof->extra))
    fail({"条目内容", "What it says"},
         {{"条目不是命令记录，也不是区块头", "the entry is neither a record nor a block header"},
          "extra",
          {}});
}

Checked<Words> Verification::check_proof(const proof::AuditProof& proof) {
  if (!trusted_vkey_)
    return problem("证明文件不含公钥，须给出日志公钥才能验证",
                   "a proof file carries no key: give the log's key to verify it", "checkpoint");
  const auto trusted = proof::parse_vkey(*trusted_vkey_);
  if (!trusted) {
    const Words why = words_of(trusted.error());
    return problem("所给的受信公钥有误：" + why.zh,
                   "the trusted key given is malformed: " + why.en);
  }
  key_ = *trusted;
  report_.key_name = trusted->name;
  report_.key_fingerprint = fingerprint_of(*trusted);
  report_.key_is_trusted = true;
  const auto leaf = proof::verify_proof(text_of(file_), *proof.extra, std::span(&*trusted, 1));
  if (!leaf) {
    const Words why = words_of(leaf.error());
    return problem(why.zh, why.en);
  }
  return Words{fmt::format("条目 {} 在 {} 的 {} 条之中", leaf->index, leaf->checkpoint.origin,
                           leaf->checkpoint.size),
               fmt::format("entry {} is among the {} of {}", leaf->index, leaf->checkpoint.size,
                           leaf->checkpoint.origin)};
}

}  // namespace

const Check* VerifyReport::first_failure() const {
  const auto found = std::ranges::find_if(checks, [](const Check& c) { return !c.ok; });
  return found == checks.end() ? nullptr : &*found;
}

VerifyReport verify_document(ByteView file, const std::optional<std::string>& trusted_vkey,
                             const proof::Policy* policy) {
  return Verification(file, trusted_vkey, policy).run();
}

std::string fingerprint_of(const proof::Verifier& key) {
  const std::string hex = sha256(ByteView(key.key)).hex();
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 4) text.append(i == 0 ? "" : " ").append(hex, i, 4);
  return text;
}

}  // namespace tanshu::certificate
