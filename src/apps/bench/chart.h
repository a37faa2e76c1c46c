// SPDX-License-Identifier: Apache-2.0
// Curves over a logarithmic axis, drawn as an SVG that stands alone: for figures that grow with a
// size. Words are in Chinese and in English.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tanshu::apps {

struct Label {
  std::string zh, en;
};

struct Curve {
  Label name;
  std::string colour;  ///< as SVG takes it
  bool dashed = false;
  std::vector<std::pair<double, double>> points;  ///< x > 0, y >= 0, by rising x
};

/// One pair of axes: x logarithmic, y from 0.
struct Panel {
  Label title, x, y;
  std::vector<Curve> curves;
};

/// The panels side by side.
std::string svg_of(std::span<const Panel> panels);

}  // namespace tanshu::apps
