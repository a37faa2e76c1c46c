// SPDX-License-Identifier: Apache-2.0
// Everything is placed by hand in user units; the viewer scales.
#include "apps/bench/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace tanshu::apps {
namespace {

constexpr double panel_width = 520, panel_height = 400;
constexpr double left = 70, right = 500, top = 60, bottom = 300;
constexpr double legend_top = 352, legend_step = 18;
constexpr int y_ticks = 5;

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else
      safe += c;
  }
  return safe;
}

std::string both(const Label& label) {
  return escaped(label.zh) + " " + escaped(label.en);
}

std::string text_at(double x, double y, std::string_view anchor, const std::string& text,
                    int size = 12) {
  return fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" font-size=\"{}\">{}</text>\n", x, y,
      anchor, size, text);
}

/// 1 M, 50 M: as people say sizes.
std::string size_text(double value) {
  constexpr double million = 1e6, thousand = 1e3;
  if (value >= million) return fmt::format("{:g} M", value / million);
  return value >= thousand ? fmt::format("{:g} k", value / thousand) : fmt::format("{:g}", value);
}

/// The smallest of 1, 2, 5, 10, 20 … that is not below the value.
double round_up(double value) {
  if (value <= 0) return 1;
  const double decade = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0})
    if (step * decade >= value) return step * decade;
  return 10 * decade;
}

class Axes {
 public:
  explicit Axes(const Panel& panel) {
    for (const Curve& curve : panel.curves)
      for (const auto& [x, y] : curve.points) {
        x_values_.push_back(x);
        y_max_ = std::max(y_max_, y);
      }
    std::ranges::sort(x_values_);
    x_values_.erase(std::ranges::unique(x_values_).begin(), x_values_.end());
    y_step_ = round_up(y_max_ / y_ticks);
    y_max_ = y_step_ * std::max(1.0, std::ceil(y_max_ / y_step_));
  }
  double x(double value) const {
    const double low = std::log(x_values_.front()), high = std::log(x_values_.back());
    return high > low ? left + (right - left) * (std::log(value) - low) / (high - low)
                      : (left + right) / 2;
  }
  double y(double value) const { return bottom - (bottom - top) * value / y_max_; }

  std::string drawn() const {
    std::string svg;
    for (double value = 0; value <= y_max_ * 1.001; value += y_step_) {
      svg += fmt::format(
          "<line x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\" stroke=\"#d5dfd9\"/>\n", left,
          y(value), right, y(value));
      svg += text_at(left - 8, y(value) + 4, "end", fmt::format("{:g}", value));
    }
    for (const double value : x_values_)
      svg += text_at(x(value), bottom + 18, "middle", size_text(value));
    return svg + fmt::format("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#50615a\"/>\n",
                             left, top, bottom, right);
  }
  bool empty() const { return x_values_.empty(); }

 private:
  std::vector<double> x_values_;
  double y_max_ = 0;
  double y_step_ = 1;
};

std::string drawn(const Curve& curve, const Axes& axes) {
  std::string line, dots;
  for (const auto& [x, y] : curve.points) {
    line += fmt::format("{:.1f},{:.1f} ", axes.x(x), axes.y(y));
    if (curve.dashed) continue;
    dots += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>\n", axes.x(x),
                        axes.y(y), curve.colour);
    dots += text_at(axes.x(x), axes.y(y) - 8, "middle", fmt::format("{:.3g}", y), 11);
  }
  return fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n",
                     line, curve.colour, curve.dashed ? " stroke-dasharray=\"6 4\"" : "") +
         dots;
}

std::string drawn(const Panel& panel) {
  const Axes axes(panel);
  std::string svg = text_at((left + right) / 2, 24, "middle", both(panel.title), 15);
  svg += text_at(left - 40, top - 16, "start", both(panel.y));
  svg += text_at((left + right) / 2, bottom + 38, "middle", both(panel.x));
  if (axes.empty()) return svg;
  svg += axes.drawn();
  double y = legend_top;
  for (const Curve& curve : panel.curves) {
    svg += drawn(curve, axes);
    svg += fmt::format(
        "<line x1=\"{0}\" y1=\"{1}\" x2=\"{2}\" y2=\"{1}\" stroke=\"{3}\" "
        "stroke-width=\"2\"{4}/>\n",
        left, y - 4, left + 26, curve.colour, curve.dashed ? " stroke-dasharray=\"6 4\"" : "");
    svg += text_at(left + 34, y, "start", both(curve.name));
    y += legend_step;
  }
  return svg;
}

}  // namespace

std::string svg_of(std::span<const Panel> panels) {
  const double width = panel_width * static_cast<double>(std::max<std::size_t>(panels.size(), 1));
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
      "height=\"{1}\" font-family=\"sans-serif\" fill=\"#15241d\">\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n",
      width, panel_height);
  for (std::size_t i = 0; i < panels.size(); ++i)
    svg += fmt::format("<g transform=\"translate({} 0)\">\n{}</g>\n",
                       panel_width * static_cast<double>(i), drawn(panels[i]));
  return svg + "</svg>\n";
}

}  // namespace tanshu::apps
