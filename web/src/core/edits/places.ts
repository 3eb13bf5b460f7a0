import { ahead, orientation } from './orientation'
import { PairTable } from './pairTable'
import type { Point, Polygons } from './shape'

/** A point by its number among the places of one edit. */
export type Place = number
/** A directed edge: the places of its start and its end as one number. The ground it bounds lies on its left. */
export type Edge = number
/** A boundary chain: directed edges, each once. */
export type EdgeSet = ReadonlySet<Edge>

/** More places than an edit ever sees; two numbers below it are one number that a float64 holds. */
const MOST = 2 ** 26

/** The points that one edit deals with, numbered, so that edges are numbers and chains are sets of them. */
export class Places {
  readonly #table = new PairTable()

  put(x: number, y: number): Place {
    return this.#table.put(x, y)
  }

  of([x, y]: Point): Place {
    return this.#table.put(x, y)
  }

  x(place: Place): number {
    return this.#table.first(place)
  }

  y(place: Place): number {
    return this.#table.second(place)
  }

  point(place: Place): [number, number] {
    return [this.x(place), this.y(place)]
  }

  edge(start: Place, end: Place): Edge {
    return start * MOST + end
  }

  start(edge: Edge): Place {
    return Math.floor(edge / MOST)
  }

  end(edge: Edge): Place {
    return edge % MOST
  }

  /** The edge the other way round. */
  turned(edge: Edge): Edge {
    return this.edge(this.end(edge), this.start(edge))
  }

  /** The edge from its smaller end. */
  undirected(edge: Edge): Edge {
    return this.compare(this.start(edge), this.end(edge)) < 0 ? edge : this.turned(edge)
  }

  /** Order of points: by x, then y. */
  compare(a: Place, b: Place): number {
    return this.x(a) - this.x(b) || this.y(a) - this.y(b)
  }

  /** Order of edges: by their start, then their end. */
  compareEdges(a: Edge, b: Edge): number {
    return this.compare(this.start(a), this.start(b)) || this.compare(this.end(a), this.end(b))
  }

  /** The smallest of some edges. */
  least(edges: Iterable<Edge>): Edge {
    let found: Edge | null = null
    for (const edge of edges) if (found === null || this.compareEdges(edge, found) < 0) found = edge
    return found as Edge
  }

  /** Rings of polygons, open. */
  ringsOf(polygons: Polygons): Place[][] {
    return polygons.flat().map((ring) => {
      const places: Place[] = []
      for (let i = 0; i + 3 < ring.length; i += 2)
        places.push(this.put(ring[i] as number, ring[i + 1] as number))
      return places
    })
  }

  /** Edges of an open ring. */
  edgesRound(ring: readonly Place[]): Edge[] {
    return ring.map((place, i) => this.edge(place, ring[(i + 1) % ring.length] as Place))
  }

  /** Edges of a line. */
  edgesAlong(line: readonly Place[]): Edge[] {
    return line.slice(1).map((place, i) => this.edge(line[i] as Place, place))
  }

  /** All edges of rings. */
  chainOf(rings: readonly (readonly Place[])[]): Set<Edge> {
    return new Set(rings.flatMap((ring) => this.edgesRound(ring)))
  }

  /** Edges of several chains, an edge cancelling its reverse. */
  addedUp(chains: Iterable<Iterable<Edge>>): Set<Edge> {
    const total = new Set<Edge>()
    for (const chain of chains)
      for (const edge of chain) if (!total.delete(this.turned(edge))) total.add(edge)
    return total
  }

  /** The sides of a triangle: 1 where a third point lies left of the way from one to another. */
  side(from: Place, to: Place, place: Place): number {
    return orientation(this.x(from), this.y(from), this.x(to), this.y(to), this.x(place), this.y(place))
  }

  /** Sign of how far a point lies ahead of a start, seen along the way to an end. */
  ahead(start: Place, end: Place, place: Place): number {
    return ahead(this.x(start), this.y(start), this.x(end), this.y(end), this.x(place), this.y(place))
  }

