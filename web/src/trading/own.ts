// SPDX-License-Identifier: Apache-2.0
// What only the owner may read: orders, money, positions and trades of one's own accounts.
import { all, itemOrNull, page } from '@/api/collections'
import type { Batch, Instrument, MarketTrade, Order, Project } from '@/generated/protocol'
import { isDeliverable, positionsOf, pursesOf, type Position, type Purse } from './positions'

export interface Own {
  /** Of all instruments; everything that rests, and the newest that ended. */
  readonly orders: readonly Order[]
  readonly trades: readonly MarketTrade[]
  readonly positions: readonly Position[]
  readonly purses: readonly Purse[]
}

const recent = 30

async function ofEach<T>(accounts: readonly string[], read: (account: string) => Promise<readonly T[]>): Promise<T[]> {
  return (await Promise.all(accounts.map(read))).flat()
}

export async function loadOwn(accounts: readonly string[]): Promise<Own> {
  const [resting, ended, bought, sold, holdings, cash] = await Promise.all([
    ofEach(accounts, (account) => all('orders', { account, state: 'resting' })),
    ofEach(accounts, async (account) => (await page('orders', { account, limit: recent })).items),
    ofEach(accounts, async (buyer) => (await page('market_trades', { buyer, limit: recent })).items),
    ofEach(accounts, async (seller) => (await page('market_trades', { seller, limit: recent })).items),
    ofEach(accounts, (account) => all('holdings', { account })),
    ofEach(accounts, (account) => all('cash', { account }))
  ])
  const orders = new Map([...ended, ...resting].map((order) => [order.number, order]))
  const trades = new Map([...bought, ...sold].map((trade) => [trade.id, trade]))
  return {
    orders: [...orders.values()],
    trades: [...trades.values()].sort((a, b) => b.traded_at.localeCompare(a.traded_at)),
    positions: positionsOf(holdings),
    purses: pursesOf(cash)
  }
}

interface Origin {
  readonly batch: Batch
  readonly project: Project | null
}
const origins = new Map<string, Promise<Origin | null>>()

/** A batch and its project never change what an instrument asks about them. */
function originOf(id: string): Promise<Origin | null> {
  const known = origins.get(id)
  if (known) return known
  const read = (async () => {
    const batch = await itemOrNull('batches', id)
    if (!batch) return null
    return { batch, project: batch.project ? await itemOrNull('projects', batch.project) : null }
  })()
  read.catch(() => origins.delete(id))
  origins.set(id, read)
  return read
}

/** Positions with free units that the instrument delivers. */
export async function sellableOf(positions: readonly Position[], instrument: Instrument): Promise<Position[]> {
  const free = positions.filter((one) => one.free > 0n)
  const found = await Promise.all(free.map((one) => originOf(one.batch)))
  return free.filter((_, i) => {
    const origin = found[i]
    return origin ? isDeliverable(instrument.criteria, origin.batch, origin.project) : false
  })
}
