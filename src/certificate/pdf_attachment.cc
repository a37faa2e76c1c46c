// SPDX-License-Identifier: Apache-2.0
// Writes and finds the appended section. Where base, JSON and length stand is said at both ends of
// the section, so that one changed byte cannot hide them.
#include "certificate/pdf_attachment.h"

#include <fmt/format.h>

#include <vector>

namespace tanshu::certificate {
namespace {

/// What an incremental update must know of the file that it continues (ISO 32000-1, 7.5.5
/// and 7.5.6).
struct BaseTrailer {
  std::size_t object_count = 0;
  std::size_t catalog = 0;
  std::size_t info = 0;
  std::size_t table_offset = 0;
  /// What stands between << and >> of the catalog.
  std::string_view catalog_entries;
};

std::optional<std::size_t> number_after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  std::size_t value = 0, digits = 0;
  for (std::size_t i = at + key.size(); i < text.size() && digits < 12; ++i, ++digits) {
    if (text[i] < '0' || text[i] > '9') break;
    value = value * 10 + static_cast<std::size_t>(text[i] - '0');
  }
  if (digits == 0) return std::nullopt;
  return value;
}

Result<BaseTrailer> read_trailer(std::string_view pdf) {
  const auto malformed = [](const char* what) {
    return failure(fmt::format("PDF 结构不符：{0} | the PDF has no plain {0}", what));
  };
  const auto trailer_at = pdf.rfind("trailer\n<<");
  if (trailer_at == std::string_view::npos || !pdf.ends_with("%%EOF\n"))
    return malformed("trailer");
  const std::string_view trailer = pdf.substr(trailer_at);
  const auto size = number_after(trailer, "/Size "), root = number_after(trailer, "/Root "),
             info = number_after(trailer, "/Info "), table = number_after(trailer, "startxref\n");
  if (!size || !root || !info || !table || trailer.contains("/Prev")) return malformed("trailer");
  const std::string opening = fmt::format("\n{} 0 obj\n<<", *root);
  const auto catalog_at = pdf.rfind(opening);
  if (catalog_at == std::string_view::npos) return malformed("catalog");
  const std::string_view rest = pdf.substr(catalog_at + opening.size());
  const auto end = rest.find(">>\nendobj");
  if (end == std::string_view::npos) return malformed("catalog");
  const std::string_view entries = rest.substr(0, end);
  if (entries.contains("/Names") || entries.contains("/AF") || entries.contains("stream"))
    return malformed("catalog");
  return BaseTrailer{*size, *root, *info, *table, entries};
}

/// "%tanshu-attachment 0000001234 0000002345 0000003456": base, JSON offset and JSON length, of
/// fixed width.
std::string marker_line(std::size_t base, std::size_t json_offset, std::size_t length) {
  return fmt::format("{}{:010} {:010} {:010}\n", attachment_marker, base, json_offset, length);
}

constexpr std::size_t marker_line_bytes = attachment_marker.size() + 33;

std::string stream_opening(std::size_t object, std::size_t length) {
  return fmt::format(
      "{} 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Params << /Size {} >>\n"
      "   /Length {} >>\nstream\n",
      object, length, length);
}

std::string file_specification(std::size_t object, std::size_t stream) {
  return fmt::format(
      "{0} 0 obj\n<< /Type /Filespec /F ({1}) /UF ({1})\n   /Desc (Tanshu document: evidence, "
      "checkpoint and signature)\n   /AFRelationship /Source /EF << /F {2} 0 R /UF {2} 0 R >> "
      ">>\nendobj\n",
      object, attachment_name, stream);
}

std::string catalog_with_names(const BaseTrailer& base, std::size_t specification) {
  return fmt::format(
      "{0} 0 obj\n<<{1}   /Names << /EmbeddedFiles << /Names [ ({2}) {3} 0 R ] >> >>\n   /AF [ {3} "
      "0 R ]\n>>\nendobj\n",
      base.catalog, base.catalog_entries, attachment_name, specification);
}

std::string table_and_trailer(const BaseTrailer& base, std::size_t catalog_at,
                              std::size_t stream_at, std::size_t specification_at) {
  return fmt::format(
      "xref\n{} 1\n{:010} 00000 n \n{} 2\n{:010} 00000 n \n{:010} 00000 n \ntrailer\n<< /Size {}\n"
      "   /Root {} 0 R\n   /Info {} 0 R\n   /Prev {}\n>>\n",
      base.catalog, catalog_at, base.object_count, stream_at, specification_at,
      base.object_count + 2, base.catalog, base.info, base.table_offset);
}

/// The three numbers of a marker line, if it is one.
std::optional<Attachment> read_marker(std::string_view pdf, std::size_t at) {
  const std::string_view line = pdf.substr(at, marker_line_bytes);
  if (line.size() != marker_line_bytes) return std::nullopt;
  const std::string_view numbers = line.substr(attachment_marker.size());
  const auto base = number_after(numbers.substr(0, 11), ""),
             json = number_after(numbers.substr(11, 11), ""),
             length = number_after(numbers.substr(22, 11), "");
  if (!base || !json || !length) return std::nullopt;
  if (*base >= *json || *json > pdf.size() || *length > pdf.size() - *json) return std::nullopt;
  return Attachment{*base, *json, pdf.substr(*json, *length)};
}

/// How much of the file agrees with a marker line. One changed byte leaves one of the two lines
/// with all of it, or both with the same.
int agreement(std::string_view pdf, const Attachment& found) {
  return (pdf.substr(found.base_bytes).starts_with(attachment_marker) ? 1 : 0) +
         (pdf.substr(0, found.json_offset).ends_with("stream\n") ? 1 : 0) +
         (pdf.substr(found.json_offset + found.json.size()).starts_with("\nendstream") ? 1 : 0);
}

}  // namespace

Result<Bytes> attach(ByteView base, std::string_view json) {
  TRY_SET(const BaseTrailer trailer, read_trailer(text_of(base)));
  const std::size_t stream = trailer.object_count, specification = stream + 1;
  std::string out(text_of(base));
  const std::size_t stream_at = base.size() + marker_line_bytes;
  const std::string opening = stream_opening(stream, json.size());
  const std::string marker = marker_line(base.size(), stream_at + opening.size(), json.size());
  out.append(marker).append(opening).append(json).append("\nendstream\nendobj\n");
  const std::size_t specification_at = out.size();
  out += file_specification(specification, stream);
  const std::size_t catalog_at = out.size();
  out += catalog_with_names(trailer, specification);
  const std::size_t table_at = out.size();
  out += table_and_trailer(trailer, catalog_at, stream_at, specification_at);
  out += marker;
  out += fmt::format("startxref\n{}\n%%EOF\n", table_at);
  return Bytes(out.begin(), out.end());
}

Checked<Attachment> find_attachment(ByteView file) {
  const std::string_view pdf = text_of(file);
  std::vector<std::size_t> marks;
  for (std::size_t at = pdf.find(attachment_marker);
       at != std::string_view::npos && marks.size() < 16; at = pdf.find(attachment_marker, at + 1))
    marks.push_back(at);
  std::optional<Attachment> best;
  for (const std::size_t at : marks) {
    const auto found = read_marker(pdf, at);
    if (!found || agreement(pdf, *found) < 2) continue;
    if (!best || agreement(pdf, *found) > agreement(pdf, *best)) best = found;
  }
  if (best) return *best;
  if (!marks.empty())
    return problem("附加段已损坏", "the appended section is damaged", "appended section",
                   marks.front());
  return problem("PDF 中没有附带 tanshu-document.json", "the PDF carries no tanshu-document.json");
}

}  // namespace tanshu::certificate
