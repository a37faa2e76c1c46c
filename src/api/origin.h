// SPDX-License-Identifier: Apache-2.0
// Whether a browser's request comes from a page of this server.
#pragma once

#include <string_view>

#include "api/http_message.h"

namespace tanshu::api {

/// True for the Origin of the public URL, and for http origins that equal the Host header when that
/// is an address or localhost: a foreign name that points here (DNS rebinding) is neither.
bool origin_is_ours(std::string_view origin, std::string_view host, std::string_view public_url);

/// The foreign origin that sent a request, or empty: no browser, or a page of ours.
std::string foreign_origin(const Request& request, std::string_view public_url);

}  // namespace tanshu::api
