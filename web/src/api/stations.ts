import type { Box } from '@/core/place'
import type { Page } from './grids'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export const STATION_STATES = ['open', 'closed', 'all'] as const
export type StationState = (typeof STATION_STATES)[number]

/** An open work station as everybody sees it. */
export type Station = Schemas['Station']
/** A work station as those see it who keep it. */
export type KeptStation = Schemas['StationOut']
export type StationFields = Schemas['StationIn']
export type StationChange = Schemas['StationChange']

export async function stationsIn(box: Box, { signal }: Asking = {}): Promise<Station[]> {
  const params = { query: { bbox: box.join(',') } }
  return (await answered<{ items: Station[] }>(server.GET('/api/v1/stations', { params, signal }))).items
}

export function keptStations(
  grid: string,
  state: StationState,
  limit: number,
  after: string | null,
  { signal }: Asking = {},
): Promise<Page<KeptStation>> {
  const query = { grid: grid || undefined, state, limit, after: after ?? undefined }
  return answered(server.GET('/api/v1/people/stations', { params: { query }, signal }))
}

export function keptStation(id: number, { signal }: Asking = {}): Promise<KeptStation> {
  return answered(server.GET('/api/v1/people/stations/{id}', { params: { path: { id } }, signal }))
}

export function addStation(fields: StationFields): Promise<KeptStation> {
  return answered(server.POST('/api/v1/stations', { body: fields }))
}

export function changeStation(id: number, change: StationChange): Promise<KeptStation> {
  return answered(server.PATCH('/api/v1/stations/{id}', { params: { path: { id } }, body: change }))
}
