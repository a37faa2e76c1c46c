// SPDX-License-Identifier: Apache-2.0
// data/evidence: files that reports in the journal name by digest, kept under that digest; and
// data/visitors: what was made for people who did not sign in, kept for a while.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace tanshu::api {

class Evidence {
 public:
  explicit Evidence(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Lets the oldest files go until what is left takes no more than so many bytes.
  Result<void> keep_within(std::uintmax_t bytes_max) const;

  /// Keeps the bytes as <sha256> and returns the digest; on disk, synced, when it returns. Again is
  /// no harm.
  Result<Digest> keep(std::string_view bytes) const;
  /// Keeps another form of a kept file, as <digest>.<extension>.
  Result<void> keep_form(const Digest& digest, std::string_view extension,
                         std::string_view bytes) const;

  /// Nothing when it is not there.
  Result<std::optional<std::string>> read(const Digest& digest,
                                          std::string_view extension = {}) const;

 private:
  Result<void> write(const std::string& name, std::string_view bytes) const;

  std::filesystem::path directory_;
};

}  // namespace tanshu::api
