import type { Edge, EdgeSet, Place, Places } from './places'

/** A piece of a leaf, and what bounds it with it on the left. */
export interface Face {
  leaf: string
  chain: EdgeSet
}

/** Cuts, each once, less those that lead nowhere: an end that meets neither a border nor another cut. */
export function withoutDeadEnds(
  cuts: Iterable<Edge>,
  borders: ReadonlySet<Place>,
  places: Places,
): Set<Edge> {
  const left = new Set<Edge>()
  for (const cut of cuts) left.add(places.undirected(cut))
  const at = new Map<Place, Set<Edge>>()
  for (const cut of left)
    for (const place of [places.start(cut), places.end(cut)])
      at.set(place, (at.get(place) ?? new Set()).add(cut))
  const loose = [...at]
    .filter(([place, there]) => there.size === 1 && !borders.has(place))
    .map(([place]) => place)
  for (let place = loose.pop(); place !== undefined; place = loose.pop()) {
    const there = at.get(place) as Set<Edge>
    if (there.size !== 1 || borders.has(place)) continue
    const cut = [...there][0] as Edge
    there.delete(cut)
    left.delete(cut)
    const other = places.start(cut) === place ? places.end(cut) : places.start(cut)
    at.get(other)?.delete(cut)
    loose.push(other)
  }
  return left
}

/**
 * The faces into which cuts divide a leaf, by their smallest edge. A part that nothing cuts is a face too.
 *
 * @param cuts Edges within it that meet one another and the boundary at their ends only; none leads nowhere.
 */
export function faces(leaf: string, chain: EdgeSet, cuts: Iterable<Edge>, places: Places): Face[] {
  const edges = [...chain]
  for (const cut of cuts) edges.push(cut, places.turned(cut))
  const sized = cyclesOf(edges, places).map((cycle) => ({ cycle, size: places.twiceArea(cycle) }))
  const shells = sized
    .filter(({ size }) => size > 0n)
    .sort((a, b) =>
      a.size !== b.size ? (a.size < b.size ? -1 : 1) : compareCycles(a.cycle, b.cycle, places),
    )
  const whole = shells.map(({ cycle }) => new Set(cycle))
  for (const { cycle, size } of sized) {
    if (size > 0n) continue
    // A walk round something that lies within a face: a hole, or a ring that nothing ties to the border.
    const around = shellAround(shells, cycle, places)
    if (around) for (const edge of cycle) whole[shells.indexOf(around)]?.add(edge)
  }
  return whole
    .map((one) => ({ leaf, chain: new Set([...one].filter((edge) => !one.has(places.turned(edge)))) }))
    .map((face) => ({ face, least: places.least(face.chain) }))
    .sort((a, b) => places.compareEdges(a.least, b.least))
    .map(({ face }) => face)
}

interface Sized {
  cycle: Edge[]
  size: bigint
}

function compareCycles(a: readonly Edge[], b: readonly Edge[], places: Places): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = places.compareEdges(a[i] as Edge, b[i] as Edge)
    if (order) return order
  }
  return a.length - b.length
}

/** The smallest shell around a cycle that is no part of it. */
function shellAround(shells: readonly Sized[], cycle: readonly Edge[], places: Places): Sized | undefined {
  const edges = new Set(cycle)
  // Where they share an edge, the other way round, the cycle goes round that shell itself.
  return shells.find(
    (shell) =>
      !shell.cycle.some((edge) => edges.has(places.turned(edge))) &&
      places.holdsMiddle(shell.cycle, cycle[0] as Edge),
  )
}

/** Walks with the same face on their left all the way. */
function cyclesOf(edges: readonly Edge[], places: Places): Edge[][] {
  const leaving = new Map<Place, Place[]>()
  for (const edge of edges) {
    const start = places.start(edge)
    const ends = leaving.get(start)
    if (ends) ends.push(places.end(edge))
    else leaving.set(start, [places.end(edge)])
  }
  const seen = new Set<Edge>()
  const found: Edge[][] = []
  for (const first of [...edges].sort((a, b) => places.compareEdges(a, b))) {
    if (seen.has(first)) continue
    const cycle: Edge[] = []
    for (let edge = first; !seen.has(edge); ) {
      seen.add(edge)
      cycle.push(edge)
      const [back, at] = [places.start(edge), places.end(edge)]
      const ends = leaving.get(at)
      if (!ends) return []
      edge = places.edge(at, ends.length === 1 ? (ends[0] as Place) : firstClockwise(at, back, ends, places))
    }
    found.push(cycle)
  }
  return found
}

/** The end that is met first when turning clockwise at a point, beginning from where one came. */
function firstClockwise(at: Place, back: Place, ends: readonly Place[], places: Places): Place {
  const sector = (end: Place) => {
    const side = places.side(at, back, end)
    return side < 0 ? 0 : side > 0 ? 2 : places.ahead(at, back, end) < 0 ? 1 : 3
  }
  return ends.reduce((best, end) => {
    const [one, other] = [sector(end), sector(best)]
    return one < other || (one === other && places.side(at, best, end) > 0) ? end : best
  })
}
