import type { Meeting } from './meeting'
import type { Edge, Place } from './places'
import { boxOfPolygons } from './shape'

/** A stretch of a line between borders, or along one. */
export interface Run {
  points: readonly Place[]
  /** Key of the leaf that it runs through; null outside all of them and along a border. */
  leaf: string | null
  along: boolean
  edges: readonly Edge[]
}

/** The stretches of one of the lines of a meeting. */
export function runs(meeting: Meeting, line: readonly Place[]): Run[] {
  return stretches(meeting, line).map((points) => {
    const edges = meeting.places.edgesAlong(points)
    const along = meeting.isBorder(edges[0] as Edge)
    return { points, edges, along, leaf: along ? null : leafUnder(meeting, edges[0] as Edge) }
  })
}

/** Leaf → what of the lines runs through it; null → what runs outside all of them. */
export function cutsByLeaf(meeting: Meeting, lines: Iterable<readonly Place[]>): Map<string | null, Edge[]> {
  const found = new Map<string | null, Edge[]>()
  for (const line of lines)
    for (const { leaf, along, edges } of runs(meeting, line))
      if (!along) found.set(leaf, [...(found.get(leaf) ?? []), ...edges])
  return found
}

function stretches(meeting: Meeting, line: readonly Place[]): Place[][] {
  const found: Place[][] = []
  let stretch = [line[0] as Place]
  for (const place of line.slice(1)) {
    stretch.push(place)
    if (!meeting.vertices.has(place)) continue
    found.push(stretch)
    stretch = [place]
  }
  return stretch.length > 1 ? [...found, stretch] : found
}

function leafUnder({ leaves, chains, places }: Meeting, edge: Edge): string | null {
  const [a, b] = [places.start(edge), places.end(edge)]
  const [x, y] = [places.x(a) + places.x(b), places.y(a) + places.y(b)]
  for (const [key, { polygons }] of leaves) {
    const [west, south, east, north] = boxOfPolygons(polygons)
    // A border may have moved by a unit where it got a vertex.
    if (x < 2 * west - 2 || x > 2 * east + 2 || y < 2 * south - 2 || y > 2 * north + 2) continue
    if (places.holdsMiddle(chains.get(key) ?? [], edge)) return key
  }
  return null
}
