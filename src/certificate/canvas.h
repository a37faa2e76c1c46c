// SPDX-License-Identifier: Apache-2.0
// Drawing on A4 pages: lines and shapes through Cairo, text through Pango, lengths in points from
// the top left.
#pragma once

#include <cairo.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace tanshu::certificate {

inline constexpr double page_width = 595.276;
inline constexpr double page_height = 841.89;

struct Colour {
  double red = 0, green = 0, blue = 0, alpha = 1;
};

enum class Align : std::uint8_t { left, centre, right };

struct TextStyle {
  double size = 10;
  bool serif = false;
  bool bold = false;
  Colour colour;
  Align align = Align::left;
};

/// How wide and high a text would be without any wrapping.
struct TextExtent {
  double width = 0;
  double height = 0;
};

struct PdfInfo {
  std::string title;
  std::string subject;
  Instant created;
};

/// One PDF being drawn, in memory.
class Canvas {
 public:
  explicit Canvas(const PdfInfo& info);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  cairo_t* pen() { return pen_; }
  void set(const Colour& colour);
  void next_page();

  /// One line with its top at y; x is the left end, the middle or the right end as the style aligns
  /// it.
  void text(double x, double y, const TextStyle& style, std::string_view line);
  TextExtent measure(const TextStyle& style, std::string_view line);
  /// Breaks a text into lines no wider than `width`.
  std::vector<std::string> wrap(const TextStyle& style, std::string_view text, double width);

  /// What is drawn until end_link() leads to the address.
  void begin_link(const std::string& address);
  void end_link();

  /// Finishes the file; nothing can be drawn afterwards.
  Result<Bytes> finish();

 private:
  cairo_surface_t* surface_;
  cairo_t* pen_;
  Bytes bytes_;
};

}  // namespace tanshu::certificate
