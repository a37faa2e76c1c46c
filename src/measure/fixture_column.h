// SPDX-License-Identifier: Apache-2.0
// For tests only: one column of a clean fixture table, without the strict reader of the floor
// above.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace tanshu::measure {

inline std::vector<std::string> fixture_cells(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) {
    if (cell.size() >= 2 && cell.front() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
  }
  return cells;
}

/// The texts of `column` in fixtures/measurement/`file`; the test fails when there is no such
/// column.
inline std::vector<std::string> fixture_texts(const std::string& file, const std::string& column) {
  std::ifstream in(std::string(TANSHU_SOURCE_DIR) + "/fixtures/measurement/" + file);
  std::string line;
  std::getline(in, line);
  const auto header = fixture_cells(line);
  std::size_t index = 0;
  while (index < header.size() && header[index] != column) ++index;
  EXPECT_LT(index, header.size()) << file << ' ' << column;
  std::vector<std::string> texts;
  while (std::getline(in, line)) texts.push_back(fixture_cells(line).at(index));
  return texts;
}

inline std::vector<double> fixture_column(const std::string& file, const std::string& column) {
  std::vector<double> numbers;
  for (const std::string& text : fixture_texts(file, column)) numbers.push_back(std::stod(text));
  return numbers;
}

/// The values of `column` where `key` reads `wanted`.
inline std::vector<double> fixture_column_where(const std::string& file, const std::string& column,
                                                const std::string& key, const std::string& wanted) {
  const auto keys = fixture_texts(file, key);
  const auto all = fixture_column(file, column);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (keys[i] == wanted) numbers.push_back(all[i]);
  return numbers;
}

}  // namespace tanshu::measure
