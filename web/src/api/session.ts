import type { Language } from '@/words'
import type { Grant } from './grants'
import { SESSION_PATH } from './guard'
import { type Asking, answered } from './server'
import { untyped } from './untyped'

export interface Account {
  id: number
  login: string
  name: string
  language: Language | null
  disabled: boolean
  has_password: boolean
  created_at: string
  last_sign_in_at: string | null
  grants: Grant[]
}

/** Who is signed in, if anybody, and what they may do somewhere. */
export interface Session {
  account: Account | null
  csrf_token: string | null
  expires_at: string | null
  actions: string[]
}

export function session({ signal }: Asking = {}): Promise<Session> {
  return answered(untyped.GET(SESSION_PATH, { signal }))
}

export function signIn(login: string, password: string): Promise<Session> {
  return answered(untyped.POST(SESSION_PATH, { body: { login, password } }))
}

export function signOut(): Promise<Session> {
  return answered(untyped.DELETE(SESSION_PATH))
}

/** Sets a new password with the token of a one-time link. */
export function resetPassword(token: string, password: string): Promise<Session> {
  return answered(untyped.POST('/api/v1/session/reset', { body: { token, password } }))
}
