// SPDX-License-Identifier: Apache-2.0
// Sets of serials: their size within a batch, and where postings moved them.
import type { Batch, BatchRanges, Range } from '@/generated/protocol'
import { decimalCount } from '@/format/decimal'
import type { EventItem } from './decode'
import { require } from './problem'

export function milligrams(text: string): bigint {
  return decimalCount(text.replace(/ tCO2e$/, ''), 9) ?? 0n
}

/** The size of ranges that ascend inside the batch, one milligram a serial. */
export function sumOfRanges(ranges: readonly Range[], batch: Batch): bigint {
  const size = milligrams(batch.issued)
  let next = 0n
  let sum = 0n
  for (const range of ranges) {
    const first = BigInt(range.first)
    const last = BigInt(range.last)
    const text = `${range.first}–${range.last}`
    require(first <= last, `序列号段 ${text} 首尾颠倒`, `the serial range ${text} is reversed`)
    require(last < size, `序列号段 ${text} 不在批次 ${batch.id} 之内`, `the serial range ${text} is not inside batch ${batch.id}`)
    require(first >= next, `序列号段 ${text} 与前一段重叠或次序不对`, `the serial range ${text} overlaps or precedes the one before it`)
    next = last + 1n
    sum += last - first + 1n
  }
  return sum
}

/** One text for one set of serials, however it is cut into ranges. */
export function spellUnits(units: readonly BatchRanges[]): string {
  const flat = units.flatMap(({ batch, ranges }) =>
    ranges.map((range) => ({ batch, first: BigInt(range.first), last: BigInt(range.last) }))
  )
  flat.sort((a, b) => (a.batch === b.batch ? Number(a.first - b.first > 0n) - Number(a.first < b.first) : a.batch < b.batch ? -1 : 1))
  const joined: typeof flat = []
  for (const range of flat) {
    const before = joined[joined.length - 1]
    if (before && before.batch === range.batch && before.last + 1n === range.first) before.last = range.last
    else joined.push({ ...range })
  }
  return joined.map((range) => `${range.batch} ${range.first}-${range.last}`).join('\n')
}

/** The serials that a record's postings moved to this place of the account. */
export function movedInto(events: readonly EventItem[], account: string, place: string): string {
  const legs = events.filter((item) => {
    const to = item.data.to as { account?: string; place?: string } | undefined
    return item.event === 'units_moved' && to?.account === account && to.place === place
  })
  return spellUnits(legs.map((leg) => ({ batch: String(leg.data.batch), ranges: leg.data.ranges as unknown as Range[] })))
}
