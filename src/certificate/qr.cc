// SPDX-License-Identifier: Apache-2.0
// QR codes through libqrencode.
#include "certificate/qr.h"

#include <qrencode.h>

#include <memory>

namespace tanshu::certificate {

Result<QrCode> encode_qr(std::string_view text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) return failure("内容放不进二维码 | the text does not fit into a QR code");
  QrCode grid{code->width, {}};
  const auto modules =
      static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  grid.dark.reserve(modules);
  for (std::size_t i = 0; i < modules; ++i) grid.dark.push_back((code->data[i] & 1) != 0);
  return grid;
}

}  // namespace tanshu::certificate
