// SPDX-License-Identifier: Apache-2.0
// Test support: encodes records as the server does, so that the decoder is tested against other code than itself.
import { decimalCount } from '@/format/decimal'
import { concat, utf8 } from '@/verify/bytes'
import type { Json } from '@/verify/canonical_json'
import { commandNamed, fieldsOf, protocol, type Shape } from '@/verify/protocol'

type Fields = { readonly [name: string]: Json }

function little(value: bigint, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes)
  let rest = BigInt.asUintN(bytes * 8, value)
  for (let i = 0; i < bytes; ++i) {
    out[i] = Number(rest & 255n)
    rest >>= 8n
  }
  return out
}

const widths: Record<string, number> = { u8: 1, u16: 2, u32: 4, u64: 8, i32: 4, i64: 8 }
const scales: Record<string, readonly [string, number]> = {
  carbon: [' tCO2e', 9],
  money: [' CNY', 2],
  area: [' mu', 2],
  degrees: ['', 7]
}

export function text(value: string): Uint8Array {
  const bytes = utf8(value)
  return concat(little(BigInt(bytes.length), 4), bytes)
}

export function instant(value: string): Uint8Array {
  const [whole = '', fraction = ''] = value.replace('Z', '').split('.')
  const ns = BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt((fraction + '000000000').slice(0, 9))
  return little(ns, 8)
}

function scalar(shape: Shape, value: Json): Uint8Array {
  const words = String(value)
  const width = widths[shape.shape]
  if (width) return little(BigInt(words), width)
  const scale = scales[shape.shape]
  if (scale) return little(decimalCount(words.replace(scale[0], ''), scale[1]) ?? 0n, 8)
  switch (shape.shape) {
    case 'boolean':
      return little(value ? 1n : 0n, 1)
    case 'digest':
      return Uint8Array.from(words.match(/../g) ?? [], (pair) => parseInt(pair, 16))
    case 'instant':
      return instant(words)
    case 'day':
      return little(BigInt(Date.parse(`${words}T00:00:00Z`) / 86_400_000), 4)
    case 'serial':
      return little(BigInt(words), 8)
    default:
      return text(words)
  }
}

export function encode(shape: Shape, value: Json): Uint8Array {
  if (shape.shape === 'record') return encodeRecord(shape.name, value as Fields)
  if (shape.shape === 'list') {
    const items = value as readonly Json[]
    return concat(little(BigInt(items.length), 4), ...items.map((item) => encode(shape.element, item)))
  }
  if (shape.shape === 'optional')
    return value === null ? little(0n, 1) : concat(little(1n, 1), encode(shape.element, value))
  if (shape.shape === 'enumeration') {
    const number = protocol.enums[shape.name]?.indexOf(String(value)) ?? -1
    return little(BigInt(number), 1)
  }
  return scalar(shape, value)
}

function encodeRecord(name: string, value: Fields): Uint8Array {
  return concat(...fieldsOf(name).map((field) => encode(field.type, value[field.name] ?? null)))
}

export interface SampleEvent {
  readonly event: string
  readonly data: Fields
}

/** The leaf of an accepted command. */
export function leafOf(command: string, body: Fields, events: readonly SampleEvent[], at: string): Uint8Array {
  const row = commandNamed(command)
  if (!row) throw new Error(command)
  const parts = events.map((item) => {
    const event = protocol.events.find((one) => one.name === item.event)
    if (!event) throw new Error(item.event)
    return concat(little(BigInt(event.number), 2), encode(event.type, item.data))
  })
  return concat(
    little(1n, 1), little(BigInt(row.number), 2), text('officer-1'), text('key-1'), instant(at),
    encode(row.type, body), little(1n, 1), little(BigInt(events.length), 4), ...parts
  )
}

/** The leaf of a refused command. */
export function refusedLeaf(command: string, body: Fields, number: number, parameters: Fields, at: string): Uint8Array {
  const row = commandNamed(command)
  if (!row) throw new Error(command)
  const list = Object.entries(parameters).map(([name, value]) => ({ name, value }))
  return concat(
    little(1n, 1), little(BigInt(row.number), 2), text('officer-1'), text('key-2'), instant(at),
    encode(row.type, body), little(0n, 1), encodeRecord('Refusal', { number, parameters: list })
  )
}
