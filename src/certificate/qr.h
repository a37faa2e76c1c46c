// SPDX-License-Identifier: Apache-2.0
// QR codes as grids of dark and light modules.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"

namespace tanshu::certificate {

struct QrCode {
  /// Modules on a side, without the quiet zone.
  int width = 0;
  /// Row by row.
  std::vector<bool> dark;
  bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * width + x)]; }
};

/// The smallest code with error correction M (15 %), bytes as they are.
Result<QrCode> encode_qr(std::string_view text);

/// Light modules that must surround the code (ISO/IEC 18004).
inline constexpr int qr_quiet_modules = 4;

}  // namespace tanshu::certificate
