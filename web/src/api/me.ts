import type { Language } from '@/words'
import { type Asking, answered } from './server'
import type { Account, Session } from './session'
import { untyped } from './untyped'

export interface OwnSession {
  id: string | number
  current: boolean
  created_at: string
  last_seen_at: string
  expires_at: string
  address: string | null
  agent: string | null
}

export interface Token {
  id: number
  name: string
  actions: string[]
  created_at: string
  expires_at: string
  last_used_at: string | null
  revoked_at: string | null
}

export interface NewToken {
  /** Shown once, never again. */
  secret: string
  token: Token
}

interface Items<T> {
  items: T[]
}

export function changeMe(change: { name?: string; language?: Language }): Promise<Account> {
  return answered(untyped.PATCH('/api/v1/me', { body: change }))
}

export function changePassword(current: string, chosen: string): Promise<Session> {
  return answered(untyped.POST('/api/v1/me/password', { body: { current, new: chosen } }))
}

export async function ownSessions({ signal }: Asking = {}): Promise<OwnSession[]> {
  return (await answered<Items<OwnSession>>(untyped.GET('/api/v1/me/sessions', { signal }))).items
}

export async function endSession(id: OwnSession['id']): Promise<OwnSession[]> {
  const params = { path: { id } }
  return (await answered<Items<OwnSession>>(untyped.DELETE('/api/v1/me/sessions/{id}', { params }))).items
}

export async function endAllSessions(): Promise<OwnSession[]> {
  return (await answered<Items<OwnSession>>(untyped.DELETE('/api/v1/me/sessions'))).items
}

export async function tokens({ signal }: Asking = {}): Promise<Token[]> {
  return (await answered<Items<Token>>(untyped.GET('/api/v1/me/tokens', { signal }))).items
}

export function makeToken(name: string, actions: readonly string[], days: number): Promise<NewToken> {
  return answered(untyped.POST('/api/v1/me/tokens', { body: { name, actions, days } }))
}

export function revokeToken(id: Token['id']): Promise<Token> {
  return answered(untyped.DELETE('/api/v1/me/tokens/{id}', { params: { path: { id } } }))
}
