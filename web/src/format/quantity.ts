// SPDX-License-Identifier: Apache-2.0
// Carbon, money and area as the API spells them, and as a person reads them in the language of the page.
import { decimalCount, decimalText, grouped } from './decimal'
import { lang } from '@/i18n'

/** Milligrams of "32000.5 tCO2e"; zero for nothing. */
export function carbonCount(text: string | null | undefined): bigint {
  if (!text) return 0n
  return decimalCount(text.replace(/ tCO2e$/, ''), 9) ?? 0n
}

export function carbonText(count: bigint): string {
  return `${decimalText(count, 9)} tCO2e`
}

/** Fen of "45200.00 CNY". */
export function moneyCount(text: string | null | undefined): bigint {
  if (!text) return 0n
  return decimalCount(text.replace(/ CNY$/, ''), 2) ?? 0n
}

export function moneyText(count: bigint): string {
  return `${decimalText(count, 2, 2)} CNY`
}

/** "32,000.5" without its unit. */
export function tonnes(text: string | bigint | null | undefined): string {
  const count = typeof text === 'bigint' ? text : carbonCount(text)
  return grouped(decimalText(count, 9))
}

export function showCarbon(text: string | bigint | null | undefined): string {
  return lang.value === 'zh' ? `${tonnes(text)} 吨` : `${tonnes(text)} t`
}

export function yuan(text: string | null | undefined): string {
  return grouped(decimalText(moneyCount(text), 2, 2))
}

export function showMoney(text: string | null | undefined): string {
  return lang.value === 'zh' ? `${yuan(text)} 元` : `CNY ${yuan(text)}`
}

export function showArea(text: string): string {
  const number = grouped(text.replace(/ mu$/, ''))
  return lang.value === 'zh' ? `${number} 亩` : `${number} mu`
}

/** Part of the whole in per cent, for the width of a bar only. */
export function percent(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1000000n) / whole) / 10000
}
