// SPDX-License-Identifier: Apache-2.0
// Who is signed in, and what they may do.
import { computed, ref } from 'vue'
import type { Role } from '@/generated/protocol'
import { protocol } from '@/verify/protocol'
import { call, useCsrf } from './client'
import { accountsOf } from './collections'
import type { DemoUser, Session } from './model'

export const session = ref<Session | null>(null)
export const demoUsers = ref<readonly DemoUser[]>([])

export const signedIn = computed(() => Boolean(session.value?.user))
export const isDemo = computed(() => session.value?.demo === true)
export const roles = computed<readonly Role[]>(() => session.value?.roles ?? [])
/** Accounts of the participant for which the visitor acts. */
export const myAccounts = computed(() =>
  session.value?.user ? accountsOf(session.value.participant) : []
)

export function hasRole(role: Role): boolean {
  return roles.value.includes(role)
}

/** Whether one of the visitor's roles may give the command. */
export function mayGive(command: string): boolean {
  const row = protocol.commands.find((one) => one.name === command)
  return row?.roles.some((role) => roles.value.includes(role as Role)) ?? false
}

let started: Promise<void> | null = null

export async function refreshSession(): Promise<void> {
  session.value = await call<Session>('/v1/session')
  useCsrf(session.value.csrf ?? null)
}

/** Asks once who is signed in, and in demo mode for whom one can sign in. */
export function startSession(): Promise<void> {
  started ??= (async () => {
    await refreshSession()
    if (isDemo.value) demoUsers.value = (await call<{ items: DemoUser[] }>('/v1/demo/users')).items
  })().catch((error: unknown) => {
    started = null
    throw error
  })
  return started
}

export async function signIn(user: string, password: string): Promise<void> {
  await call('/v1/session', { method: 'POST', body: { user, password } })
  await refreshSession()
}

export async function signInAsDemo(user: string): Promise<void> {
  await call('/v1/demo/session', { method: 'POST', body: { user } })
  await refreshSession()
}

export async function signOut(): Promise<void> {
  await call('/v1/session', { method: 'DELETE' })
  await refreshSession()
}
