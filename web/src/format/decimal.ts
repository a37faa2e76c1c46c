// SPDX-License-Identifier: Apache-2.0
// Exact decimals: quantities are integers of their smallest unit, in text as decimal strings.

/** The decimal text of `count` units of 10^-scale, with at least `decimals` places. */
export function decimalText(count: bigint, scale: number, decimals = 0): string {
  const sign = count < 0n ? '-' : ''
  const digits = (count < 0n ? -count : count).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  let fraction = scale > 0 ? digits.slice(-scale) : ''
  while (fraction.length > decimals && fraction.endsWith('0')) fraction = fraction.slice(0, -1)
  return sign + whole + (fraction === '' ? '' : `.${fraction}`)
}

/** The count behind a decimal text, or nothing when it is malformed or too fine for the scale. */
export function decimalCount(text: string, scale: number): bigint | null {
  const match = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text)
  if (!match) return null
  const fraction = match[3] ?? ''
  if (fraction.length > scale) return null
  const count = BigInt((match[2] ?? '') + fraction.padEnd(scale, '0'))
  return match[1] === '-' ? -count : count
}

/** "32,000.5": the digits before the point in groups of three. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const groups = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? groups : `${groups}.${fraction}`
}
