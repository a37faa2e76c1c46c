// SPDX-License-Identifier: Apache-2.0
// The machine description of the protocol, typed: what commands, events and records look like.
import description from '@/generated/protocol.json'

export type Shape =
  | { shape: 'id'; of: string }
  | { shape: 'enumeration'; name: string }
  | { shape: 'record'; name: string }
  | { shape: 'list' | 'optional'; element: Shape }
  | {
      shape:
        | 'boolean' | 'u8' | 'u16' | 'u32' | 'u64' | 'i32' | 'i64' | 'text' | 'bytes' | 'digest'
        | 'carbon' | 'money' | 'area' | 'degrees' | 'instant' | 'day' | 'serial'
    }

export interface Field {
  readonly name: string
  readonly doc: string
  readonly type: Shape
}
export interface Bilingual {
  readonly zh: string
  readonly en: string
}
export interface CommandRow {
  readonly number: number
  readonly name: string
  readonly title: Bilingual
  readonly sentence: Bilingual
  readonly may: readonly string[]
  readonly roles: readonly string[]
  readonly type: { readonly shape: 'record'; readonly name: string }
}
export interface EventRow {
  readonly number: number
  readonly name: string
  readonly title: Bilingual
  readonly type: Shape
}
export interface RefusalRow {
  readonly number: number
  readonly name: string
  readonly status: number
  readonly en: string
  readonly zh: string
}
export interface Protocol {
  readonly commands: readonly CommandRow[]
  readonly events: readonly EventRow[]
  readonly refusals: readonly RefusalRow[]
  readonly types: Readonly<Record<string, { readonly fields: readonly Field[] }>>
  readonly enums: Readonly<Record<string, readonly string[]>>
  /** Names of fields. */
  readonly labels: Readonly<Record<string, Bilingual>>
  /** Names of the values of enumerations. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Bilingual>>>>
}

export const protocol = description as unknown as Protocol

export function fieldsOf(record: string): readonly Field[] {
  return protocol.types[record]?.fields ?? []
}

export function commandNamed(name: string): CommandRow | undefined {
  return protocol.commands.find((row) => row.name === name)
}

/** The message of a refusal in both languages, with its parameters filled in. */
export function refusalMessage(number: number, parameters: Readonly<Record<string, string>>) {
  const row = protocol.refusals.find((refusal) => refusal.number === number)
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => parameters[name] ?? whole)
  return { name: row?.name ?? 'unknown', zh: fill(row?.zh ?? ''), en: fill(row?.en ?? '') }
}
