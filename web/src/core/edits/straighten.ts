import { Refused } from './outcome'
import { type Edge, type Place, Places } from './places'
import type { Proposal } from './proposal'
import type { Scene } from './scene'
import type { Point } from './shape'
import { type Instead, Star } from './star'
import { leafOf } from './subjects'

/** Puts one edge in the place of the common border of two grids between two of its vertices. */
export function straighten(scene: Scene, grid: string, other: string, from: Point, to: Point): Proposal {
  const places = new Places()
  const [own, theirs] = [grid, other].map((key) =>
    places.chainOf(places.ringsOf(leafOf(scene, key).polygons)),
  )
  const common = new Map<Place, Place>()
  for (const edge of own ?? [])
    if (theirs?.has(places.turned(edge))) common.set(places.start(edge), places.end(edge))
  const [start, end] = [places.of(from), places.of(to)]
  const path = pathAlong(common, start, end, places) ?? pathAlong(common, end, start, places)
  if (!path) throw new Refused('not_neighbours', { grids: [grid, other] })
  const [first, last] = [path[0], path.at(-1)] as [Edge, Edge]
  if (path.length < 2) throw new Refused('nothing_changes')
  const straight = places.edge(places.start(first), places.end(last))
  const instead: Instead = new Map()
  for (const edge of path) instead.set(edge, []).set(places.turned(edge), [])
  instead.set(first, [straight]).set(places.turned(first), [places.turned(straight)])
  return new Star(scene, places, [from, to]).replaced(instead)
}

/** The edges from one point to another along a common border. */
function pathAlong(
  common: ReadonlyMap<Place, Place>,
  start: Place,
  end: Place,
  places: Places,
): Edge[] | null {
  const found: Edge[] = []
  for (let at = start; at !== end || !found.length; ) {
    const next = common.get(at)
    if (next === undefined || found.length > common.size) return null
    found.push(places.edge(at, next))
    at = next
  }
  return found
}
