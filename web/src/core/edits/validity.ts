import { meeting } from './crossing'
import { isOnSegment, orientation, placeInRing, windingOf } from './orientation'
import { boxAround, boxesMeet, type Point, type Polygons, type Ring } from './shape'

/** Tells an edge that an edit made from one that was there. */
export type IsNew = (ax: number, ay: number, bx: number, by: number) => boolean

/** The edges of all rings of polygons, flat. */
interface Edges {
  /** Four numbers an edge. */
  ends: number[]
  ring: number[]
  /** Place in its ring, and how many edges that has. */
  at: number[]
  count: number[]
}

interface RingIn {
  ring: Ring
  part: number
  isShell: boolean
}

/**
 * Whether polygons are valid as OGC simple features say, and so as the server's geometry library says: rings
 * neither cross nor overlap nor touch themselves, rings of a part touch in points that leave its inside in one
 * piece, holes lie in their shells, and parts lie beside each other. Exact.
 *
 * @param isNew Where given, only edges for which it is true are compared with the others: the rest was valid.
 */
export function isValid(polygons: Polygons, isNew?: IsNew): boolean {
  const rings: RingIn[] = polygons.flatMap((own, part) =>
    own.map((ring, at) => ({ ring, part, isShell: at === 0 })),
  )
  if (!rings.length) return false
  if (rings.some(({ ring, isShell }) => ring.length < 8 || windingOf(ring) !== (isShell ? 1 : -1)))
    return false
  const edges = edgesOf(rings)
  const touches = compared(edges, isNew)
  if (!touches) return false
  if (touches.length) {
    // A further touch may close a circle with those that were there.
    const all = isNew ? compared(edges) : touches
    if (!all || !touchesAllow(all, rings)) return false
  }
  return isNested(rings)
}

function edgesOf(rings: readonly RingIn[]): Edges {
  const edges: Edges = { ends: [], ring: [], at: [], count: [] }
  rings.forEach(({ ring }, number) => {
    const count = ring.length / 2 - 1
    for (let i = 0; i < count; i++) {
      edges.ends.push(
        ring[2 * i] as number,
        ring[2 * i + 1] as number,
        ring[2 * i + 2] as number,
        ring[2 * i + 3] as number,
      )
      edges.ring.push(number)
      edges.at.push(i)
      edges.count.push(count)
    }
  })
  return edges
}

interface Touch {
  at: Point
  ring: number
  other: number
}

/** Compares edges pairwise: where rings touch; null where two cross or overlap, or a ring touches itself. */
function compared(edges: Edges, isNew?: IsNew): Touch[] | null {
  const { ends } = edges
  const touches: Touch[] = []
  const all = edges.ring.map((_, i) => i)
  if (isNew) {
    for (const i of all) {
      const [ax, ay, bx, by] = ends.slice(4 * i, 4 * i + 4) as [number, number, number, number]
      if (!isNew(ax, ay, bx, by)) continue
      for (const j of all) if (j !== i && !mayMeet(edges, i, j, touches)) return null
    }
    return touches
  }
  const west = (i: number) => Math.min(ends[4 * i] as number, ends[4 * i + 2] as number)
  const east = (i: number) => Math.max(ends[4 * i] as number, ends[4 * i + 2] as number)
  all.sort((i, j) => west(i) - west(j))
  for (let place = 0; place < all.length; place++) {
    const i = all[place] as number
    const until = east(i)
    for (let next = place + 1; next < all.length && west(all[next] as number) <= until; next++)
      if (!mayMeet(edges, i, all[next] as number, touches)) return null
  }
  return touches
}

function mayMeet(edges: Edges, i: number, j: number, touches: Touch[]): boolean {
  const { ends, ring, at, count } = edges
  const ax = ends[4 * i] as number
  const ay = ends[4 * i + 1] as number
  const bx = ends[4 * i + 2] as number
  const by = ends[4 * i + 3] as number
  const cx = ends[4 * j] as number
  const cy = ends[4 * j + 1] as number
  const dx = ends[4 * j + 2] as number
  const dy = ends[4 * j + 3] as number
  const how = meeting(ax, ay, bx, by, cx, cy, dx, dy)
  if (how === 'apart') return true
  if (how !== 'touching') return false
  if (ring[i] === ring[j]) {
    const apart = Math.abs((at[i] as number) - (at[j] as number))
    return apart === 1 || apart === (count[i] as number) - 1
  }
  const points: Point[] = [
    [ax, ay],
    [bx, by],
    [cx, cy],
    [dx, dy],
  ]
  const where = points.find(
    ([x, y]) => isOnSegment(x, y, ax, ay, bx, by) && isOnSegment(x, y, cx, cy, dx, dy),
  ) as Point
  touches.push({ at: where, ring: ring[i] as number, other: ring[j] as number })
  return true
}

