// SPDX-License-Identifier: Apache-2.0
// Measured numbers are floats: shown to a readable number of digits, with the full one at hand.
import { grouped } from './decimal'

/** Six significant digits, thousands grouped; tiny and huge ones in powers of ten. */
export function showNumber(value: number | null): string {
  if (value === null) return '—'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e15 || size < 1e-6) return value.toExponential(5)
  const decimals = Math.max(0, 5 - Math.floor(Math.log10(size)))
  const text = value.toFixed(Math.min(decimals, 12))
  return grouped(text.includes('.') ? text.replace(/\.?0+$/, '') : text)
}
