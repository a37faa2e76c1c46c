// SPDX-License-Identifier: Apache-2.0
// Live updates: pages say what to reload, and it is reloaded shortly after something was committed.
import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { session } from './session'
import { protocol } from '@/verify/protocol'

export interface LiveEvent {
  readonly log_index: number
  readonly at: string
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

export const connected = ref(false)
/** The newest first. */
export const recent = ref<readonly LiveEvent[]>([])

const recentMax = 12
const settle_ms = 400
const listeners = new Set<() => void>()
let source: EventSource | null = null
let timer: number | undefined

/** Not put off by what follows: a busy market would never be read. */
function announce(): void {
  timer ??= window.setTimeout(() => {
    timer = undefined
    listeners.forEach((listener) => listener())
  }, settle_ms)
}

function take(message: MessageEvent<string>): void {
  const event = JSON.parse(message.data) as LiveEvent
  const posting = event.event === 'units_moved' || event.event === 'cash_moved'
  if (!posting) recent.value = [event, ...recent.value].slice(0, recentMax)
  announce()
}

function open(): void {
  source?.close()
  source = new EventSource('/v1/events')
  source.onopen = () => {
    // What was missed while the line was down may be more than the server sends again.
    if (!connected.value) announce()
    connected.value = true
  }
  source.onerror = () => (connected.value = false)
  for (const row of protocol.events) source.addEventListener(row.name, take)
}

// The server decides once, when a stream is opened, what its reader may see.
watch(
  () => session.value?.user,
  () => {
    if (source) open()
  }
)

/** Calls `reload` when the page is shown and again after every committed change. */
export function useLive(reload: () => unknown): void {
  const listener = () => void reload()
  onMounted(() => {
    if (!source) open()
    listeners.add(listener)
    listener()
  })
  onBeforeUnmount(() => listeners.delete(listener))
}
