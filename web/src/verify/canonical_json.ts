// SPDX-License-Identifier: Apache-2.0
// The one spelling of a JSON value that the server writes: no white space, members in order, few escapes.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const named: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t' }

function spellText(text: string): string {
  // Only these characters are escaped, so that Chinese stays readable and each text has one spelling.
  const escaped = text.replace(/["\\\u0000-\u001f]/g, (sign) => {
    return named[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped}"`
}

export function spell(value: Json): string {
  if (typeof value === 'string') return spellText(value)
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  const members = Object.entries(value).map(([name, member]) => `${spellText(name)}:${spell(member)}`)
  return `{${members.join(',')}}`
}
