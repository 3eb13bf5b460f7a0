import type { LonLat } from '@/core/place'
import type { components } from './schema'
import { type Asking, answered, day, server } from './server'

export type Found = components['schemas']['HitOut']
export type FoundKind = Found['kind']

export interface SearchQuestion extends Asking {
  /** What is near comes first. */
  near: LonLat | null
  limit: number
  /** Only these, with commas between. */
  kinds?: string
}

export async function search(
  q: string,
  { near, limit, kinds, asOf, signal }: SearchQuestion,
): Promise<Found[]> {
  const query = { q, lon: near?.[0], lat: near?.[1], limit, kinds, as_of: day(asOf) }
  const answer = await answered<{ items: Found[] }>(
    server.GET('/api/v1/search', { params: { query }, signal }),
  )
  return answer.items
}
