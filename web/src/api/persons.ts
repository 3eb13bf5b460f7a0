import type { Page } from './grids'
import type { Role } from './people'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** Somebody as those see them who assign them. */
export type Person = Schemas['PersonOut']

export type PersonFields = Schemas['PersonIn']

export type PersonChange = Schemas['PersonChange']

export const PUBLISHABLE = ['name', 'post', 'photo', 'phone', 'mobile', 'hours'] as const
export type Publishable = (typeof PUBLISHABLE)[number]

export const PERSON_STATES = ['in_service', 'away', 'ended', 'all'] as const
export type PersonState = (typeof PERSON_STATES)[number]

export interface PersonQuestion {
  q: string
  /** Code; empty for all of one's ground. */
  grid: string
  role: Role | ''
  state: PersonState
}

export function persons(
  { q, grid, role, state }: PersonQuestion,
  limit: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<Page<Person>> {
  const query = {
    q: q || undefined,
    grid: grid || undefined,
    role: role || undefined,
    state,
    limit,
    after: after ?? undefined,
  }
  return answered(server.GET('/api/v1/persons', { params: { query }, signal }))
}

export function person(id: number, { signal }: Asking = {}): Promise<Person> {
  return answered(server.GET('/api/v1/persons/{id}', { params: { path: { id } }, signal }))
}

export function addPerson(fields: PersonFields): Promise<Person> {
  return answered(server.POST('/api/v1/persons', { body: fields }))
}

/** Refused (`changed_meanwhile`) where somebody changed them after this version. */
export function changePerson(id: number, version: number, change: PersonChange): Promise<Person> {
  const params = { path: { id }, header: { 'If-Match': `"${version}"` } }
  return answered(server.PATCH('/api/v1/persons/{id}', { params, body: change }))
}

export function endPerson(id: number, at: string | undefined, endDuties: boolean): Promise<Person> {
  const body = { at, end_duties: endDuties }
  return answered(server.POST('/api/v1/persons/{id}/end', { params: { path: { id } }, body }))
}

export function deletePerson(id: number): Promise<Person> {
  return answered(server.DELETE('/api/v1/persons/{id}', { params: { path: { id } } }))
}

export function setPhoto(id: number, photo: File): Promise<Person> {
  const asking = server.PUT('/api/v1/persons/{id}/photo', {
    params: { path: { id } },
    body: photo as unknown as string,
    bodySerializer: (body) => body,
    headers: { 'Content-Type': photo.type || 'application/octet-stream' },
  })
  return answered(asking)
}

export function removePhoto(id: number): Promise<Person> {
  return answered(server.DELETE('/api/v1/persons/{id}/photo', { params: { path: { id } } }))
}
