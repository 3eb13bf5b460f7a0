import { canonical } from './canonical'
import type { FlatEdges } from './chain'
import { ahead, orientation, placeInRing, windingOf } from './orientation'
import { PairTable } from './pairTable'
import type { Ring } from './shape'

/**
 * The polygons whose boundary these directed edges are, canonical; null where they bound no region.
 *
 * The edges have the ground on their left, are there once each and meet only at their ends. Where more than two
 * meet in a point the walk turns so that it keeps to one piece of ground; pieces that only touch are parts, and
 * a hole that touches its shell is a ring of its own.
 */
export function assemble(edges: FlatEdges): number[][][] | null {
  const graph = graphOf(edges)
  const following = graph && followers(edges, graph)
  if (!following) return null
  const shells: { ring: number[]; holes: number[][] }[] = []
  const loose: number[][] = []
  const seen = new Uint8Array(following.length)
  for (let first = 0; first < following.length; first++) {
    if (seen[first]) continue
    const walk: number[] = []
    for (let at = first; !seen[at]; at = following[at] as number) {
      seen[at] = 1
      walk.push(at)
    }
    const rings = simpleRings(walk, edges, graph)
    const outer = rings.filter((ring) => windingOf(ring) > 0)
    const holes = rings.filter((ring) => windingOf(ring) < 0)
    if (outer.length > 1 || outer.length + holes.length !== rings.length) return null
    if (outer[0]) shells.push({ ring: outer[0], holes })
    else loose.push(...holes)
  }
  for (const hole of loose) {
    const around = shells.filter(({ ring }) => isInside(hole, ring))
    const nearest = around.sort((a, b) => roughSize(a.ring) - roughSize(b.ring))[0]
    if (!nearest) return null
    nearest.holes.push(hole)
  }
  return canonical(shells.map(({ ring, holes }) => [ring, ...holes]))
}

interface Graph {
  points: PairTable
  /** Number of the point in which each edge begins and ends. */
  from: Int32Array
  to: Int32Array
  /** The edges that begin in a point. */
  leaving: number[][]
}

function graphOf(edges: FlatEdges): Graph {
  const count = edges.length / 4
  const points = new PairTable(count)
  const from = new Int32Array(count)
  const to = new Int32Array(count)
  const leaving: number[][] = []
  for (let i = 0; i < count; i++) {
    from[i] = points.put(edges[4 * i] as number, edges[4 * i + 1] as number)
    to[i] = points.put(edges[4 * i + 2] as number, edges[4 * i + 3] as number)
    const start = from[i] as number
    leaving[start] ??= []
    leaving[start].push(i)
  }
  return { points, from, to, leaving }
}

/** The edge that each edge is followed by; null unless that leads through all of them in rings. */
function followers(edges: FlatEdges, { to, leaving }: Graph): Int32Array | null {
  const following = new Int32Array(to.length)
  const taken = new Uint8Array(to.length)
  for (let i = 0; i < to.length; i++) {
    const ways = leaving[to[i] as number] ?? []
    const next = ways.length > 1 ? ways.reduce((a, b) => (isSooner(edges, i, a, b) ? a : b)) : ways[0]
    if (next === undefined || taken[next]) return null
    taken[next] = 1
    following[i] = next
  }
  return following
}

/** Whether, turning clockwise from where edge `i` came from, its left side first, `a` comes before `b`. */
function isSooner(edges: FlatEdges, i: number, a: number, b: number): boolean {
  const [ux, uy, vx, vy] = edges.slice(4 * i, 4 * i + 4) as [number, number, number, number]
  const [ax, ay] = edges.slice(4 * a + 2, 4 * a + 4) as [number, number]
  const [bx, by] = edges.slice(4 * b + 2, 4 * b + 4) as [number, number]
  const quarter = (x: number, y: number) => {
    const side = orientation(vx, vy, ux, uy, x, y)
    if (side) return side < 0 ? 0 : 2
    return ahead(vx, vy, ux, uy, x, y) < 0 ? 1 : 3
  }
  const [first, second] = [quarter(ax, ay), quarter(bx, by)]
  return first !== second ? first < second : orientation(vx, vy, ax, ay, bx, by) < 0
}

/** A walk cut where it comes to a point again: rings that touch themselves nowhere. */
function simpleRings(walk: number[], edges: FlatEdges, { from }: Graph): number[][] {
  const rings: number[][] = []
  const open: number[] = []
  const depth = new Map<number, number>()
  for (const edge of [...walk, walk[0] as number]) {
    const point = from[edge] as number
    const since = depth.get(point)
    if (since !== undefined) {
      const loop = open.splice(since)
      for (const each of loop) depth.delete(from[each] as number)
      rings.push(
        [...loop, loop[0] as number].flatMap((each) => [
          edges[4 * each] as number,
          edges[4 * each + 1] as number,
        ]),
      )
    }
    depth.set(point, open.length)
    open.push(edge)
  }
  return rings
}

/** Whether a ring lies inside another that it shares no edge with and does not cross. */
function isInside(ring: Ring, other: Ring): boolean {
  // The middle of an edge, since a vertex may be where the two touch.
  const x = ((ring[0] as number) + (ring[2] as number)) / 2
  const y = ((ring[1] as number) + (ring[3] as number)) / 2
  return placeInRing(x, y, other) > 0
}

/** Twice the area in square units, near enough to order rings of which one lies in the other. */
function roughSize(ring: Ring): number {
  const x0 = ring[0] as number
  const y0 = ring[1] as number
  let sum = 0
  for (let i = 2; i + 3 < ring.length; i += 2)
    sum +=
      ((ring[i] as number) - x0) * ((ring[i + 3] as number) - y0) -
      ((ring[i + 2] as number) - x0) * ((ring[i + 1] as number) - y0)
  return Math.abs(sum)
}
