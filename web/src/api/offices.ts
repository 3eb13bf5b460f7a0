import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export const OFFICE_KINDS = ['district', 'town', 'community', 'department'] as const
export type OfficeKind = (typeof OFFICE_KINDS)[number]

export type Office = Schemas['OfficeOut']

export type OfficeFields = Schemas['OfficeIn']

/** Every office, parents first. */
export async function offices({ signal }: Asking = {}): Promise<Office[]> {
  return (await answered<{ items: Office[] }>(server.GET('/api/v1/offices', { signal }))).items
}

export function addOffice(fields: OfficeFields): Promise<Office> {
  return answered(server.POST('/api/v1/offices', { body: fields }))
}

export type OfficeChange = Partial<OfficeFields> & { closed?: boolean }

export function changeOffice(id: number, change: OfficeChange): Promise<Office> {
  return answered(server.PATCH('/api/v1/offices/{id}', { params: { path: { id } }, body: change }))
}

export function assignGrids(id: number, codes: string[]): Promise<Office> {
  return answered(server.PUT('/api/v1/offices/{id}/grids', { params: { path: { id } }, body: { codes } }))
}

/** GeoJSON: a polygon, or whatever a file holds. */
export type Area = NonNullable<Schemas['AreaIn']['area']>

export function officeArea(id: number, { signal }: Asking = {}): Promise<{ area: Area | null }> {
  return answered(server.GET('/api/v1/offices/{id}/area', { params: { path: { id } }, signal }))
}

export function setOfficeArea(id: number, area: Area | null): Promise<Office> {
  return answered(server.PUT('/api/v1/offices/{id}/area', { params: { path: { id } }, body: { area } }))
}
