import { crossing, meeting as howTheyMeet } from './crossing'
import type { SceneGrid } from './grid'
import { snapped } from './line'
import { Refused } from './outcome'
import type { Edge, EdgeSet, Place, Places } from './places'

/** Points on edges: undirected edge → the places on it. */
type PlacesOn = Map<Edge, Set<Place>>

/**
 * Leaves and drawn lines that share their vertices wherever they meet.
 *
 * What lies within one lattice unit of another is on it; what crosses does so at the exact point, rounded once.
 * The server decides the same in the same order.
 */
export class Meeting {
  /** Key → rings with the vertices that were inserted. */
  readonly rings = new Map<string, Place[][]>()
  /** Key → boundary chain as it was. */
  readonly before = new Map<string, EdgeSet>()
  /** Key → boundary chain with the vertices that were inserted. */
  readonly chains = new Map<string, EdgeSet>()
  /** Directed edge, with its vertices inserted → the leaf on its left. */
  readonly owner = new Map<Edge, string>()
  /** All vertices of borders. */
  readonly vertices = new Set<Place>()

  /**
   * @param leaves Key → leaf as it was.
   * @param lines The drawn lines with all vertices at which they meet borders.
   * @param paths Every edge that got vertices, with them, from end to end.
   * @param strokes Every segment of a line that got vertices, likewise.
   */
  constructor(
    readonly places: Places,
    readonly leaves: ReadonlyMap<string, SceneGrid>,
    readonly lines: readonly (readonly Place[])[],
    readonly paths: readonly (readonly Place[])[],
    readonly strokes: readonly (readonly Place[])[],
  ) {
    const inserted = new Map(
      [...paths, ...strokes].map(
        (path) => [places.edge(path[0] as Place, path.at(-1) as Place), path] as const,
      ),
    )
    for (const [key, { polygons }] of leaves) {
      const rings = places.ringsOf(polygons)
      this.before.set(key, places.chainOf(rings))
      const noded = rings.map((ring) => withInserted(ring, inserted, places))
      this.rings.set(key, noded)
      const chain = places.chainOf(noded)
      this.chains.set(key, chain)
      for (const edge of chain) {
        this.owner.set(edge, key)
        this.vertices.add(places.start(edge))
      }
    }
  }

  /** Whether an edge, either way round, is part of a border. */
  isBorder(edge: Edge): boolean {
    return this.owner.has(edge) || this.owner.has(this.places.turned(edge))
  }
}

function withInserted(ring: Place[], inserted: ReadonlyMap<Edge, readonly Place[]>, places: Places): Place[] {
  if (!inserted.size) return ring
  return ring.flatMap((start, i) => {
    const end = ring[(i + 1) % ring.length] as Place
    const path = inserted.get(places.edge(start, end))
    if (path) return path.slice(0, -1)
    const back = inserted.get(places.edge(end, start))
    return back ? [...back.slice(1)].reverse() : [start]
  })
}

/** Gives lines and the borders that they meet their common vertices. */
export function meet(
  leaves: readonly SceneGrid[],
  lines: readonly (readonly Place[])[],
  places: Places,
): Meeting {
  const edges = edgesNear(leaves, lines, places)
  const corners = new Set(edges.flatMap((edge) => [places.start(edge), places.end(edge)]))
  const drawn = lines.map((line) => snapped(line, corners, places))
  const segments = [...new Set(drawn.flatMap((line) => places.edgesAlong(line)))]
  // Lines that were drawn one after another meet each other as they meet borders.
  const crowd = new Crowd(drawn.length > 1 ? [...edges, ...segments] : edges, places)
  const on: PlacesOn = new Map()
  const putOn = (edge: Edge, place: Place) => {
    const line = places.undirected(edge)
    on.set(line, (on.get(line) ?? new Set()).add(place))
  }
  for (const place of new Set(drawn.flat())) {
    const edge = corners.has(place) ? null : nearestBeside(place, crowd, places)
    if (edge !== null) putOn(edge, place)
  }
  for (const segment of segments)
    for (const place of crowd.placesNear(segment))
      if (places.liesBeside(place, places.start(segment), places.end(segment))) putOn(segment, place)
  for (const { edge, segment, at } of crossings(segments, crowd, on, places)) {
    putOn(edge, at)
    putOn(segment, at)
  }
  const met = drawn.map((line) => {
    const points = [line[0] as Place]
    for (const segment of places.edgesAlong(line)) points.push(...pathOf(segment, on, places).slice(1))
    return withoutSpurs(points)
  })
  for (const line of met) checkOnce(line, places)
  const borders = new Set(edges)
  const noded = [...on.keys()].sort((a, b) => places.compareEdges(a, b))
  const paths = noded.filter((edge) => borders.has(edge)).map((edge) => pathOf(edge, on, places))
  const strokes = noded.filter((edge) => !borders.has(edge)).map((edge) => pathOf(edge, on, places))
  return new Meeting(places, new Map(leaves.map((leaf) => [leaf.key, leaf])), met, paths, strokes)
}

