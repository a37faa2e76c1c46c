// SPDX-License-Identifier: Apache-2.0
// Cells with a label above their value: short ones stand in pairs, long ones take the width and may
// flow.
#include "certificate/layout.h"

#include <algorithm>

#include "certificate/ornament.h"
#include "certificate/spelling.h"

namespace tanshu::certificate {
namespace {

constexpr double full_width = text_right - text_left;
constexpr double gutter = 16;
constexpr double half_width = (full_width - gutter) / 2;
constexpr double above_label = 2.8;
constexpr double label_height = 10.8;
constexpr double chinese_height = 14.6;
constexpr double english_height = 10.6;
constexpr double below_cell = 2.8;
/// A cell up to this height is kept whole.
constexpr double whole_height_max = 220;

const TextStyle label_style{7.6, false, false, palette::leaf, Align::left};
const TextStyle label_english_style{7.0, false, false, palette::slate, Align::left};
const TextStyle chinese_style{10.5, false, false, palette::ink, Align::left};
const TextStyle english_style{8.0, false, false, palette::slate, Align::left};
const TextStyle serial_style{8.2, false, false, palette::ink, Align::left};
const TextStyle serial_right_style{8.2, false, false, palette::ink, Align::right};

/// A row with its value broken into lines.
struct Cell {
  Words label;
  std::vector<std::string> chinese;
  std::vector<std::string> english;
  double height() const {
    return above_label + label_height + chinese_height * static_cast<double>(chinese.size()) +
           english_height * static_cast<double>(english.size()) + below_cell;
  }
};

Cell break_row(Canvas& canvas, const Row& row, double width) {
  Cell cell{row.label, canvas.wrap(chinese_style, row.value.zh, width), {}};
  if (row.value.en != row.value.zh) cell.english = canvas.wrap(english_style, row.value.en, width);
  return cell;
}

bool fits_in_half(Canvas& canvas, const Row& row) {
  const Cell cell = break_row(canvas, row, half_width);
  return cell.chinese.size() == 1 && cell.english.size() <= 1;
}

/// Appends the cell's lines to `strip`, as a column at x.
void put_cell(Canvas& canvas, Strip& strip, const Cell& cell, double x) {
  double y = above_label;
  const double after = x + canvas.measure(label_style, cell.label.zh).width + 5;
  strip.pieces.push_back({x, y, label_style, cell.label.zh});
  strip.pieces.push_back({after, y + 0.6, label_english_style, cell.label.en});
  y += label_height;
  for (const std::string& line : cell.chinese) {
    strip.pieces.push_back({x, y, chinese_style, line});
    y += chinese_height;
  }
  for (const std::string& line : cell.english) {
    strip.pieces.push_back({x, y, english_style, line});
    y += english_height;
  }
}

/// One strip a line, for cells that may not fit on any page.
void put_flowing(Canvas& canvas, std::vector<Strip>& strips, const Cell& cell) {
  Strip whole;
  put_cell(canvas, whole, cell, 0);
  Strip head{above_label + label_height, {whole.pieces[0], whole.pieces[1]}, true, false, true};
  strips.push_back(std::move(head));
  for (std::size_t i = 2; i < whole.pieces.size(); ++i) {
    TextPiece& piece = whole.pieces[i];
    piece.y = 0;
    const bool chinese = i < 2 + cell.chinese.size();
    strips.push_back({chinese ? chinese_height : english_height, {std::move(piece)}});
  }
  strips.back().height += below_cell;
}

void put_rows(Canvas& canvas, std::vector<Strip>& strips, const std::vector<Row>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool in_pair =
        i + 1 < rows.size() && fits_in_half(canvas, rows[i]) && fits_in_half(canvas, rows[i + 1]);
    const Cell left = break_row(canvas, rows[i], in_pair ? half_width : full_width);
    if (left.height() > whole_height_max) {
      put_flowing(canvas, strips, left);
      continue;
    }
    Strip strip{left.height(), {}, true};
    put_cell(canvas, strip, left, 0);
    if (in_pair) {
      const Cell right = break_row(canvas, rows[++i], half_width);
      put_cell(canvas, strip, right, half_width + gutter);
      strip.height = std::max(strip.height, right.height());
    }
    strips.push_back(std::move(strip));
  }
}

void put_ranges(Canvas& canvas, std::vector<Strip>& strips, const Statement& statement) {
  Strip head{18, {}, true, false, true};
  const std::string label = "序列号段";
  head.pieces.push_back({0, above_label, label_style, label});
  head.pieces.push_back({canvas.measure(label_style, label).width + 5, above_label + 0.6,
                         label_english_style,
                         "Serial ranges, both ends included · 每号 1 毫克 one serial is 1 mg"});
  strips.push_back(std::move(head));
  bool shaded = true;
  for (const protocol::BatchRanges& units : statement.units)
    for (const protocol::Range& range : units.ranges) {
      const std::string serials =
          fmt::format("{} – {}", grouped(std::to_string(range.first.position)),
                      grouped(std::to_string(range.last.position)));
      Strip line{13, {}, false, shaded};
      line.pieces.push_back({6, 1, serial_style, units.batch.text});
      line.pieces.push_back({full_width * 0.30, 1, serial_style, serials});
      line.pieces.push_back(
          {full_width - 6, 1, serial_right_style, grouped(tonnes_text(range.size())) + " tCO2e"});
      strips.push_back(std::move(line));
      shaded = !shaded;
    }
}

}  // namespace

std::vector<Strip> strips_of(Canvas& canvas, const Statement& statement) {
  std::vector<Strip> strips;
  put_rows(canvas, strips, statement.rows);
  put_ranges(canvas, strips, statement);
  return strips;
}

std::vector<PagePlan> paginate(std::vector<Strip> strips, const Body& first, const Body& others) {
  std::vector<PagePlan> pages(1);
  Body body = first;
  double y = body.top;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    double needed = strips[i].height;
    if (strips[i].heading && i + 1 < strips.size()) needed += strips[i + 1].height;
    if (y + needed > body.bottom && y > body.top) {
      pages.emplace_back();
      body = others;
      y = body.top;
    }
    const double height = strips[i].height;
    pages.back().push_back({y, std::move(strips[i])});
    y += height;
  }
  return pages;
}

}  // namespace tanshu::certificate
