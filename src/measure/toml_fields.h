// SPDX-License-Identifier: Apache-2.0
// Strict reading of TOML tables: a missing, mistyped or unknown key is the first problem and is
// named by its path.
#pragma once

#include <toml++/toml.h>

#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "measure/figure.h"
#include "measure/problem.h"

namespace tanshu::measure {

/// The first problem found in a file, shared by the tables read from it.
struct TomlTrouble {
  std::string file;
  std::optional<Problem> first;

  void note(const std::string& where, const std::string& what) {
    if (!first)
      first = Problem{ProblemKind::method_file_malformed,
                      {{"file", file}, {"where", where}, {"what", what}}};
  }
};

/// A table being read. Reading continues with defaults after a problem, so that callers check once
/// at the end.
class TomlFields {
 public:
  TomlFields(const toml::table& table, std::string where, TomlTrouble& trouble)
      : table_(&table), where_(std::move(where)), trouble_(&trouble) {}

  std::string text(const char* key);
  std::string text_or(const char* key, std::string_view fallback);
  double number(const char* key);
  std::optional<double> number_if(const char* key);
  /// A whole number from `least` to `most`; `least` when there is none.
  std::int64_t whole_number(const char* key, std::int64_t least, std::int64_t most);
  bool flag_or(const char* key, bool fallback);
  /// { zh = "...", en = "..." }
  Text words(const char* key);
  Source source(const char* key);
  std::vector<std::string> texts(const char* key);
  std::vector<TomlFields> tables(const char* key);
  TomlFields table(const char* key);
  bool has(const char* key) const { return table_->contains(key); }

  /// One of `choices`, by name.
  template <class E, std::size_t N>
  E choice(const char* key, const std::pair<const char*, E> (&choices)[N]) {
    const std::string name = text(key);
    std::string known;
    for (const auto& [choice_name, value] : choices) {
      if (name == choice_name) return value;
      known += known.empty() ? choice_name : std::string(", ") + choice_name;
    }
    wrong(key, "one of " + known);
    return choices[0].second;
  }

  /// Notes the first key that nobody asked for.
  void done();
  void wrong(const std::string& key, const std::string& what) { trouble_->note(path(key), what); }

 private:
  std::string path(const std::string& key) const {
    return where_.empty() ? key : where_ + '.' + key;
  }
  const toml::node* find(const char* key, bool required);

  const toml::table* table_;
  std::string where_;
  TomlTrouble* trouble_;
  std::set<std::string, std::less<>> asked_;
};

/// Parses the text; a syntax error becomes the trouble's problem and an empty table is returned.
toml::table parse_toml(std::string_view text, TomlTrouble& trouble);

}  // namespace tanshu::measure
