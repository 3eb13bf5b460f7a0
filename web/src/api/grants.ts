import type { Language } from '@/words'
import type { Page } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type Scope = Grant['scope']
export type Names = Record<Language, string>

export type Role = Omit<Schemas['RoleOut'], 'scopes'> & { scopes: Scope[] }

export type Roles = Omit<Schemas['RoleList'], 'roles'> & { roles: Role[] }

export type Grant = Schemas['GrantOut']

export type NewGrant = Schemas['GrantIn']

/** Every role with its name and what it may do. */
export function roles({ signal }: Asking = {}): Promise<Roles> {
  return answered(server.GET('/api/v1/roles', { signal }))
}

/** A page of what a person was ever granted, oldest first. */
export function grantsOf(
  account: number,
  limit: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<Page<Grant>> {
  const query = { account, limit, after: after ?? undefined }
  return answered(server.GET('/api/v1/grants', { params: { query }, signal }))
}

export function addGrant(grant: NewGrant): Promise<Grant> {
  return answered(server.POST('/api/v1/grants', { body: grant }))
}

export function revokeGrant(id: number): Promise<Grant> {
  return answered(server.DELETE('/api/v1/grants/{id}', { params: { path: { id } } }))
}