/** Where segments cross edges between vertices that both have so far. */
function crossings(
  segments: readonly Edge[],
  crowd: Crowd,
  on: PlacesOn,
  places: Places,
): { edge: Edge; segment: Edge; at: Place }[] {
  const found: { edge: Edge; segment: Edge; at: Place }[] = []
  for (const segment of segments) {
    const bent = places.edgesAlong(pathOf(segment, on, places))
    for (const edge of crowd.edgesNear(segment))
      for (const one of places.edgesAlong(pathOf(edge, on, places)))
        for (const other of bent) {
          const [a, b] = [places.point(places.start(one)), places.point(places.end(one))]
          const [c, d] = [places.point(places.start(other)), places.point(places.end(other))]
          if (howTheyMeet(...a, ...b, ...c, ...d) !== 'crossing') continue
          const at = crossing(a, b, c, d)
          if (at) found.push({ edge, segment, at: places.of(at) })
        }
  }
  return found
}

/** An edge with the points on it, in the order in which they come along it. */
function pathOf(edge: Edge, on: PlacesOn, places: Places): Place[] {
  const [start, end] = [places.start(edge), places.end(edge)]
  const inner = [...(on.get(places.undirected(edge)) ?? [])].filter(
    (place) => place !== start && place !== end,
  )
  return [start, ...inner.sort((a, b) => places.compareAlong(start, end, a, b)), end]
}

/** A line that goes nowhere and straight back, as it may where two segments took the same vertex. */
function withoutSpurs(line: readonly Place[]): Place[] {
  const found: Place[] = []
  for (const place of line) {
    found.push(place)
    while (found.length > 2 && found.at(-1) === found.at(-3)) found.splice(-2)
  }
  while (found.length > 3 && found[0] === found.at(-1) && found[1] === found.at(-2)) {
    found.pop()
    found.shift()
  }
  return found
}

function checkOnce(line: readonly Place[], places: Places): void {
  if (line.length < 2) throw new Refused('line_too_short')
  const inner = line[0] === line.at(-1) ? line.slice(1) : line
  if (new Set(inner).size !== inner.length)
    throw new Refused('too_fine', { at: places.point(line[0] as Place) })
}

/** The nearest edge that a vertex of a line lies beside; null where there is none. */
function nearestBeside(place: Place, crowd: Crowd, places: Places): Edge | null {
  const beside = crowd
    .edgesNear(places.edge(place, place))
    .filter((edge) => places.liesBeside(place, places.start(edge), places.end(edge)))
    .map((edge) => ({
      edge,
      across: places.acrossSquared(place, places.start(edge), places.end(edge)),
      length: places.lengthSquared(places.start(edge), places.end(edge)),
    }))
    .sort((a, b) => {
      const further = a.across * b.length - b.across * a.length
      return further ? (further > 0n ? 1 : -1) : places.compareEdges(a.edge, b.edge)
    })
  return beside[0]?.edge ?? null
}

/** Edges of leaves whose boxes come within two units of those of lines, each once, from its smaller end, in order. */
function edgesNear(
  leaves: readonly SceneGrid[],
  lines: readonly (readonly Place[])[],
  places: Places,
): Edge[] {
  const xs = lines.flat().map((place) => places.x(place))
  const ys = lines.flat().map((place) => places.y(place))
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity) - 2
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity) + 2
  const [west, south, east, north] = [least(xs), least(ys), most(xs), most(ys)]
  const found = new Set<Edge>()
  for (const { polygons } of leaves)
    for (const ring of polygons.flat())
      for (let i = 0; i + 3 < ring.length; i += 2) {
        const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[i + 2], ring[i + 3]] as [
          number,
          number,
          number,
          number,
        ]
        if (Math.min(ax, bx) > east || Math.max(ax, bx) < west) continue
        if (Math.min(ay, by) > north || Math.max(ay, by) < south) continue
        found.add(places.undirected(places.edge(places.put(ax, ay), places.put(bx, by))))
      }
  return [...found].sort((a, b) => places.compareEdges(a, b))
}

/** Edges that are asked for by place. */
class Crowd {
  readonly #edges: Edge[]
  readonly #ends: Place[]

  constructor(
    edges: readonly Edge[],
    private readonly places: Places,
  ) {
    this.#edges = [...new Set(edges.map((edge) => places.undirected(edge)))].sort((a, b) =>
      places.compareEdges(a, b),
    )
    const ends = new Set(this.#edges.flatMap((edge) => [places.start(edge), places.end(edge)]))
    this.#ends = [...ends].sort((a, b) => places.compare(a, b))
  }

  /** Edges whose boxes come within two units of that of a segment, in order. */
  edgesNear(segment: Edge): Edge[] {
    return this.#edges.filter((edge) => this.#isNear(this.places.start(edge), this.places.end(edge), segment))
  }

  /** Ends of edges within two units of the box of a segment, in order. */
  placesNear(segment: Edge): Place[] {
    return this.#ends.filter((place) => this.#isNear(place, place, segment))
  }

  #isNear(a: Place, b: Place, segment: Edge): boolean {
    const { places } = this
    const [c, d] = [places.start(segment), places.end(segment)]
    return (
      Math.min(places.x(a), places.x(b)) <= Math.max(places.x(c), places.x(d)) + 2 &&
      Math.max(places.x(a), places.x(b)) >= Math.min(places.x(c), places.x(d)) - 2 &&
      Math.min(places.y(a), places.y(b)) <= Math.max(places.y(c), places.y(d)) + 2 &&
      Math.max(places.y(a), places.y(b)) >= Math.min(places.y(c), places.y(d)) - 2
    )
  }
}
