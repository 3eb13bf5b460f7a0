import type { components } from './schema'
import { type Asking, answered, day, server } from './server'

type Schemas = components['schemas']
export type Level = Schemas['LevelOut']
export type Edition = Schemas['EditionOut']
export type GridSummary = Schemas['GridSummary']
export type GridFeature = Schemas['GridFeature']
export type Located = Schemas['LocatedOut']
export type Neighbour = Schemas['Neighbour']
export interface Page<T> {
  items: T[]
  next?: string | null
}

export async function levels({ asOf, signal }: Asking = {}): Promise<Level[]> {
  const params = { query: { as_of: day(asOf) } }
  return (await answered<Page<Level>>(server.GET('/api/v1/levels', { params, signal }))).items
}

export async function editions({ signal }: Asking = {}): Promise<Edition[]> {
  return (await answered<Page<Edition>>(server.GET('/api/v1/editions', { signal }))).items
}

export function currentEdition({ signal }: Asking = {}): Promise<Edition> {
  return answered(server.GET('/api/v1/editions/current', { signal }))
}

export interface GridQuestion extends Asking {
  level?: number
  q?: string
  bbox?: readonly number[]
  limit?: number
}

export function grids({ level, q, bbox, limit, asOf, signal }: GridQuestion): Promise<Page<GridSummary>> {
  const query = { level, q, bbox: bbox?.join(','), limit, as_of: day(asOf) }
  return answered(server.GET('/api/v1/grids', { params: { query }, signal }))
}

export function grid(code: string, { asOf, signal }: Asking = {}): Promise<GridFeature> {
  const params = { path: { code }, query: { as_of: day(asOf) } }
  return answered(server.GET('/api/v1/grids/{code}', { params, signal }))
}

export function children(
  code: string,
  limit: number,
  { asOf, signal }: Asking = {},
): Promise<Page<GridSummary>> {
  const params = { path: { code }, query: { as_of: day(asOf), limit } }
  return answered(server.GET('/api/v1/grids/{code}/children', { params, signal }))
}

export async function neighbours(code: string, { asOf, signal }: Asking = {}): Promise<Neighbour[]> {
  const params = { path: { code }, query: { as_of: day(asOf) } }
  return (await answered<Page<Neighbour>>(server.GET('/api/v1/grids/{code}/neighbours', { params, signal })))
    .items
}

export function locate(lon: number, lat: number, { asOf, signal }: Asking = {}): Promise<Located> {
  const query = { lon, lat, as_of: day(asOf) }
  return answered(server.GET('/api/v1/locate', { params: { query }, signal }))
}
