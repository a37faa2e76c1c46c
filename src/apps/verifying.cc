// SPDX-License-Identifier: Apache-2.0
// verify: a document or a whole log, with no server and no network.
#include <fmt/format.h>

#include "apps/commands.h"
#include "apps/terminal.h"
#include "base/file.h"
#include "base/json.h"
#include "certificate/verify.h"
#include "proof/log_audit.h"

namespace tanshu::apps {
namespace {

/// A vkey, or the first line of the file that holds one.
std::optional<std::string> key_of(const std::string& given) {
  if (given.empty()) return std::nullopt;
  const auto file = read_file(given);
  return file ? file->substr(0, file->find('\n')) : given;
}

std::string log_json(const proof::LogReport& report) {
  JsonWriter json;
  json.begin_object().member("valid", report.sound());
  json.member("origin", std::string_view(report.checkpoint.origin));
  json.member("size", report.checkpoint.size);
  json.member("root", report.checkpoint.root.hex());
  json.member("entries_checked", report.entries_checked);
  json.member("files_checked", report.files_checked);
  json.key("findings").begin_array();
  for (const auto& finding : report.findings) {
    json.begin_object().member("file", std::string_view(finding.file));
    json.member("what", std::string_view(finding.what)).end_object();
  }
  return json.end_array().end_object().take();
}

void print_log(const proof::LogReport& report) {
  for (const auto& finding : report.findings)
    say(fmt::format("{}: {}", finding.file, finding.what));
  say(fmt::format("{}  {}  {} entries 条目, {} files 文件",
                  report.sound() ? "有效 VALID" : "无效 NOT VALID", report.checkpoint.origin,
                  report.entries_checked, report.files_checked));
}

int verify_log(const VerifyCommand& c) {
  const auto key = key_of(c.key);
  if (!key) return fail({"a log needs --key: its vkey, or a file that holds it"});
  const auto verifier = proof::parse_vkey(*key);
  if (!verifier) return fail(verifier.error());
  proof::DirectoryReader reader(c.log);
  const auto report = proof::audit_log(reader, std::span(&*verifier, 1));
  if (!report) return fail(report.error());
  if (c.json)
    say(log_json(*report));
  else
    print_log(*report);
  return report->sound() ? exit_good : exit_no;
}

}  // namespace

int verify(const VerifyCommand& c) {
  if (!c.log.empty()) return verify_log(c);
  if (c.file.empty()) return fail({"name a file, or a log with --log"});
  const auto file = read_file(c.file);
  if (!file) return fail(file.error());
  const auto report = certificate::verify_document(view_of(*file), key_of(c.key));
  say(c.json ? certificate::report_json(report) : certificate::report_text(report));
  return report.valid ? exit_good : exit_no;
}

}  // namespace tanshu::apps
