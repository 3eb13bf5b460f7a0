import type { Language } from '@/words'
import type { Page } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'
import type { Account } from './session'

type Schemas = components['schemas']

export type { Account } from './session'

/** A one-time link with which a person sets a password. Shown once. */
export type Reset = Schemas['ResetOut']

export type AddedAccount = Schemas['AccountOpened']

export type AccountChange = Schemas['AccountChange']

export interface Asked extends Asking {
  q?: string
  limit?: number
  after?: string | null
}

export function accounts({ q, limit, after, signal }: Asked = {}): Promise<Page<Account>> {
  const query = { q: q || undefined, limit, after: after ?? undefined }
  return answered(server.GET('/api/v1/accounts', { params: { query }, signal }))
}

export function account(id: number, { signal }: Asking = {}): Promise<Account> {
  return answered(server.GET('/api/v1/accounts/{id}', { params: { path: { id } }, signal }))
}

export function addAccount(login: string, name: string, language?: Language): Promise<AddedAccount> {
  return answered(server.POST('/api/v1/accounts', { body: { login, name, language } }))
}

export function changeAccount(id: number, change: AccountChange): Promise<Account> {
  return answered(server.PATCH('/api/v1/accounts/{id}', { params: { path: { id } }, body: change }))
}

export function resetLink(id: number): Promise<Reset> {
  return answered(server.POST('/api/v1/accounts/{id}/reset', { params: { path: { id } } }))
}

/** Lets whom the provider calls so sign in as this account. */
export function bindIdentity(id: number, subject: string): Promise<Account> {
  const params = { path: { id } }
  return answered(server.POST('/api/v1/accounts/{id}/identities', { params, body: { subject } }))
}

export function removeIdentity(id: number, identity: number): Promise<Account> {
  const params = { path: { id, identity } }
  return answered(server.DELETE('/api/v1/accounts/{id}/identities/{identity}', { params }))
}

export async function endSessionsOf(id: number): Promise<number> {
  const params = { path: { id } }
  return (await answered<{ ended: number }>(server.DELETE('/api/v1/accounts/{id}/sessions', { params })))
    .ended
}
