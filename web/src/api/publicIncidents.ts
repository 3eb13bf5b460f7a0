import type { Box } from '@/core/place'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

export type PublicIncident = components['schemas']['PublicIncidentOut']

export const SHOWN = ['open', 'closed'] as const
export type Shown = (typeof SHOWN)[number]

/** What people reported in a box, the latest changed first; `more` where it holds others besides. */
export async function publicIncidents(
  box: Box,
  state: Shown | null,
  limit: number,
  { signal }: Asking = {},
): Promise<{ incidents: PublicIncident[]; more: boolean }> {
  const params = { query: { bbox: box.join(','), state: state ?? undefined, limit } }
  const asking = server.GET('/api/v1/incidents/public', { params, signal })
  const found = await answered<{ incidents: PublicIncident[]; next: string | null }>(asking)
  return { incidents: found.incidents, more: found.next !== null }
}

/** The address of the tiles with all of them. */
export const publicIncidentTiles = (origin: string) => `${origin}/api/v1/tiles/incidents/{z}/{x}/{y}.mvt`
