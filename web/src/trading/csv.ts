// SPDX-License-Identifier: Apache-2.0
// Bulletins as a CSV file, from the rows that the page shows.
import type { Bulletin } from '@/generated/protocol'

const money = (text: string | null): string => text?.replace(/ CNY$/, '') ?? ''
const carbon = (text: string): string => text.replace(/ tCO2e$/, '')

/** A byte order mark lets spreadsheets read the Chinese; lines end as RFC 4180 wants them. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return '\ufeff' + [header, ...rows].map((row) => row.map(cell).join(',') + '\r\n').join('')
}

export const bulletinColumns = [
  'day', 'market', 'instrument', 'reference_price', 'open', 'high', 'low', 'close', 'change', 'change_basis',
  'trades', 'amount', 'value', 'cleared_amount', 'cleared_value'
] as const

export function bulletinRow(row: Bulletin): string[] {
  return [
    row.day, row.market, row.instrument, money(row.reference_price), money(row.open), money(row.high), money(row.low),
    money(row.close), money(row.change), row.change_basis === null ? '' : String(row.change_basis), String(row.trades),
    carbon(row.amount), money(row.value), carbon(row.cleared_amount), money(row.cleared_value)
  ]
}

/** Hands the browser a file that was made in it. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
