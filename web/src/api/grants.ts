import type { Language } from '@/words'
import type { Page } from './grids'
import { type Asking, answered } from './server'
import { untyped } from './untyped'

export type Scope = 'everything' | 'grid' | 'office'
export type Names = Record<Language, string>

export interface Role {
  role: string
  name: Names
  scopes: Scope[]
  actions: string[]
}

export interface Action {
  action: string
  name: Names
}

export interface Roles {
  roles: Role[]
  actions: Action[]
}

export interface Grant {
  id: number
  account: { id: number; login: string; name: string }
  role: string
  scope: Scope
  grid: { code: string; name: string | null; level: number } | null
  office: { id: number; name: string | Names } | null
  valid_from: string
  valid_until: string | null
  reason: string | null
  granted_by: string | null
  granted_at: string
  revoked_at: string | null
  in_force: boolean
  why_not: 'future' | 'expired' | 'revoked' | 'grid_ended' | 'account_disabled' | null
}

export interface NewGrant {
  account: number
  role: string
  grid?: string
  office?: number
  valid_from?: string
  valid_until?: string
  reason?: string
}

/** Every role with its name and what it may do. */
export function roles({ signal }: Asking = {}): Promise<Roles> {
  return answered(untyped.GET('/api/v1/roles', { signal }))
}

export function grantsOf(account: number, { signal }: Asking = {}): Promise<Page<Grant>> {
  return answered(untyped.GET('/api/v1/grants', { params: { query: { account, limit: 100 } }, signal }))
}

export function addGrant(grant: NewGrant): Promise<Grant> {
  return answered(untyped.POST('/api/v1/grants', { body: grant }))
}

export function revokeGrant(id: number): Promise<Grant> {
  return answered(untyped.DELETE('/api/v1/grants/{id}', { params: { path: { id } } }))
}
