// SPDX-License-Identifier: Apache-2.0
// Loads the rules directory.
#include "measure/method_library.h"

#include <fstream>
#include <iterator>
#include <string>

#include "base/file.h"

namespace tanshu::measure {

namespace {

constexpr std::uintmax_t file_bytes_max = 1 << 20;

std::unexpected<Problem> unreadable(const std::filesystem::path& file, const std::string& what) {
  return problem(ProblemKind::method_file_unreadable, {{"file", file.string()}, {"what", what}});
}

Measured<std::vector<std::filesystem::path>> toml_files(const std::filesystem::path& directory) {
  auto files = files_with_extension(directory, ".toml");
  if (!files) return unreadable(directory, files.error().what);
  return std::move(*files);
}

Measured<std::string> read_text(const std::filesystem::path& file) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (error) return unreadable(file, error.message());
  if (bytes > file_bytes_max) return unreadable(file, "larger than 1 MiB");
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return unreadable(file, "cannot be read");
  return text;
}

Measured<bool> check_name(const std::filesystem::path& file, const std::string& id) {
  if (file.stem() == id) return true;
  return problem(
      ProblemKind::method_file_malformed,
      {{"file", file.filename().string()}, {"where", "id"}, {"what", "the name of the file"}});
}

}  // namespace

Measured<MethodLibrary> MethodLibrary::load(const std::filesystem::path& rules) {
  std::vector<NamedRule> named;
  const auto rule_files = toml_files(rules / "uncertainty");
  if (!rule_files) return std::unexpected(rule_files.error());
  for (const auto& file : *rule_files) {
    auto text = read_text(file);
    if (!text) return std::unexpected(text.error());
    const auto rule = read_rule(*text, file.filename().string());
    if (!rule) return std::unexpected(rule.error());
    if (const auto fits = check_name(file, rule->id); !fits) return std::unexpected(fits.error());
    named.push_back({*rule, std::move(*text)});
  }
  MethodLibrary library;
  const auto method_files = toml_files(rules / "methods");
  if (!method_files) return std::unexpected(method_files.error());
  for (const auto& file : *method_files) {
    const auto text = read_text(file);
    if (!text) return std::unexpected(text.error());
    auto method = read_method(*text, file.filename().string(), named);
    if (!method) return std::unexpected(method.error());
    if (const auto fits = check_name(file, method->id); !fits) return std::unexpected(fits.error());
    library.methods_.push_back(std::move(*method));
  }
  return library;
}

Measured<const Method*> MethodLibrary::find(std::string_view id) const {
  std::string known;
  for (const Method& method : methods_) {
    if (method.id == id) return &method;
    known += known.empty() ? method.id : ", " + method.id;
  }
  return problem(ProblemKind::method_unknown, {{"method", std::string(id)}, {"known", known}});
}

}  // namespace tanshu::measure
