import type { Language } from '@/words'
import type { Page } from './grids'
import { type Asking, answered } from './server'
import type { Account } from './session'
import { untyped } from './untyped'

export type { Account } from './session'

/** A one-time link with which a person sets a password. Shown once. */
export interface Reset {
  token: string
  path: string
  expires_at: string
}

export interface AddedAccount {
  account: Account
  reset: Reset
}

export interface AccountChange {
  name?: string
  language?: Language | null
  disabled?: boolean
}

export interface Asked extends Asking {
  q?: string
  limit?: number
  after?: string | null
}

export function accounts({ q, limit, after, signal }: Asked = {}): Promise<Page<Account>> {
  const query = { q: q || undefined, limit, after: after ?? undefined }
  return answered(untyped.GET('/api/v1/accounts', { params: { query }, signal }))
}

export function account(id: number, { signal }: Asking = {}): Promise<Account> {
  return answered(untyped.GET('/api/v1/accounts/{id}', { params: { path: { id } }, signal }))
}

export function addAccount(login: string, name: string, language?: Language): Promise<AddedAccount> {
  return answered(untyped.POST('/api/v1/accounts', { body: { login, name, language } }))
}

export function changeAccount(id: number, change: AccountChange): Promise<Account> {
  return answered(untyped.PATCH('/api/v1/accounts/{id}', { params: { path: { id } }, body: change }))
}

export function resetLink(id: number): Promise<Reset> {
  return answered(untyped.POST('/api/v1/accounts/{id}/reset', { params: { path: { id } } }))
}

export async function endSessionsOf(id: number): Promise<number> {
  const params = { path: { id } }
  return (await answered<{ ended: number }>(untyped.DELETE('/api/v1/accounts/{id}/sessions', { params })))
    .ended
}