  /** Order in which a segment passes two points. */
  compareAlong(start: Place, end: Place, a: Place, b: Place): number {
    const [dx, dy] = [this.x(end) - this.x(start), this.y(end) - this.y(start)]
    const further = ahead(0, 0, dx, dy, this.x(a) - this.x(b), this.y(a) - this.y(b))
    return further || this.compare(a, b)
  }

  /** Whether a point lies within one lattice unit of a segment, between its ends. Exact. */
  liesBeside(place: Place, start: Place, end: Place): boolean {
    if (this.ahead(start, end, place) <= 0 || this.ahead(end, start, place) <= 0) return false
    const [dx, dy] = [this.x(end) - this.x(start), this.y(end) - this.y(start)]
    const [px, py] = [this.x(place) - this.x(start), this.y(place) - this.y(start)]
    // Far off or quite near, float64 is good enough.
    const across = Math.abs(dx * py - dy * px)
    const doubt = 1 + (Math.abs(dx * py) + Math.abs(dy * px)) * 1e-15
    const length = Math.hypot(dx, dy)
    if (across - doubt > length) return false
    if (across + doubt < length * (1 - 1e-12)) return true
    return this.acrossSquared(place, start, end) <= this.lengthSquared(start, end)
  }

  /** Squared distance of a point from the line through two others, times their squared distance. */
  acrossSquared(place: Place, start: Place, end: Place): bigint {
    const [dx, dy] = [this.x(end) - this.x(start), this.y(end) - this.y(start)]
    const [px, py] = [this.x(place) - this.x(start), this.y(place) - this.y(start)]
    return (BigInt(dx) * BigInt(py) - BigInt(dy) * BigInt(px)) ** 2n
  }

  lengthSquared(start: Place, end: Place): bigint {
    return BigInt(this.x(end) - this.x(start)) ** 2n + BigInt(this.y(end) - this.y(start)) ** 2n
  }

  /** Twice the area that a chain bounds, exact. */
  twiceArea(chain: Iterable<Edge>): bigint {
    let sum = 0n
    let origin: Place | null = null
    for (const edge of chain) {
      const [a, b] = [this.start(edge), this.end(edge)]
      origin ??= a
      const [ox, oy] = [this.x(origin), this.y(origin)]
      sum += BigInt(this.x(a) - ox) * BigInt(this.y(b) - oy) - BigInt(this.y(a) - oy) * BigInt(this.x(b) - ox)
    }
    return sum
  }

  /** Whether the middle of an edge lies within what a chain bounds; it must not lie on the chain. Exact. */
  holdsMiddle(chain: Iterable<Edge>, edge: Edge): boolean {
    const [a, b] = [this.start(edge), this.end(edge)]
    return this.#holds(chain, this.x(a) + this.x(b), this.y(a) + this.y(b), 2)
  }

  /** Whether a point lies within what a chain bounds, and not on it. Exact. */
  holdsPoint(chain: Iterable<Edge>, place: Place): boolean {
    const edges = [...chain]
    const isOn = (edge: Edge) => {
      const [a, b] = [this.start(edge), this.end(edge)]
      return this.side(a, b, place) === 0 && this.ahead(a, b, place) >= 0 && this.ahead(b, a, place) >= 0
    }
    return !edges.some(isOn) && this.#holds(edges, this.x(place), this.y(place), 1)
  }

  #holds(chain: Iterable<Edge>, x: number, y: number, scale: 1 | 2): boolean {
    let inside = false
    for (const edge of chain) {
      const [a, b] = [this.start(edge), this.end(edge)]
      const [ax, ay, bx, by] = [this.x(a) * scale, this.y(a) * scale, this.x(b) * scale, this.y(b) * scale]
      if (ay > y === by > y) continue
      if (orientation(ax, ay, bx, by, x, y) > 0 === by > ay) inside = !inside
    }
    return inside
  }
}

/** Whether two chains are the same edges. */
export function sameChain(a: EdgeSet, b: EdgeSet): boolean {
  if (a.size !== b.size) return false
  for (const edge of a) if (!b.has(edge)) return false
  return true
}
