// SPDX-License-Identifier: Apache-2.0
// The domain's own words in both languages, as the protocol declares them.
import { protocol, type Bilingual } from '@/verify/protocol'
import { hints } from './hints'
import { lang, pick } from './index'

export function enumTerm(type: string, value: string): string {
  return pick(protocol.values[type]?.[value]) || value
}

export function commandTerm(name: string): string {
  return pick(protocol.commands.find((row) => row.name === name)?.title) || name
}

export function commandSentence(name: string): string {
  return pick(protocol.commands.find((row) => row.name === name)?.sentence)
}

export function eventTerm(name: string): string {
  return pick(protocol.events.find((row) => row.name === name)?.title) || name
}

export function fieldTerm(name: string): string {
  const label: Bilingual | undefined = protocol.labels[name]
  return pick(label) || name.replace(/_/g, ' ')
}

/** What a field of a command is for. */
export function hintOf(doc: string): string {
  return lang.value === 'zh' ? (hints[doc] ?? '') : doc
}
