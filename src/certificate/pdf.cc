// SPDX-License-Identifier: Apache-2.0
// Draws a document's pages.
#include "certificate/pdf.h"

#include "base/hash.h"
#include "certificate/layout.h"
#include "certificate/ornament.h"
#include "certificate/pdf_attachment.h"
#include "certificate/qr.h"
#include "certificate/spelling.h"
#include "certificate/verify.h"
#include "proof/checkpoint.h"

namespace tanshu::certificate {
namespace {

constexpr double centre = page_width / 2;
constexpr double panel_top = 640;
constexpr double panel_bottom = 774;
constexpr double footer_y = 780;
constexpr double qr_side = 94;
constexpr Body first_body{304, panel_top - 5};
constexpr Body later_body{104, footer_y - 8};

/// All that goes onto the pages.
struct Sheet {
  const Document& document;
  Statement statement;
  proof::Checkpoint checkpoint;
  std::string fingerprint;
  std::string address;
  QrCode qr;
};

Words sentence_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::cancellation_certificate:
      return {"兹证明下列碳单位已在登记系统中永久注销，不得再次流转、使用或主张。",
              "The carbon units below have been taken out of circulation for good. They cannot be "
              "transferred, used or claimed again."};
    case DocumentKind::trade_voucher:
      return {"兹证明下列成交已在登记系统中记载；权属变更以主管部门办理过户登记为准。",
              "The trade below is on record. Ownership changes when the bureau registers the "
              "transfer on this voucher."};
    case DocumentKind::carbon_ticket:
      return {"兹证明持有人在所载时点持有下列经核查、登记的林草碳汇减排量收益权。",
              "The holder held, at the time stated, the right to the proceeds of the verified and "
              "registered carbon below."};
  }
  return {};
}

std::string collection_of(DocumentKind kind) {
  if (kind == DocumentKind::cancellation_certificate) return "certificates";
  return kind == DocumentKind::trade_voucher ? "vouchers" : "tickets";
}

