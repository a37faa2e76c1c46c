// SPDX-License-Identifier: Apache-2.0
// verify: a document or a whole log, with no server and no network.
#include <fmt/format.h>

#include "apps/commands.h"
#include "apps/policy_file.h"
#include "apps/terminal.h"
#include "base/file.h"
#include "base/json.h"
#include "certificate/verify.h"
#include "link/log_over_http.h"
#include "proof/log_audit.h"

namespace tanshu::apps {
namespace {

std::optional<std::string> key_of(const std::string& given) {
  if (given.empty()) return std::nullopt;
  return first_line_or_text(given);
}

std::string log_json(const proof::LogReport& report) {
  JsonWriter json;
  json.begin_object().member("valid", report.sound());
  json.member("origin", std::string_view(report.checkpoint.origin));
  json.member("size", report.checkpoint.size);
  json.member("root", report.checkpoint.root.hex());
  json.member("hash", name_of(report.checkpoint.hash));
  json.member("entries_checked", report.entries_checked);
  json.member("files_checked", report.files_checked);
  json.key("signed_by").begin_array();
  for (const auto& signature : report.signatures) json.text(signature.by.name);
  json.end_array().key("findings").begin_array();
  for (const auto& finding : report.findings) {
    json.begin_object().member("file", std::string_view(finding.file));
    json.member("what", std::string_view(finding.what)).end_object();
  }
  return json.end_array().end_object().take();
}

const char* scheme_of(proof::KeyKind kind) {
  return kind == proof::KeyKind::sm2 ? "SM2-SM3" : "Ed25519";
}

void print_log(const proof::LogReport& report) {
  for (const auto& finding : report.findings)
    say(fmt::format("{}: {}", finding.file, finding.what));
  for (const auto& signature : report.signatures)
    say(fmt::format("签名 signed by  {}  {}", signature.by.name, scheme_of(signature.by.kind)));
  say(fmt::format("{}  {}  {} entries 条目, {} files 文件, {}",
                  report.sound() ? "有效 VALID" : "无效 NOT VALID", report.checkpoint.origin,
                  report.entries_checked, report.files_checked,
                  report.checkpoint.hash == HashKind::sm3 ? "SM3" : "SHA-256"));
}

/// The log in a directory, or as it is served.
Result<std::unique_ptr<proof::LogReader>> open_log(const VerifyCommand& c) {
  if (!c.log.starts_with("http://") && !c.log.starts_with("https://"))
    return std::make_unique<proof::DirectoryReader>(c.log);
  TRY_SET(auto url, link::parse_url(c.log));
  return std::make_unique<link::LogOverHttp>(
      std::move(url), link::HttpClientOptions{.limits = {}, .ca_file = c.ca_file}, "");
}

int verify_log(const VerifyCommand& c, const std::optional<proof::Policy>& policy) {
  std::vector<proof::Verifier> keys;
  if (const auto key = key_of(c.key)) {
    const auto verifier = proof::parse_vkey(*key);
    if (!verifier) return fail(verifier.error());
    keys.push_back(*verifier);
  } else if (policy && policy->log) {
    keys.push_back(*policy->log);
  } else {
    return fail({"a log needs --key: its vkey, or a file that holds it"});
  }
  if (policy)
    for (const proof::Verifier& follower : policy->keys()) keys.push_back(follower);
  const auto reader = open_log(c);
  if (!reader) return fail(reader.error());
  const auto report = proof::audit_log(**reader, keys);
  if (!report) return fail(report.error());
  if (c.json)
    say(log_json(*report));
  else
    print_log(*report);
  return report->sound() ? exit_good : exit_no;
}

}  // namespace

int verify(const VerifyCommand& c) {
  const auto policy = read_policy_file(c.policy);
  if (!policy) return fail(policy.error());
  if (!c.log.empty()) return verify_log(c, *policy);
  if (c.file.empty()) return fail({"name a file, or a log with --log"});
  const auto file = read_file(c.file);
  if (!file) return fail(file.error());
  const auto report =
      certificate::verify_document(view_of(*file), key_of(c.key), *policy ? &**policy : nullptr);
  say(c.json ? certificate::report_json(report) : certificate::report_text(report));
  return report.valid ? exit_good : exit_no;
}

}  // namespace tanshu::apps
