// SPDX-License-Identifier: Apache-2.0
// The edge to Cairo and Pango. Fonts are Noto CJK, embedded as subsets by Cairo.
#include "certificate/canvas.h"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <memory>

namespace tanshu::certificate {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned length) {
  auto& bytes = *static_cast<Bytes*>(closure);
  bytes.insert(bytes.end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

/// Puts every run of ASCII into the Japanese face of the same family, whose Latin letters are the
/// same. Cairo 1.16 can keep all subroutines of a font (a megabyte) when a subset mixes Latin and
/// Chinese glyphs; apart they stay small.
void part_latin(PangoAttrList* attributes, std::string_view text, bool serif) {
  const auto is_ascii = [text](std::size_t i) {
    return static_cast<unsigned char>(text[i]) < 0x80;
  };
  for (std::size_t from = 0, to = 0; from < text.size(); from = to) {
    to = from + 1;
    while (to < text.size() && is_ascii(to) == is_ascii(from)) ++to;
    if (!is_ascii(from)) continue;
    PangoAttribute* face = pango_attr_family_new(serif ? "Noto Serif CJK JP" : "Noto Sans CJK JP");
    face->start_index = static_cast<guint>(from);
    face->end_index = static_cast<guint>(to);
    pango_attr_list_insert(attributes, face);
  }
}

Layout lay_out(cairo_t* pen, const TextStyle& style, std::string_view text) {
  Layout layout(pango_cairo_create_layout(pen));
  PangoContext* context = pango_layout_get_context(layout.get());
  pango_cairo_context_set_resolution(context, 72);  // so that a point of type is a point of page
  pango_context_set_language(context, pango_language_from_string("zh-cn"));
  pango_context_set_round_glyph_positions(context, FALSE);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, style.serif ? "Noto Serif CJK SC" : "Noto Sans CJK SC");
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  // Without ligatures, so that searching and copying find the letters.
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));
  part_latin(attributes, text, style.serif);
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

TextExtent extent_of(PangoLayout* layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout, &width, &height);
  return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
}

}  // namespace

Canvas::Canvas(const PdfInfo& info) {
  surface_ = cairo_pdf_surface_create_for_stream(&append_bytes, &bytes_, page_width, page_height);
  // 1.4 keeps the plain cross-reference table that pdf_attachment continues.
  cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_4);
  const std::string created = to_text(Instant{info.created.ns / 1'000'000'000 * 1'000'000'000});
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, info.title.c_str());
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_SUBJECT, info.subject.c_str());
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATOR, "Tanshu 碳枢");
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  pen_ = cairo_create(surface_);
}

Canvas::~Canvas() {
  cairo_destroy(pen_);
  cairo_surface_destroy(surface_);
}

void Canvas::set(const Colour& colour) {
  cairo_set_source_rgba(pen_, colour.red, colour.green, colour.blue, colour.alpha);
}

void Canvas::next_page() {
  cairo_show_page(pen_);
}

void Canvas::text(double x, double y, const TextStyle& style, std::string_view line) {
  const Layout layout = lay_out(pen_, style, line);
  const double width = extent_of(layout.get()).width;
  if (style.align == Align::centre) x -= width / 2;
  if (style.align == Align::right) x -= width;
  set(style.colour);
  cairo_move_to(pen_, x, y);
  pango_cairo_show_layout(pen_, layout.get());
}

TextExtent Canvas::measure(const TextStyle& style, std::string_view line) {
  return extent_of(lay_out(pen_, style, line).get());
}

std::vector<std::string> Canvas::wrap(const TextStyle& style, std::string_view text, double width) {
  const Layout layout = lay_out(pen_, style, text);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  std::vector<std::string> lines;
  for (int i = 0; i < pango_layout_get_line_count(layout.get()); ++i) {
    const PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), i);
    lines.emplace_back(text.substr(static_cast<std::size_t>(line->start_index),
                                   static_cast<std::size_t>(line->length)));
  }
  return lines;
}

void Canvas::begin_link(const std::string& address) {
  std::string quoted;
  for (const char c : address) {
    if (c == '\'' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  cairo_tag_begin(pen_, CAIRO_TAG_LINK, fmt::format("uri='{}'", quoted).c_str());
}

void Canvas::end_link() {
  cairo_tag_end(pen_, CAIRO_TAG_LINK);
}

Result<Bytes> Canvas::finish() {
  cairo_show_page(pen_);
  const cairo_status_t drawn = cairo_status(pen_);
  cairo_surface_finish(surface_);
  const cairo_status_t written = cairo_surface_status(surface_);
  for (const cairo_status_t status : {drawn, written})
    if (status != CAIRO_STATUS_SUCCESS)
      return failure(fmt::format("PDF 绘制失败：{0} | drawing the PDF failed: {0}",
                                 cairo_status_to_string(status)));
  return std::move(bytes_);
}

}  // namespace tanshu::certificate
