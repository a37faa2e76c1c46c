// SPDX-License-Identifier: Apache-2.0
// The price of an amount, rounded as the books round it.
import { decimalCount } from '@/format/decimal'

const mg_per_tonne = 1_000_000_000n

/** Fen of "45200.00 CNY". */
export function moneyOf(text: string): bigint {
  return decimalCount(text.replace(/ CNY$/, ''), 2) ?? 0n
}

/** Amount in milligrams times price in fen per tonne, half up to the fen. */
export function priceOf(amount_mg: bigint, price_per_tonne: bigint): bigint {
  return (amount_mg * price_per_tonne + mg_per_tonne / 2n) / mg_per_tonne
}
