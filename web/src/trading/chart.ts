// SPDX-License-Identifier: Apache-2.0
// Where the points of a price chart lie. Floats here place pixels; prices stay exact in the table.

export interface Scale {
  readonly low: number
  readonly high: number
  /** Round values within the scale, lowest first. */
  readonly ticks: readonly number[]
}

/** The step of 1, 2 or 5 times a power of ten that makes at most `most` steps of a span. */
export function roundStep(span: number, most: number): number {
  const rough = span / most
  const power = 10 ** Math.floor(Math.log10(rough))
  // The factor keeps a rough step that is round already from falling to the next by a bit of float.
  const factor = [1, 2, 5, 10].find((one) => one * power * 1.000001 >= rough) ?? 10
  return factor * power
}

/** Of fen; a single value gets room above and below it. */
export function scaleOf(values: readonly number[], most = 4): Scale {
  if (values.length === 0) return { low: 0, high: 1, ticks: [] }
  const least = Math.min(...values)
  const greatest = Math.max(...values)
  const room = greatest > least ? (greatest - least) * 0.08 : Math.max(1, greatest * 0.01)
  const [low, high] = [Math.max(0, least - room), greatest + room]
  const step = Math.max(1, roundStep(high - low, most))
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick)
  return { low, high, ticks }
}

export interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export function yOf(scale: Scale, frame: Frame, value: number): number {
  return frame.bottom - ((value - scale.low) / (scale.high - scale.low)) * (frame.bottom - frame.top)
}

/** Points lie at equal distances: trades are rare and days have gaps. */
export function xOf(frame: Frame, at: number, count: number): number {
  return count < 2 ? (frame.left + frame.right) / 2 : frame.left + ((frame.right - frame.left) * at) / (count - 1)
}

/** The points of an SVG polyline. */
export function lineOf(values: readonly number[], scale: Scale, frame: Frame): string {
  return values.map((value, i) => `${xOf(frame, i, values.length).toFixed(1)},${yOf(scale, frame, value).toFixed(1)}`).join(' ')
}
