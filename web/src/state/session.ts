import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, unreachable } from '@/api/client'
import { onSignedOut, setCsrfToken } from '@/api/guard'
import * as api from '@/api/session'
import { usePreferences } from './preferences'

/** Nobody, as after signing out. */
const NOBODY: api.Session = { account: null, csrf_token: null, expires_at: null, actions: [], provider: null }

/** Who is signed in on this device, if anybody. */
export const useSession = defineStore('session', () => {
  /** `error` also where this installation has no accounts: then nothing offers to sign in. */
  const state = ref<'idle' | 'loading' | 'error' | 'full'>('idle')
  const error = shallowRef<ApiError | null>(null)
  const now = shallowRef<api.Session>(NOBODY)
  const account = computed(() => now.value.account)
  const actions = computed(() => now.value.actions)
  /** By whom people may sign in besides by password, if by anybody. */
  const provider = computed(() => now.value.provider)
  const isKnown = computed(() => state.value === 'full')

  function take(session: api.Session): void {
    now.value = session
    setCsrfToken(session.csrf_token)
    state.value = 'full'
    error.value = null
  }

  async function load(): Promise<void> {
    if (state.value !== 'full') state.value = 'loading'
    try {
      take(await api.session())
    } catch (caught) {
      if (!(caught instanceof ApiError)) console.error(caught)
      error.value = caught instanceof ApiError ? caught : unreachable()
      state.value = 'error'
    }
  }

  async function signIn(login: string, password: string): Promise<void> {
    welcome(await api.signIn(login, password))
  }

  /** What the provider led back with, exchanged for a session; where the person wanted to go. */
  async function signInReturned(returned: api.Returned): Promise<string> {
    const { session, to } = await api.endProviderSignIn(returned)
    welcome(session)
    return to
  }

  function welcome(session: api.Session): void {
    take(session)
    const language = account.value?.language
    if (language) usePreferences().language = language
  }

  async function signOut(): Promise<void> {
    take(await api.signOut())
  }

  /** The same person, with something changed that they changed themselves. */
  function changed(to: api.Account): void {
    now.value = { ...now.value, account: to }
  }

  /** The server knows of no session any more: ended elsewhere, or grown too old. */
  function ended(): void {
    take({ ...NOBODY, provider: provider.value })
  }

  function may(action: string): boolean {
    return actions.value.includes(action)
  }

  onSignedOut(ended)
  return {
    state,
    error,
    account,
    actions,
    provider,
    isKnown,
    take,
    load,
    signIn,
    signInReturned,
    signOut,
    changed,
    ended,
    may,
  }
})
