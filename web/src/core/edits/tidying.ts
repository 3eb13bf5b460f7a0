import type { Meeting } from './meeting'
import type { Edge, EdgeSet, Place, Places } from './places'

/**
 * Chains of all leaves near, in which an edge, or a segment of a line, that nothing meets in the end is whole again.
 *
 * A vertex that an edge got stays where anything else begins or ends; one of a line stays also where a border
 * was already.
 */
export function tidied(chains: ReadonlyMap<string, EdgeSet>, meeting: Meeting): Map<string, EdgeSet> {
  const { places, paths, strokes } = meeting
  const beside = new Map<Place, Set<Place>>()
  for (const path of [...paths, ...strokes])
    for (const place of path.slice(1, -1)) beside.set(place, new Set())
  for (const chain of chains.values())
    for (const edge of chain) {
      const [start, end] = [places.start(edge), places.end(edge)]
      beside.get(start)?.add(end)
      beside.get(end)?.add(start)
    }
  const whole = new Map<Edge, Edge | null>()
  const meetsNothing = (before: Place, place: Place, after: Place) => {
    const others = beside.get(place)
    return others?.size === 2 && others.has(before) && others.has(after)
  }
  for (const path of paths) join(path, meetsNothing, whole, places)
  for (const path of strokes)
    join(
      path,
      (before, place, after) =>
        meetsNothing(before, place, after) &&
        !meeting.isBorder(places.edge(before, place)) &&
        !meeting.isBorder(places.edge(place, after)),
      whole,
      places,
    )
  return new Map([...chains].map(([key, chain]) => [key, replaced(chain, whole)]))
}

/** Puts one edge in the place of those between the points of a path that are needed. */
function join(
  path: readonly Place[],
  isNeedless: (before: Place, place: Place, after: Place) => boolean | undefined,
  whole: Map<Edge, Edge | null>,
  places: Places,
): void {
  const last = path.length - 1
  const kept = [...path.keys()].filter(
    (at) =>
      at === 0 || at === last || !isNeedless(path[at - 1] as Place, path[at] as Place, path[at + 1] as Place),
  )
  kept.slice(1).forEach((until, number) => {
    const first = kept[number] as number
    if (until - first < 2) return
    const edge = places.edge(path[first] as Place, path[until] as Place)
    for (let at = first; at < until; at++) {
      const part = places.edge(path[at] as Place, path[at + 1] as Place)
      whole.set(part, at === first ? edge : null)
      whole.set(places.turned(part), at === first ? places.turned(edge) : null)
    }
  })
}

function replaced(chain: EdgeSet, whole: ReadonlyMap<Edge, Edge | null>): EdgeSet {
  if (!whole.size) return chain
  const found = new Set<Edge>()
  for (const edge of chain) {
    const instead = whole.has(edge) ? whole.get(edge) : edge
    if (instead != null) found.add(instead)
  }
  return found
}
