// SPDX-License-Identifier: Apache-2.0
// Planted bugs: machines that are wrong in one place each, to show that the simulator finds them.
// A plant changes a machine from outside; the product has no switch for it.
#pragma once

#include <memory>

#include "protocol/ids.h"
#include "sim/machine.h"

namespace tanshu::sim {

enum class Plant : std::uint8_t {
  none,
  split_rounds_up,
  hold_not_released,
  answered_anew,
  answered_before_sync,
  last_block_dropped,
  replayed_out_of_order,
  row_left_out_of_digest,
  retired_serial_moves,
  cash_leg_missing,
  four_eyes_off,
  key_forgotten_in_recovery,
  clock_not_lifted,
};
inline constexpr std::size_t plant_kinds = 13;

std::unique_ptr<Machine> make_machine(Plant plant, std::shared_ptr<journal::SimulatedDisk> store);

/// What a plant does, in a sentence.
std::string_view plant_says(Plant plant);

}  // namespace tanshu::sim

TANSHU_ENUM(tanshu::sim::Plant, "plant", "none", "split_rounds_up", "hold_not_released",
            "answered_anew", "answered_before_sync", "last_block_dropped", "replayed_out_of_order",
            "row_left_out_of_digest", "retired_serial_moves", "cash_leg_missing", "four_eyes_off",
            "key_forgotten_in_recovery", "clock_not_lifted");
