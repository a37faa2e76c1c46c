// SPDX-License-Identifier: Apache-2.0
// The best prices of both sides as rows of a ladder, each with the width of its bar.
import { carbonCount, percent } from '@/format/quantity'

export interface Level {
  readonly price: string
  readonly amount: string
  readonly orders: number
}

export interface Depth {
  readonly instrument: string
  readonly mode: string
  /** Best first. */
  readonly bids: readonly Level[]
  /** Best first. */
  readonly offers: readonly Level[]
}

export interface Rung {
  /** 1 is the best price. */
  readonly rank: number
  readonly side: 'buy' | 'sell'
  /** Null where nobody stands at this rank. */
  readonly level: Level | null
  /** Of the widest bar of both sides, in per cent. */
  readonly width: number
}

/** From the highest offer down to the lowest bid, `count` ranks a side. */
export function ladderOf(depth: Depth | null, count = 5): Rung[] {
  const offers = (depth?.offers ?? []).slice(0, count)
  const bids = (depth?.bids ?? []).slice(0, count)
  const widest = [...offers, ...bids].reduce((most, level) => {
    const amount = carbonCount(level.amount)
    return amount > most ? amount : most
  }, 0n)
  const rung = (side: 'buy' | 'sell', levels: readonly Level[], rank: number): Rung => {
    const level = levels[rank - 1] ?? null
    return { rank, side, level, width: level ? percent(carbonCount(level.amount), widest) : 0 }
  }
  const ranks = Array.from({ length: count }, (_, i) => i + 1)
  return [...ranks.map((rank) => rung('sell', offers, rank)).reverse(), ...ranks.map((rank) => rung('buy', bids, rank))]
}
