// SPDX-License-Identifier: Apache-2.0
// Methods and estimates as the API spells them.
import { call } from './client'
import type { Bilingual } from '@/verify/protocol'

export interface Source {
  readonly document: string
  readonly clause: string
  readonly confidence: string
}

export interface Figure {
  readonly name: string
  readonly title: Bilingual
  readonly value: number | null
  /** Instead of a number: the class of an uncertainty. */
  readonly words?: string
  readonly unit: string
  readonly formula: string
  readonly source: Source
}

export interface Method {
  readonly id: string
  readonly version: string
  readonly title: Bilingual
  readonly summary: Bilingual
  readonly standing: 'official' | 'general' | 'placeholder'
  readonly counts: 'stock' | 'change' | 'nothing'
  readonly source: Source
  readonly variants: readonly { readonly id: string; readonly title: Bilingual }[]
  readonly columns: readonly {
    readonly role: string
    readonly title: Bilingual
    readonly unit: string
    readonly required: boolean
    readonly names: readonly string[]
  }[]
}

export interface Estimate {
  readonly input_digest: string
  readonly trace_digest: string
  readonly discounted: string | null
  readonly method: {
    readonly id: string
    readonly version: string
    readonly title: Bilingual
    readonly summary: Bilingual
    readonly standing: string
    readonly source: Source
    readonly variant: string
    readonly variant_title: Bilingual
  }
  readonly input: { readonly name: string; readonly sha256: string; readonly bytes: number; readonly rows: number }
  readonly figures: readonly Figure[]
  readonly strata: readonly { readonly name: string; readonly figures: readonly Figure[] }[]
  readonly parameters: readonly Figure[]
  readonly flags: readonly { readonly code: string; readonly severity: string; readonly text: Bilingual }[]
  readonly rounding: { readonly text: Bilingual; readonly source: Source }
}

export async function methods(): Promise<readonly Method[]> {
  return (await call<{ methods: readonly Method[] }>('/v1/methods')).methods
}

export function estimate(
  file: File,
  choice: { readonly method: string; readonly variant: string; readonly design: string }
): Promise<Estimate> {
  const query = new URLSearchParams({ method: choice.method, name: file.name })
  if (choice.variant) query.set('variant', choice.variant)
  if (choice.design) query.set('design', choice.design)
  return call(`/v1/estimates?${query.toString()}`, {
    method: 'POST',
    text: { type: 'text/csv', body: file }
  })
}

/** An estimate that the server kept under the digest of its trace; the trace cannot hold its own digest. */
export async function keptEstimate(trace_digest: string): Promise<Estimate> {
  const trace = await call<Estimate & { readonly amount: string | null }>(`/v1/estimates/${trace_digest}.json`)
  return { ...trace, trace_digest, input_digest: trace.input.sha256, discounted: trace.amount }
}
