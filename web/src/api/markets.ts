// SPDX-License-Identifier: Apache-2.0
// Market rules as the API spells them.
import { call } from './client'
import type { Bilingual } from '@/verify/protocol'

export interface MarketSource {
  readonly document: string
  readonly title: Bilingual
  readonly clause: string
  readonly confidence: string
}

export interface MarketFact {
  readonly key: string
  readonly title: Bilingual
  readonly value: Bilingual
  readonly source: MarketSource
}

export interface MarketVersion {
  readonly market: string
  readonly title: Bilingual
  readonly effective: string
  readonly source: MarketSource
  readonly facts: readonly MarketFact[]
  readonly not_stated: readonly { readonly key: string; readonly title: Bilingual }[]
  readonly notes: readonly Bilingual[]
}

export interface Market {
  readonly market: string
  /** Newest first. */
  readonly versions: readonly MarketVersion[]
}

export async function markets(): Promise<readonly Market[]> {
  return (await call<{ markets: readonly Market[] }>('/v1/markets')).markets
}
