import { type Asking, answered } from './server'
import { untyped } from './untyped'

export const OFFICE_KINDS = ['district', 'town', 'community', 'department'] as const
export type OfficeKind = (typeof OFFICE_KINDS)[number]

export interface Office {
  id: number
  kind: OfficeKind
  name: { zh: string; en: string | null }
  parent: number | null
  hours: string | null
  phone: string | null
  address: string | null
  closed: boolean
  grids: { code: string; name: string | null; level: number }[]
}

export interface OfficeFields {
  kind: OfficeKind
  name_zh: string
  name_en: string | null
  parent: number | null
  hours: string | null
  phone: string | null
  address: string | null
}

/** Every office, parents first. */
export async function offices({ signal }: Asking = {}): Promise<Office[]> {
  return (await answered<{ items: Office[] }>(untyped.GET('/api/v1/offices', { signal }))).items
}

export function addOffice(fields: OfficeFields): Promise<Office> {
  return answered(untyped.POST('/api/v1/offices', { body: fields }))
}

/** What may change; what kind of office it is stays. */
export type OfficeChange = Partial<Omit<OfficeFields, 'kind'>> & { closed?: boolean }

export function changeOffice(id: number, change: OfficeChange): Promise<Office> {
  return answered(untyped.PATCH('/api/v1/offices/{id}', { params: { path: { id } }, body: change }))
}

export function assignGrids(id: number, codes: readonly string[]): Promise<Office> {
  return answered(untyped.PUT('/api/v1/offices/{id}/grids', { params: { path: { id } }, body: { codes } }))
}
