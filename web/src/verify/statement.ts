// SPDX-License-Identifier: Apache-2.0
// What a document says, derived from the proven entries alone and never from its own words.
import type * as protocol from '@/generated/protocol'
import { moneyOf, priceOf } from './price'
import { spell, type Json } from './canonical_json'
import type { DocumentKind, Holding, ProvenEntry, TanshuDocument } from './document'
import { checkCompanions, readFacts, recordsOf, type Facts } from './facts'
import { require } from './problem'
import { milligrams, movedInto, spellUnits, sumOfRanges } from './serials'

export interface Statement {
  readonly kind: DocumentKind
  readonly number: string
  readonly retirement?: protocol.Retirement
  readonly trade?: protocol.Trade
  readonly holding?: Holding
  readonly facts: Facts
}

class Teller {
  readonly facts: Facts
  readonly first: ProvenEntry

  constructor(
    readonly document: TanshuDocument,
    readonly entries: readonly ProvenEntry[]
  ) {
    this.facts = readFacts(entries)
    const [first] = entries
    require(first, '文档没有证据', 'the document has no evidence')
    this.first = first
  }

  batch(id: string): protocol.Batch {
    const batch = this.facts.batches.get(id)
    require(batch, `证据中缺少批次签发 ${id}`, `the evidence lacks the issue of batch ${id}`)
    return batch
  }

  checkTime(): void {
    const as_of = Date.parse(this.document.as_of)
    require(!Number.isNaN(as_of), '文档时点格式错误', 'the time of the document is malformed')
    for (const { index, record } of this.entries)
      require(
        Date.parse(record.at) <= as_of,
        `文档时点早于条目 ${index} 的时间`,
        `the document's time is before that of entry ${index}`
      )
  }

  retirement(): protocol.Retirement {
    const { number } = this.document
    const found = recordsOf<protocol.Retirement>([this.first], 'units_retired', 'retirement').find((one) => one.id === number)
    require(found, `首个条目不是 ${number} 号注销`, `the first entry is not retirement ${number}`)
    const sum = found.units.reduce((total, units) => total + sumOfRanges(units.ranges, this.batch(units.batch)), 0n)
    require(
      sum > 0n && sum === milligrams(found.amount),
      '注销数量与序列号不符',
      'the retired amount does not fit its serials'
    )
    const place = found.kind === 'retirement' ? 'retired' : 'cancelled'
    require(
      movedInto(this.first.record.events, found.account, place) === spellUnits(found.units),
      '注销记录与其记账不一致',
      'the retirement does not agree with its postings'
    )
    return found
  }

  trade(): protocol.Trade {
    const { number } = this.document
    const made = recordsOf<protocol.Trade>([this.first], 'trade_made', 'trade').find((one) => one.id === number)
    require(made, `首个条目不是 ${number} 号交易`, `the first entry is not trade ${number}`)
    const sum = sumOfRanges(made.units, this.batch(made.batch))
    require(sum > 0n && sum === milligrams(made.amount), '交易数量与序列号不符', 'the traded amount does not fit its serials')
    require(
      priceOf(milligrams(made.amount), moneyOf(made.price)) === moneyOf(made.total),
      '成交金额不等于数量乘以单价',
      'the total is not the amount times the price'
    )
    return this.latest(made)
  }

  /** The trade as a later entry of the evidence settled or rejected it; else as made. */
  latest(made: protocol.Trade): protocol.Trade {
    let latest = made
    for (const entry of this.entries.slice(1)) {
      const later = ['trade_settled', 'trade_rejected']
        .flatMap((event) => recordsOf<protocol.Trade>([entry], event, 'trade'))
        .find((trade) => trade.id === made.id)
      if (!later) continue
      require(
        latest === made && entry.index > this.first.index,
        '成交的后续条目重复或次序不对',
        'the trade’s later entries do not follow on'
      )
      const { state, reason, registered_by, registered_at } = made
      const as_made = { ...later, state, reason, registered_by, registered_at }
      const delivered =
        later.state !== 'settled' ||
        movedInto(entry.record.events, made.buyer, 'free') === spellUnits([{ batch: made.batch, ranges: made.units }])
      require(
        delivered && spell(as_made as unknown as Json) === spell(made as unknown as Json),
        '后续条目与成交不一致',
        'the later entry does not agree with the trade'
      )
      latest = later
    }
    return latest
  }

  holding(): Holding {
    const { holding, number } = this.document
    const made = ['batch_issued', 'batch_imported'].flatMap((event) =>
      recordsOf<protocol.Batch>([this.first], event, 'batch')
    )
    require(
      holding && made.some((batch) => batch.id === holding.batch),
      '首个条目不是该批次的签发',
      'the first entry is not the issue of the batch'
    )
    require(
      number === `${holding.account}/${holding.batch}`,
      '碳票编号与账户和批次不符',
      'the ticket’s number does not fit account and batch'
    )
    const sum = sumOfRanges(holding.ranges, this.batch(holding.batch))
    require(sum > 0n && sum === milligrams(holding.amount), '碳票数量与序列号不符', 'the amount of the ticket does not fit its serials')
    return holding
  }
}

export function deriveStatement(document: TanshuDocument, entries: readonly ProvenEntry[]): Statement {
  const teller = new Teller(document, entries)
  teller.checkTime()
  checkCompanions(entries, teller.facts, document.holding)
  const common = { kind: document.kind, number: document.number, facts: teller.facts }
  if (document.kind === 'cancellation_certificate') return { ...common, retirement: teller.retirement() }
  if (document.kind === 'trade_voucher') return { ...common, trade: teller.trade() }
  return { ...common, holding: teller.holding() }
}
