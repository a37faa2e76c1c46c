// SPDX-License-Identifier: Apache-2.0
// Carries a document inside a PDF as an embedded file, by an incremental update that has exactly
// one spelling: the same page and document always give the same bytes, so whoever makes it again
// sees every byte that was changed.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "certificate/problem.h"

namespace tanshu::certificate {

inline constexpr std::string_view attachment_name = "tanshu-document.json";
inline constexpr std::string_view attachment_marker = "%tanshu-attachment ";

struct Attachment {
  /// The PDF before the appended section.
  std::size_t base_bytes = 0;
  std::size_t json_offset = 0;
  /// Points into the file.
  std::string_view json;
};

/// `base` with the document appended. The base is a PDF with a plain cross-reference table and
/// nothing attached.
Result<Bytes> attach(ByteView base, std::string_view json);

/// Finds the document in what attach() made, even when one byte of it has been changed; the finder
/// promises nothing more: whoever trusts a file must make it again with attach() and compare.
Checked<Attachment> find_attachment(ByteView pdf);

}  // namespace tanshu::certificate
