// SPDX-License-Identifier: Apache-2.0
// Reads of collections: one page, everything, or one item; and a directory of names for codes.
import { reactive } from 'vue'
import { nameOf } from '@/i18n'
import { call, Refused } from './client'
import type { Collections, Page } from './model'

export type CollectionName = keyof Collections
export type Filter = Readonly<Record<string, string | number | undefined>>

function query(filter: Filter): string {
  const pairs = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
  if (pairs.length === 0) return ''
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`
}

export function page<N extends CollectionName>(name: N, filter: Filter = {}): Promise<Page<Collections[N]>> {
  return call(`/v1/${name}${query(filter)}`)
}

/** Every item, page by page. The bound keeps a broken cursor from looping for ever. */
export async function all<N extends CollectionName>(name: N, filter: Filter = {}): Promise<Collections[N][]> {
  const items: Collections[N][] = []
  let after: string | undefined
  for (let turn = 0; turn < 200; ++turn) {
    const one = await page(name, { limit: 500, ...filter, ...(after === undefined ? {} : { after }) })
    items.push(...one.items)
    if (!one.next) break
    after = one.next
  }
  return items
}

export function item<N extends CollectionName>(name: N, id: string): Promise<Collections[N]> {
  return call(`/v1/${name}/${encodeURIComponent(id)}`)
}

/** The item, or null when there is none by this id. */
export async function itemOrNull<N extends CollectionName>(name: N, id: string): Promise<Collections[N] | null> {
  try {
    return await item(name, id)
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return null
    throw error
  }
}

interface Directory {
  participants: Record<string, Collections['participants']>
  accounts: Record<string, Collections['accounts']>
}

const directory = reactive<Directory>({ participants: {}, accounts: {} })
let loading: Promise<void> | null = null

/** Loads participants and accounts, so that pages can say names beside codes. */
export function loadDirectory(again = false): Promise<void> {
  if (loading && !again) return loading
  loading = (async () => {
    const [participants, accounts] = await Promise.all([all('participants'), all('accounts')])
    directory.participants = Object.fromEntries(participants.map((one) => [one.id, one]))
    directory.accounts = Object.fromEntries(accounts.map((one) => [one.id, one]))
  })().catch(() => {
    loading = null
  })
  return loading
}

export function participantName(id: string | null | undefined): string {
  return id ? nameOf(directory.participants[id]) || id : '—'
}

/** The name of the participant behind an account. */
export function accountName(id: string | null | undefined): string {
  const account = id ? directory.accounts[id] : undefined
  return account ? participantName(account.participant) : (id ?? '—')
}

export function knownParticipants(): Collections['participants'][] {
  return Object.values(directory.participants)
}

export function knownAccounts(): Collections['accounts'][] {
  return Object.values(directory.accounts)
}

export function accountsOf(participant: string | undefined): string[] {
  return knownAccounts()
    .filter((account) => account.participant === participant)
    .map((account) => account.id)
}
