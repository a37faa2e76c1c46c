// SPDX-License-Identifier: Apache-2.0
// Documents as paper: A4 pages in Chinese and English, with the document itself attached.
#pragma once

#include "certificate/document.h"

namespace tanshu::certificate {

/// The pages alone. The same document gives the same bytes wherever the same fonts and libraries
/// are installed. Fails when the evidence does not support the document or the checkpoint is not
/// signed by its key.
Result<Bytes> render_page(const Document& document);

/// The pages with the document attached, which is signed anew because it pins the pages.
Result<Bytes> render_pdf(const Document& document, const proof::Signer& log);

/// What the QR code says: the page of the registry that verifies this document.
std::string verify_address(const Document& document);

}  // namespace tanshu::certificate
