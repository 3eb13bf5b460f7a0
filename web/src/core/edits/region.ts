import { type Face, faces } from './cutting'
import type { Meeting } from './meeting'
import { Refused } from './outcome'
import type { Edge, EdgeSet } from './places'
import { type Box, boxAround, NOWHERE } from './shape'

/** A piece of a leaf that lies wholly within a region, or wholly outside. */
export interface Lot {
  face: Face
  inside: boolean
}

/**
 * The pieces of every leaf of which something lies within a region whose border has met theirs.
 *
 * @param cuts Leaf → what of the region's border runs through it.
 */
export function lots(
  meeting: Meeting,
  region: EdgeSet,
  cuts: ReadonlyMap<string | null, readonly Edge[]>,
): Map<string, Lot[]> {
  const { places } = meeting
  let bounds: Box = NOWHERE
  for (const edge of region) bounds = boxAround(places.point(places.start(edge)), bounds)
  const [west, south, east, north] = bounds
  const mayLieWithin = (shell: ArrayLike<number>) => {
    const [w, s, e, n] = boxAround(shell)
    return west - 2 <= w && south - 2 <= s && e <= east + 2 && n <= north + 2
  }
  const found = new Map<string, Lot[]>()
  for (const [key, { polygons }] of meeting.leaves) {
    if (!cuts.has(key) && !polygons.some((rings) => mayLieWithin(rings[0] ?? []))) continue
    const own = faces(key, meeting.chains.get(key) ?? new Set(), cuts.get(key) ?? [], places)
    const pieces = own.map((face) => ({ face, inside: isInside(meeting, face, region) }))
    if (pieces.some(({ inside }) => inside)) found.set(key, pieces)
  }
  return found
}

function isInside({ places }: Meeting, { chain }: Face, region: EdgeSet): boolean {
  const withIt = [...chain].some((edge) => region.has(edge))
  const againstIt = [...chain].some((edge) => region.has(places.turned(edge)))
  const least = places.least(chain)
  if (withIt && againstIt) throw new Refused('too_fine', { at: places.point(places.start(least)) })
  return withIt || (!againstIt && places.holdsMiddle(region, least))
}
