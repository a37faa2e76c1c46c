// SPDX-License-Identifier: Apache-2.0
// Commands that do as much as one entry holds are given again until they are done.
import { FormKey } from '@/api/commands'
import type { Accepted } from '@/api/model'

/** Keeps a server that never finishes from keeping the page for ever. */
const turns_max = 10_000

export interface Progress {
  /** Entries made so far. */
  readonly entries: number
  /** Orders ended, purchases freed or bulletins issued so far. */
  readonly done: number
  readonly more: boolean
}

/** How much one entry of a sweep did. */
export function progressOf(before: Progress, outcome: Pick<Accepted, 'events'>): Progress {
  const sweep = outcome.events.find((event) => event.event === 'sweep_made')
  const bulletins = outcome.events.filter((event) => event.event === 'bulletin_issued').length
  const done = bulletins > 0 ? bulletins : Number(sweep?.data.done ?? 0)
  return { entries: before.entries + 1, done: before.done + done, more: sweep?.data.more === true }
}

export type Give = (command: string, body: unknown) => Promise<Pick<Accepted, 'events'>>

/** Each turn is a command of its own with a key of its own. */
function giveOnce(command: string, body: unknown): Promise<Accepted> {
  return new FormKey().give(command, body)
}

export async function giveUntilDone(
  command: string,
  body: unknown,
  tell: (progress: Progress) => void,
  give: Give = giveOnce
): Promise<Progress> {
  let progress: Progress = { entries: 0, done: 0, more: true }
  while (progress.more && progress.entries < turns_max) {
    progress = progressOf(progress, await give(command, body))
    tell(progress)
  }
  return progress
}
