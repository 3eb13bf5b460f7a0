import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type Returns = Schemas['ReturnsOut']
export type BorderReturns = Schemas['BorderReturnsOut']
export type OfficeReturns = Schemas['OfficeReturnsOut']
export type BorderFeatures = Schemas['BorderFeatures']

/** Whole local days; the last one belongs to it. */
export interface Period {
  from: string
  to: string
}

/** What went back and forth in a period, most often first. */
export function returns(query: Period, { signal }: Asking = {}): Promise<Returns> {
  return answered(server.GET('/api/v1/returns', { params: { query }, signal }))
}

/** The same borders as lines. */
export function returnsMap(query: Period, { signal }: Asking = {}): Promise<BorderFeatures> {
  return answered(server.GET('/api/v1/returns.geojson', { params: { query }, signal }))
}
