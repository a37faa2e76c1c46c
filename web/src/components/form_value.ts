// SPDX-License-Identifier: Apache-2.0
// Empty values of forms by shape, and what is wrong with a filled one before it is sent.
import { fieldsOf, type Shape } from '@/verify/protocol'
import type { Json } from '@/verify/canonical_json'
import { decimalCount } from '@/format/decimal'

export type FormValue = Json
export type FormRecord = { [field: string]: FormValue }

/** What a form begins with; quantities are typed without their unit and get it when sent. */
export function emptyValue(shape: Shape): FormValue {
  switch (shape.shape) {
    case 'record':
      return emptyRecord(shape.name)
    case 'list':
      return shape.element.shape === 'record' && shape.element.name === 'Lot' ? [emptyValue(shape.element)] : []
    case 'boolean':
      return null
    default:
      return ''
  }
}

export function emptyRecord(type: string): FormRecord {
  return Object.fromEntries(fieldsOf(type).map((field) => [field.name, emptyValue(field.type)]))
}

const units: Readonly<Record<string, readonly [string, number]>> = {
  carbon: [' tCO2e', 9],
  money: [' CNY', 2],
  area: [' mu', 2]
}

/** "32,000.5 " as typed becomes "32000.5 tCO2e"; what cannot be read is sent as it is, and refused with a number. */
function quantity(text: string, shape: string): string {
  const [unit, scale] = units[shape] ?? ['', 0]
  const number = text.replaceAll(',', '').trim()
  if (number.endsWith(unit.trim()) && unit !== '') return number
  return decimalCount(number, scale) === null ? text : number + unit
}

function toBody(shape: Shape, value: FormValue): FormValue {
  if (shape.shape === 'record') return bodyOf(shape.name, value as FormRecord)
  if (shape.shape === 'list') return (value as readonly FormValue[]).map((one) => toBody(shape.element, one))
  if (shape.shape === 'optional') return value === '' || value === null ? null : toBody(shape.element, value)
  if (shape.shape in units) return quantity(String(value), shape.shape)
  if (['u8', 'u16', 'u32', 'i32', 'u64', 'i64'].includes(shape.shape)) {
    const text = String(value).trim()
    return /^-?\d+$/.test(text) ? Number(text) : text
  }
  if (shape.shape === 'text') return String(value)
  return typeof value === 'string' ? value.trim() : value
}

/** The body of a command as the API wants it. */
export function bodyOf(type: string, form: FormRecord): FormRecord {
  return Object.fromEntries(fieldsOf(type).map((field) => [field.name, toBody(field.type, form[field.name] ?? null)]))
}

/** Fields that are still empty, by their path; the server judges everything else. */
export function missing(type: string, form: FormRecord, path = ''): string[] {
  return fieldsOf(type).flatMap((field) => {
    const at = path + field.name
    const value = form[field.name] ?? null
    if (field.type.shape === 'record') return missing(field.type.name, value as FormRecord, `${at}.`)
    if (field.type.shape === 'list') return missingInList(field.type.element, value as readonly FormValue[], at)
    if (field.type.shape === 'text' || field.type.shape === 'optional') return []
    return value === '' || value === null ? [at] : []
  })
}

function missingInList(element: Shape, values: readonly FormValue[], at: string): string[] {
  if (values.length === 0) return [at]
  if (element.shape !== 'record') return []
  return values.flatMap((value, i) => missing(element.name, value as FormRecord, `${at}.${i}.`))
}
