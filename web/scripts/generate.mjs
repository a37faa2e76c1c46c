// SPDX-License-Identifier: Apache-2.0
// Makes src/generated/protocol.ts from src/generated/protocol.json, which `tanshu schema` prints.
//
//   node scripts/generate.mjs              from protocol.json as it stands
//   node scripts/generate.mjs FILE         takes FILE as the new protocol.json first
//   node scripts/generate.mjs --check      fails when protocol.ts is not what would be made
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const place = (name) => fileURLToPath(new URL(`../src/generated/${name}`, import.meta.url))
const argument = process.argv[2]

if (argument && argument !== '--check') writeFileSync(place('protocol.json'), readFileSync(argument))
const protocol = JSON.parse(readFileSync(place('protocol.json'), 'utf8'))

const pascal = (name) => name.replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase())

/** The TypeScript type that a shape has in JSON. */
function typeOf(shape) {
  switch (shape.shape) {
    case 'boolean':
      return 'boolean'
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'i32':
    case 'i64':
      return 'number'
    case 'enumeration':
      return pascal(shape.name)
    case 'record':
      return shape.name
    case 'list':
      return `readonly ${typeOf(shape.element)}[]`
    case 'optional':
      return `${typeOf(shape.element)} | null`
    default:
      return pascal(shape.shape)
  }
}

const scalars = {
  Text: 'free text',
  Bytes: 'base64',
  Digest: '64 lowercase hex digits',
  Carbon: '"32000.5 tCO2e"',
  Money: '"45200.00 CNY"',
  Area: '"22000 mu"',
  Degrees: '"110.0623451"',
  Instant: '"2024-05-01T08:30:00Z"',
  Day: '"2024-05-01"',
  Serial: 'position in its batch, in decimal',
  Id: 'code of a thing'
}

function* lines() {
  yield '// SPDX-License-Identifier: Apache-2.0'
  yield '// Made by scripts/generate.mjs from protocol.json. Do not edit.'
  yield ''
  for (const [name, doc] of Object.entries(scalars)) yield `/** ${doc} */\nexport type ${name} = string`
  for (const [name, values] of Object.entries(protocol.enums).sort()) {
    yield ''
    yield `export type ${pascal(name)} =`
    yield values.map((value) => `  | '${value}'`).join('\n')
  }
  for (const [name, record] of Object.entries(protocol.types).sort()) {
    yield ''
    yield `export interface ${name} {`
    for (const field of record.fields) {
      yield `  /** ${field.doc} */`
      yield `  readonly ${field.name}: ${typeOf(field.type)}`
    }
    yield '}'
  }
  yield ''
  yield '/** The body of each command. */'
  yield 'export interface CommandBodies {'
  for (const row of protocol.commands) yield `  ${row.name}: ${typeOf(row.type)}`
  yield '}'
  yield ''
  yield '/** The record each event carries. */'
  yield 'export interface EventData {'
  for (const row of protocol.events) yield `  ${row.name}: ${typeOf(row.type)}`
  yield '}'
  yield ''
  yield 'export type CommandName = keyof CommandBodies'
  yield 'export type EventName = keyof EventData'
}

const made = [...lines()].join('\n') + '\n'
if (argument === '--check') {
  if (readFileSync(place('protocol.ts'), 'utf8') !== made) {
    console.error('src/generated/protocol.ts is stale: npm run generate')
    process.exit(1)
  }
} else {
  writeFileSync(place('protocol.ts'), made)
}
