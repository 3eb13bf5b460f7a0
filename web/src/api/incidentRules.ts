import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** A category with everything that is laid down about it. */
export type CatalogueCategory = Schemas['CategoryModel']
export type IncidentCatalogue = Schemas['CatalogueOut']
export type Limits = NonNullable<CatalogueCategory['limits']>
export type Limit = Schemas['LimitModel']
export type Stage = Schemas['Stage']
export type SpecialDay = Schemas['SpecialDayModel']
export type Holidays = Schemas['HolidaysOut']
export type KnownYear = Schemas['KnownYear']
export type Responsibility = Schemas['ResponsibilityOut']
export type ResponsibilityFields = Schemas['ResponsibilityIn']

export function incidentCatalogue({ signal }: Asking = {}): Promise<IncidentCatalogue> {
  return answered(server.GET('/api/v1/catalogue', { signal }))
}

/** The whole catalogue, in the place of the version that was seen. */
export function setIncidentCatalogue(catalogue: IncidentCatalogue): Promise<IncidentCatalogue> {
  const { version, ...body } = catalogue
  const params = { header: { 'If-Match': `"${version}"` } }
  return answered(server.PUT('/api/v1/catalogue', { params, body }))
}

export async function holidayYears({ signal }: Asking = {}): Promise<KnownYear[]> {
  return (await answered<{ years: KnownYear[] }>(server.GET('/api/v1/holidays', { signal }))).years
}

export function holidaysOf(year: number, { signal }: Asking = {}): Promise<Holidays> {
  return answered(server.GET('/api/v1/holidays/{year}', { params: { path: { year } }, signal }))
}

/** The days of a year, in the place of the version that was seen. */
export function setHolidays(year: number, seen: number, body: Schemas['HolidaysIn']): Promise<Holidays> {
  const params = { path: { year }, header: { 'If-Match': `"${seen}"` } }
  return answered(server.PUT('/api/v1/holidays/{year}', { params, body }))
}

export async function responsibilities({ signal }: Asking = {}): Promise<Responsibility[]> {
  return (await answered<{ items: Responsibility[] }>(server.GET('/api/v1/responsibilities', { signal })))
    .items
}

export function setResponsibility(body: ResponsibilityFields): Promise<Responsibility> {
  return answered(server.POST('/api/v1/responsibilities', { body }))
}

export async function removeResponsibility(id: number): Promise<void> {
  const asking = server.DELETE('/api/v1/responsibilities/{id}', { params: { path: { id } } })
  await answered(asking.then((reply) => ({ ...reply, data: reply.response.ok ? true : undefined })))
}
