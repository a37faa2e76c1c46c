// SPDX-License-Identifier: Apache-2.0
// Serves one node over HTTP until it is told to stop: the room's one entry for the program.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "node/node.h"

namespace tanshu::api {

struct ServeOptions {
  std::filesystem::path data;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 takes any free one
  /// The built web pages; empty serves none.
  std::filesystem::path web_dir;
  std::filesystem::path rules_dir;
  /// Who follows the log and what confirms its entries; empty when nobody does.
  std::filesystem::path policy;
  /// Lets anyone sign in as any user. Never for real books.
  bool demo = false;
  /// Where others reach this server: stands in QR codes. Empty means http://address:port.
  std::string public_url;
  /// Told "http://127.0.0.1:8080" once connections are taken; by default it is printed as
  /// "listening on …".
  std::function<void(const std::string& url)> listening;
};

/// Returns once `stop` is true and requests under way have ended, or at once when it cannot start.
Result<void> serve(node::Node& node, const ServeOptions& options, const std::atomic<bool>& stop);

}  // namespace tanshu::api