/** Whether rings that touch do not cross there, and leave the inside of each part connected. */
function touchesAllow(touches: readonly Touch[], rings: readonly RingIn[]): boolean {
  const where = new Map<string, { at: Point; rings: Set<number> }>()
  for (const { at, ring, other } of touches) {
    const key = at.join()
    const known = where.get(key) ?? { at, rings: new Set<number>() }
    where.set(key, known)
    known.rings.add(ring).add(other)
  }
  const joined = new Map<string, string>()
  const root = (key: string): string => {
    const above = joined.get(key)
    return above === undefined ? key : root(above)
  }
  for (const [key, { at, rings: numbers }] of where) {
    const here = [...numbers]
    for (const [place, number] of here.entries()) {
      const one = rings[number] as RingIn
      for (const other of here.slice(place + 1))
        if (isCrossingAt(at, one.ring, (rings[other] as RingIn).ring)) return false
      // Rings of a part and the points in which they touch must form a tree.
      const own = root(`ring ${number}`)
      const point = root(`part ${one.part} at ${key}`)
      if (own === point) return false
      joined.set(own, point)
    }
  }
  return true
}

/** Where a ring goes from a point on it: to the two neighbours, or along the edge both ways. */
function directionsAt([x, y]: Point, ring: Ring): [Point, Point] {
  const count = ring.length / 2 - 1
  const vertex = (i: number): Point => {
    const at = (i + count) % count
    return [ring[2 * at] as number, ring[2 * at + 1] as number]
  }
  let inside: [Point, Point] | null = null
  for (let i = 0; i < count; i++) {
    const [a, b] = [vertex(i), vertex(i + 1)]
    if (a[0] === x && a[1] === y) return [vertex(i - 1), b]
    if (isOnSegment(x, y, a[0], a[1], b[0], b[1])) inside = [a, b]
  }
  return inside as [Point, Point]
}

function isCrossingAt(at: Point, one: Ring, other: Ring): boolean {
  const [before, after] = directionsAt(at, one)
  const [a, b] = directionsAt(at, other)
  return isWithin(at, after, before, a) !== isWithin(at, after, before, b)
}

/** Whether, turning counter-clockwise round a point from one direction to another, a third is passed. */
function isWithin(at: Point, from: Point, to: Point, p: Point): boolean {
  const side = (a: Point, b: Point) => orientation(at[0], at[1], a[0], a[1], b[0], b[1])
  const wide = side(from, to) <= 0
  return wide ? !(side(to, p) > 0 && side(from, p) < 0) : side(from, p) > 0 && side(to, p) < 0
}

/** 1 where a ring lies inside another that it does not cross, -1 outside, 0 where they are the same. */
function placeOf(ring: Ring, other: Ring): number {
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [x, y] = [ring[i] as number, ring[i + 1] as number]
    const place =
      placeInRing(x, y, other) ||
      placeInRing((x + (ring[i + 2] as number)) / 2, (y + (ring[i + 3] as number)) / 2, other)
    if (place) return place
  }
  return 0
}

function isNested(rings: readonly RingIn[]): boolean {
  if (rings.length === 1) return true
  const boxes = rings.map(({ ring }) => boxAround(ring))
  const parts: { shell: number; holes: number[] }[] = []
  rings.forEach(({ part, isShell }, number) => {
    if (isShell) parts[part] = { shell: number, holes: [] }
    else parts[part]?.holes.push(number)
  })
  const inside = (one: number, other: number) =>
    boxesMeet(boxes[one] ?? [0, 0, 0, 0], boxes[other] ?? [0, 0, 0, 0])
      ? placeOf((rings[one] as RingIn).ring, (rings[other] as RingIn).ring)
      : -1
  for (const { shell, holes } of parts) {
    if (holes.some((hole) => inside(hole, shell) !== 1)) return false
    if (holes.some((hole) => holes.some((other) => other !== hole && inside(hole, other) !== -1)))
      return false
  }
  return parts.every(({ shell, holes }, at) =>
    parts.every(
      (other, place) =>
        place === at ||
        inside(other.shell, shell) === -1 ||
        holes.some((hole) => inside(other.shell, hole) === 1),
    ),
  )
}
