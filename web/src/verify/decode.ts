// SPDX-License-Identifier: Apache-2.0
// Decodes the bytes of a log entry by the protocol's description, as strictly as the server does.
import { decimalText } from '@/format/decimal'
import { dayText, instantText } from '@/format/time'
import { hex, textOf, toBase64 } from './bytes'
import type { Json } from './canonical_json'
import { Problem, require } from './problem'
import { fieldsOf, protocol, refusalMessage, type Shape } from './protocol'

const textBytesMax = 4000

class Reader {
  private at = 0
  private readonly view: DataView

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  take(count: number): number {
    require(count <= this.left, '条目内容过短', 'the entry is too short')
    this.at += count
    return this.at - count
  }

  slice(count: number): Uint8Array {
    const from = this.take(count)
    return this.bytes.subarray(from, from + count)
  }

  u8 = () => this.view.getUint8(this.take(1))
  u16 = () => this.view.getUint16(this.take(2), true)
  u32 = () => this.view.getUint32(this.take(4), true)
  i32 = () => this.view.getInt32(this.take(4), true)
  u64 = () => this.view.getBigUint64(this.take(8), true)
  i64 = () => this.view.getBigInt64(this.take(8), true)

  flag(): boolean {
    const byte = this.u8()
    require(byte <= 1, '条目中的布尔值无效', 'the entry holds a flag that is neither 0 nor 1')
    return byte === 1
  }

  text(): string {
    const size = this.u32()
    require(size <= textBytesMax, '条目中的文本过长', 'the entry holds a text that is too long')
    const text = textOf(this.slice(size))
    const clean = text !== null && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)
    require(clean, '条目中的文本无效', 'the entry holds a text that is not clean UTF-8')
    return text
  }

  id(): string {
    const text = this.text()
    const fits = text === '' || (/^[a-z0-9][a-z0-9._/-]*$/.test(text) && text.length <= 48)
    require(fits, '条目中的编号无效', 'the entry holds a code that is not well formed')
    return text
  }
}

/** Numbers that JavaScript would round are refused rather than rounded. */
function number(value: bigint): number {
  require(
    value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER),
    '条目中的整数过大',
    'the entry holds an integer too large for this reader'
  )
  return Number(value)
}

function readRecord(reader: Reader, name: string): { [field: string]: Json } {
  const value: { [field: string]: Json } = {}
  for (const field of fieldsOf(name)) value[field.name] = read(reader, field.type)
  return value
}

function readList(reader: Reader, element: Shape): Json {
  const count = reader.u32()
  require(count <= reader.left, '条目中的列表过长', 'the entry holds a list that is too long')
  return Array.from({ length: count }, () => read(reader, element))
}

function readEnumeration(reader: Reader, name: string): string {
  const value = protocol.enums[name]?.[reader.u8()]
  require(value !== undefined, `条目中的 ${name} 值无效`, `the entry holds a value that ${name} does not have`)
  return value
}

const scalars: Record<string, (reader: Reader) => Json> = {
  boolean: (reader) => reader.flag(),
  u8: (reader) => reader.u8(),
  u16: (reader) => reader.u16(),
  u32: (reader) => reader.u32(),
  i32: (reader) => reader.i32(),
  u64: (reader) => number(reader.u64()),
  i64: (reader) => number(reader.i64()),
  text: (reader) => reader.text(),
  id: (reader) => reader.id(),
  bytes: (reader) => toBase64(reader.slice(reader.u32())),
  digest: (reader) => hex(reader.slice(32)),
  carbon: (reader) => `${decimalText(reader.i64(), 9)} tCO2e`,
  money: (reader) => `${decimalText(reader.i64(), 2, 2)} CNY`,
  area: (reader) => `${decimalText(reader.i64(), 2)} mu`,
  degrees: (reader) => decimalText(reader.i64(), 7),
  instant: (reader) => instantText(reader.i64()),
  day: (reader) => dayText(reader.i32()),
  serial: (reader) => reader.u64().toString()
}

function read(reader: Reader, type: Shape): Json {
  if (type.shape === 'record') return readRecord(reader, type.name)
  if (type.shape === 'list') return readList(reader, type.element)
  if (type.shape === 'optional') return reader.flag() ? read(reader, type.element) : null
  if (type.shape === 'enumeration') return readEnumeration(reader, type.name)
  const scalar = scalars[type.shape]
  if (!scalar) throw new Problem(`未知的数据形状 ${type.shape}`, `unknown shape ${type.shape}`)
  return scalar(reader)
}

export interface EventItem {
  readonly event: string
  readonly data: { readonly [field: string]: Json }
}

export interface DecodedRecord {
  readonly leaf: 'record'
  readonly command: string
  readonly actor: string
  readonly key: string
  readonly at: string
  readonly body: { readonly [field: string]: Json }
  readonly accepted: boolean
  readonly events: readonly EventItem[]
  readonly refusal: { number: number; name: string; zh: string; en: string } | null
}

export interface DecodedBlock {
  readonly leaf: 'block'
  readonly header: { readonly [field: string]: Json }
}

function readEvent(reader: Reader): EventItem {
  const number = reader.u16()
  const row = protocol.events.find((event) => event.number === number)
  require(row, `条目中有未知事件 ${number}`, `the entry holds an unknown event ${number}`)
  return { event: row.name, data: read(reader, row.type) as { [field: string]: Json } }
}

function readRefusal(reader: Reader) {
  const refusal = readRecord(reader, 'Refusal') as unknown as {
    number: number
    parameters: { name: string; value: string }[]
  }
  const parameters = Object.fromEntries(refusal.parameters.map((one) => [one.name, one.value]))
  return { number: refusal.number, ...refusalMessage(refusal.number, parameters) }
}

function readCommand(reader: Reader): DecodedRecord {
  const number = reader.u16()
  const row = protocol.commands.find((command) => command.number === number)
  require(row, `条目中有未知命令 ${number}`, `the entry holds an unknown command ${number}`)
  const envelope = { command: row.name, actor: reader.id(), key: reader.text(), at: instantText(reader.i64()) }
  const body = readRecord(reader, row.type.name)
  const accepted = reader.flag()
  const events: EventItem[] = []
  if (accepted) for (let left = reader.u32(); left > 0; --left) events.push(readEvent(reader))
  const refusal = accepted ? null : readRefusal(reader)
  return { leaf: 'record', ...envelope, body, accepted, events, refusal }
}

/** The record or block header that the whole of `bytes` encodes; throws Problem otherwise. */
export function decodeEntry(bytes: Uint8Array): DecodedRecord | DecodedBlock {
  const reader = new Reader(bytes)
  const leaf = reader.u8()
  require(leaf === 1 || leaf === 2, '条目类型未知', 'the entry is neither a record nor a block')
  const entry: DecodedRecord | DecodedBlock =
    leaf === 1 ? readCommand(reader) : { leaf: 'block', header: readRecord(reader, 'BlockHeader') }
  require(reader.left === 0, '条目末尾有多余字节', 'the entry has bytes left over')
  return entry
}
