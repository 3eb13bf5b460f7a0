import type { Language } from '@/words'
import type { components } from './schema'
import { type Asking, answered, server } from './server'
import type { Account, Session } from './session'

type Schemas = components['schemas']

export type OwnSession = Schemas['MySession']

export type Token = Schemas['TokenOut']

export type NewToken = Schemas['TokenMade']

interface Items<T> {
  items: T[]
}

export function changeMe(change: { name?: string; language?: Language }): Promise<Account> {
  return answered(server.PATCH('/api/v1/me', { body: change }))
}

export function changePassword(current: string, chosen: string): Promise<Session> {
  return answered(server.POST('/api/v1/me/password', { body: { current, new: chosen } }))
}

export async function ownSessions({ signal }: Asking = {}): Promise<OwnSession[]> {
  return (await answered<Items<OwnSession>>(server.GET('/api/v1/me/sessions', { signal }))).items
}

export async function endSession(id: OwnSession['id']): Promise<OwnSession[]> {
  const params = { path: { id } }
  return (await answered<Items<OwnSession>>(server.DELETE('/api/v1/me/sessions/{id}', { params }))).items
}

export async function endAllSessions(): Promise<OwnSession[]> {
  return (await answered<Items<OwnSession>>(server.DELETE('/api/v1/me/sessions'))).items
}

export async function tokens({ signal }: Asking = {}): Promise<Token[]> {
  return (await answered<Items<Token>>(server.GET('/api/v1/me/tokens', { signal }))).items
}

export function makeToken(name: string, actions: string[], days: number): Promise<NewToken> {
  return answered(server.POST('/api/v1/me/tokens', { body: { name, actions, days } }))
}

export function revokeToken(id: Token['id']): Promise<Token> {
  return answered(server.DELETE('/api/v1/me/tokens/{id}', { params: { path: { id } } }))
}