void rounded(cairo_t* pen, double x, double y, double width, double height) {
  constexpr double radius = 6;
  constexpr double quarter = 1.5707963267948966;
  cairo_new_sub_path(pen);
  cairo_arc(pen, x + width - radius, y + radius, radius, -quarter, 0);
  cairo_arc(pen, x + width - radius, y + height - radius, radius, 0, quarter);
  cairo_arc(pen, x + radius, y + height - radius, radius, quarter, 2 * quarter);
  cairo_arc(pen, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
  cairo_close_path(pen);
}

void draw_rule(Canvas& canvas, double y) {
  cairo_t* pen = canvas.pen();
  canvas.set(palette::gold);
  cairo_set_line_width(pen, 0.7);
  for (const double side : {-1.0, 1.0}) {
    cairo_move_to(pen, centre + side * 8, y);
    cairo_line_to(pen, centre + side * 120, y);
    cairo_stroke(pen);
  }
  cairo_move_to(pen, centre, y - 3.4);
  cairo_line_to(pen, centre + 3.4, y);
  cairo_line_to(pen, centre, y + 3.4);
  cairo_line_to(pen, centre - 3.4, y);
  cairo_close_path(pen);
  cairo_fill(pen);
}

void draw_heading(Canvas& canvas, const Sheet& sheet) {
  draw_mark(canvas, centre, 84, 50);
  canvas.text(centre, 112, {9.5, true, true, palette::forest, Align::centre}, "碳枢  Tanshu");
  canvas.text(centre, 126, {31, true, true, palette::forest, Align::centre},
              sheet.statement.title.zh);
  canvas.text(centre, 174, {13, true, false, palette::leaf, Align::centre},
              sheet.statement.title.en);
  draw_rule(canvas, 203);
  const Words sentence = sentence_of(sheet.document.kind);
  canvas.text(centre, 210, {10, false, false, palette::ink, Align::centre}, sentence.zh);
  canvas.text(centre, 227, {7.6, false, false, palette::slate, Align::centre}, sentence.en);
}

void draw_amount(Canvas& canvas, const Sheet& sheet) {
  cairo_t* pen = canvas.pen();
  constexpr double top = 243, height = 57;
  canvas.set(palette::forest);
  rounded(pen, text_left, top, text_right - text_left, height);
  cairo_fill(pen);
  constexpr Colour pale{0.80, 0.90, 0.84};
  const Words amount = spell(sheet.statement.amount);
  canvas.text(text_left + 16, top + 7, {7.6, false, false, pale}, "数量  Amount");
  canvas.text(text_left + 16, top + 13, {20, true, true, palette::white}, amount.zh);
  canvas.text(text_left + 16, top + 42, {8.4, false, false, pale}, amount.en);
  canvas.text(text_right - 16, top + 7, {7.6, false, false, pale, Align::right}, "编号  Number");
  const double size = sheet.document.number.size() > 24 ? 8.5 : 13;
  canvas.text(text_right - 16, top + 20, {size, false, true, palette::white, Align::right},
              sheet.document.number);
}

void draw_qr(Canvas& canvas, const QrCode& qr, double x, double y) {
  cairo_t* pen = canvas.pen();
  const double module = qr_side / (qr.width + 2 * qr_quiet_modules);
  canvas.set(palette::white);
  cairo_rectangle(pen, x, y, qr_side, qr_side);
  cairo_fill(pen);
  canvas.set({0, 0, 0});
  for (int row = 0; row < qr.width; ++row)
    for (int column = 0; column < qr.width; ++column) {
      if (!qr.at(column, row)) continue;
      cairo_rectangle(pen, x + (column + qr_quiet_modules) * module,
                      y + (row + qr_quiet_modules) * module, module, module);
    }
  cairo_fill(pen);
}

/// On two lines of the same length.
std::string halved(std::string fingerprint) {
  const std::size_t middle = fingerprint.find(' ', fingerprint.size() / 2);
  if (middle != std::string::npos) fingerprint[middle] = '\n';
  return fingerprint;
}

/// The lines of the proof panel, each a label and a value.
std::vector<Row> proof_rows(const Sheet& sheet) {
  const proof::Checkpoint& log = sheet.checkpoint;
  const Statement& statement = sheet.statement;
  const Words at = spell(statement.at);
  return {
      {{"登记日志", "Log"}, both(log.origin)},
      {{"检查点", "Checkpoint"},
       both(fmt::format("{} 条 entries · {}", log.size, to_base64(log.root.view())))},
      {{"首证条目", "First entry"}, both(fmt::format("#{} · {}", statement.log_index, at.zh))},
      {{"文档时点", "As of"}, both(spell(statement.as_of).zh)},
      {{"公钥指纹", "Key SHA-256"}, both(halved(sheet.fingerprint))},
  };
}

void draw_proof_text(Canvas& canvas, const Sheet& sheet, double width) {
  const TextStyle label{7.4, false, true, palette::forest};
  const TextStyle label_english{6.2, false, false, palette::slate};
  const TextStyle value{7.2, false, false, palette::ink};
  constexpr double left = text_left + 14, values = left + 62;
  canvas.text(left, panel_top + 8, {9.2, true, true, palette::forest}, "日志证明");
  canvas.text(left + 44, panel_top + 10.4, {7.2, false, false, palette::slate},
              "Proof of the transparency log");
  double y = panel_top + 27;
  for (const Row& row : proof_rows(sheet)) {
    canvas.text(left, y, label, row.label.zh);
    canvas.text(left, y + 8.8, label_english, row.label.en);
    const auto lines = canvas.wrap(value, row.value.zh, width - 62);
    double line_y = lines.size() == 1 ? y + 2.4 : y - 1.2;
    for (const std::string& line : lines) {
      canvas.text(values, line_y, value, line);
      line_y += 9.2;
    }
    y += 19.4;
  }
}

void draw_panel(Canvas& canvas, const Sheet& sheet) {
  cairo_t* pen = canvas.pen();
  canvas.set(palette::mist);
  rounded(pen, text_left, panel_top, text_right - text_left, panel_bottom - panel_top);
  cairo_fill_preserve(pen);
  canvas.set(palette::hairline);
  cairo_set_line_width(pen, 0.5);
  cairo_stroke(pen);
  const double qr_x = text_right - 12 - qr_side;
  draw_proof_text(canvas, sheet, qr_x - text_left - 24);
  canvas.begin_link(sheet.address);
  draw_qr(canvas, sheet.qr, qr_x, panel_top + 9);
  canvas.text(qr_x + qr_side / 2, panel_top + 104,
              {8.6, false, true, palette::forest, Align::centre}, "扫码验证");
  canvas.text(qr_x + qr_side / 2, panel_top + 117, {7, false, false, palette::slate, Align::centre},
              "Scan to verify");
  canvas.end_link();
}

void draw_ground(Canvas& canvas) {
  constexpr Colour faint{0.043, 0.290, 0.208, 0.07};
  draw_rosette(canvas, centre, page_height / 2 + 40, 190, faint);
  draw_frame(canvas);
}

void draw_footer(Canvas& canvas, std::size_t page, std::size_t pages) {
  const TextStyle style{6.6, false, false, palette::slate};
  TextStyle right = style;
  right.align = Align::right;
  canvas.text(text_left, footer_y, style,
              "本页内容均由所附 tanshu-document.json 推出，可离线验证 · "
              "All of this follows from the attached file and can be verified offline");
  canvas.text(text_right, footer_y, right,
              fmt::format("第 {0} 页，共 {1} 页 · {0} / {1}", page, pages));
}

void draw_strips(Canvas& canvas, const PagePlan& plan) {
  cairo_t* pen = canvas.pen();
  for (const auto& [y, strip] : plan) {
    if (strip.shaded) {
      canvas.set(palette::mist);
      cairo_rectangle(pen, text_left, y, text_right - text_left, strip.height);
      cairo_fill(pen);
    }
    if (strip.ruled && &strip != &plan.front().strip) {
      canvas.set(palette::hairline);
      cairo_set_line_width(pen, 0.5);
      cairo_move_to(pen, text_left, y);
      cairo_line_to(pen, text_right, y);
      cairo_stroke(pen);
    }
    for (const TextPiece& piece : strip.pieces)
      canvas.text(text_left + piece.x, y + piece.y, piece.style, piece.text);
  }
}

void draw_running_head(Canvas& canvas, const Sheet& sheet) {
  draw_mark(canvas, text_left + 14, 74, 28);
  canvas.text(text_left + 36, 58, {13, true, true, palette::forest}, sheet.statement.title.zh);
  canvas.text(text_left + 36, 77, {8, false, false, palette::leaf}, sheet.statement.title.en);
  canvas.text(text_right, 66, {9, false, true, palette::forest, Align::right},
              sheet.document.number);
  cairo_t* pen = canvas.pen();
  canvas.set(palette::gold);
  cairo_set_line_width(pen, 0.7);
  cairo_move_to(pen, text_left, 96);
  cairo_line_to(pen, text_right, 96);
  cairo_stroke(pen);
}

Result<Bytes> draw(const Sheet& sheet) {
  const Words& title = sheet.statement.title;
  Canvas canvas({fmt::format("{} {} {}", title.zh, title.en, sheet.document.number), sheet.address,
                 sheet.document.as_of});
  const auto pages = paginate(strips_of(canvas, sheet.statement), first_body, later_body);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i > 0) canvas.next_page();
    draw_ground(canvas);
    if (i == 0) {
      draw_heading(canvas, sheet);
      draw_amount(canvas, sheet);
      draw_panel(canvas, sheet);
    } else {
      draw_running_head(canvas, sheet);
    }
    draw_strips(canvas, pages[i]);
    draw_footer(canvas, i + 1, pages.size());
  }
  return canvas.finish();
}

}  // namespace

std::string verify_address(const Document& document) {
  return fmt::format("{}/verify?document={}/{}", document.public_url, collection_of(document.kind),
                     document.number);
}

Result<Bytes> render_page(const Document& document) {
  auto statement = derive_statement(document);
  if (!statement) return std::unexpected(failure_of(statement.error()));
  TRY_SET(const proof::Verifier key, proof::parse_vkey(document.vkey));
  TRY_SET(auto opened, proof::open_checkpoint(document.checkpoint, std::span(&key, 1)));
  std::string address = verify_address(document);
  TRY_SET(QrCode qr, encode_qr(address));
  return draw({document, std::move(*statement), std::move(opened.checkpoint), fingerprint_of(key),
               std::move(address), std::move(qr)});
}

Result<Bytes> render_pdf(const Document& document, const proof::Signer& log) {
  TRY_SET(const Bytes page, render_page(document));
  Document attached = document;
  attached.rendition = Rendition{page.size(), sha256(page)};
  TRY(sign(attached, log));
  return attach(page, to_json(attached));
}

}  // namespace tanshu::certificate
