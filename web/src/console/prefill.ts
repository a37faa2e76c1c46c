// SPDX-License-Identifier: Apache-2.0
// What a command's form begins with: from the address, so that work lists and other pages can fill it in.
import type { LocationQuery } from 'vue-router'
import { emptyValue, type FormRecord, type FormValue } from '@/components/form_value'
import { fieldsOf, type Shape } from '@/verify/protocol'
import { today } from '@/format/time'

function read(shape: Shape, text: string): FormValue {
  if (shape.shape === 'carbon') return text.replace(/ tCO2e$/, '')
  if (shape.shape === 'money') return text.replace(/ CNY$/, '')
  if (shape.shape === 'area') return text.replace(/ mu$/, '')
  return text
}

function yearEnd(day: string): string {
  return `${day.slice(0, 4)}-12-31`
}

/** Sensible beginnings that the officer can change. */
function defaults(command: string): FormRecord {
  const day = today()
  if (command === 'open_listing') return { lot: '1', open_days: { first: day, last: yearEnd(day) } }
  if (command === 'issue_batch') return { buffer: '0' }
  if (command === 'register_project') return { grade: 'offsite', ecosystem: 'forest' }
  if (command === 'retire_units') return { kind: 'retirement' }
  return {}
}

/** "period.first" in the address fills the member of a record. */
export function prefill(command: string, type: string, query: LocationQuery): FormRecord {
  const form: FormRecord = defaults(command)
  for (const field of fieldsOf(type)) {
    const whole = query[field.name]
    if (typeof whole === 'string') form[field.name] = read(field.type, whole)
    if (field.type.shape !== 'record') continue
    for (const member of fieldsOf(field.type.name)) {
      const part = query[`${field.name}.${member.name}`]
      if (typeof part !== 'string') continue
      const record = (form[field.name] ?? emptyValue(field.type)) as FormRecord
      form[field.name] = { ...record, [member.name]: read(member.type, part) }
    }
  }
  return form
}
