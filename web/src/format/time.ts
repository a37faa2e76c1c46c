// SPDX-License-Identifier: Apache-2.0
// Days and instants as the binary form counts them, and as a reader in China's time zone sees them.

const nsPerSecond = 1_000_000_000n

function pad(value: number, width = 2): string {
  return value.toString().padStart(width, '0')
}

function dayOf(date: Date): string {
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`
}

/** "2024-05-01" of days since 1970. */
export function dayText(days: number): string {
  return dayOf(new Date(days * 86_400_000))
}

/** "2024-05-01T08:30:00Z", with nine decimals when it is not a whole second. */
export function instantText(ns: bigint): string {
  let seconds = ns / nsPerSecond
  let fraction = ns % nsPerSecond
  if (fraction < 0n) {
    fraction += nsPerSecond
    seconds -= 1n
  }
  const date = new Date(Number(seconds) * 1000)
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
  const tail = fraction === 0n ? '' : `.${fraction.toString().padStart(9, '0')}`
  return `${dayOf(date)}T${clock}${tail}Z`
}

/** "2024-05-01 16:30:00" in Asia/Shanghai, which keeps UTC+8 all year. */
export function showInstant(text: string | null | undefined): string {
  if (!text) return '—'
  const date = new Date(Date.parse(text) + 8 * 3_600_000)
  if (Number.isNaN(date.getTime())) return text
  return `${dayOf(date)} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
}

/** "16:30:00" in Asia/Shanghai; with its day when that is not today. */
export function showClock(text: string): string {
  const whole = showInstant(text)
  return whole.startsWith(today()) ? whole.slice(11) : whole
}

/** Today in Asia/Shanghai. */
export function today(): string {
  return dayOf(new Date(Date.now() + 8 * 3_600_000))
}

export function showPeriod(period: { first: string; last: string } | null | undefined): string {
  return period ? `${period.first} – ${period.last}` : '—'
}
