import { Column } from './column'
import { PairTable } from './pairTable'
import type { Polygons } from './shape'

/** Number of the grid on a side where there is none. */
export const NOBODY = -1
/** Where there is no edge, or no arc. */
export const NONE = -1
/** The highest level number that is kept apart; bits of a byte each in one int32. */
const LEVELS = 4

/** A polygon's share in the borders. */
export interface Bordering {
  /** Number of the grid. */
  number: number
  level: number
  /** A leaf's edges are arcs; those of the levels above only say of which level an arc is. */
  leaf: boolean
  locked: boolean
  polygons: Polygons
}

export function isSameBordering(a: Bordering, b: Bordering): boolean {
  return a.level === b.level && a.leaf === b.leaf && a.locked === b.locked && a.polygons === b.polygons
}

/** The edges of all polygons, each once, by number: who is on either side, at which levels, and what they meet. */
export class EdgeBook {
  readonly #points = new PairTable(1024)
  /** Edges by the numbers of their ends, the smaller first; that is their forward direction. */
  readonly #edges = new PairTable(1024)
  readonly #left = new Column(NOBODY)
  readonly #right = new Column(NOBODY)
  /** How many polygons of each level have the edge, a byte a level. */
  readonly #levels = new Column(0)
  readonly #locks = new Column(0)
  /** Edges round a point: the first one, and the next one after an edge at its smaller and its greater end. */
  readonly #firstAt = new Column(NONE)
  readonly #nextLow = new Column(NONE)
  readonly #nextHigh = new Column(NONE)
  /** Number of the update; of the update that touched an edge last; and how the edge was before that. */
  #round = 0
  readonly #touched = new Column(0)
  readonly #before = [new Column(NOBODY), new Column(NOBODY), new Column(0), new Column(0)] as const
  /** Further leaves on the left (2·edge) or right (2·edge + 1) of an edge: faults only. */
  readonly #crowd = new Map<number, number[]>()
  readonly #columns = [
    ...[this.#left, this.#right, this.#levels, this.#locks, this.#nextLow, this.#nextHigh, this.#touched],
    ...this.#before,
  ]

  /** Takes polygons out and puts others in: the edges for which that made a difference. */
  update(leaving: readonly Bordering[], coming: readonly Bordering[]): number[] {
    this.#round += 1
    if (!this.#edges.size) this.#reserve(coming)
    const touched: number[] = []
    for (const one of leaving) this.#each(one, -1, touched)
    for (const one of coming) this.#each(one, 1, touched)
    const kept = [this.#left, this.#right, this.#levels, this.#locks]
    return touched.filter((edge) =>
      kept.some(({ data }, i) => data[edge] !== (this.#before[i] as Column).data[edge]),
    )
  }

  /** How many edges there ever were. */
  get size(): number {
    return this.#edges.size
  }

  /** Number of a vertex; -1 where none ever was. */
  pointAt(x: number, y: number): number {
    return this.#points.find(x, y)
  }

  x(point: number): number {
    return this.#points.first(point)
  }

  y(point: number): number {
    return this.#points.second(point)
  }

  /** Order of points: by x, then y. */
  isLess(a: number, b: number): boolean {
    const dx = this.x(a) - this.x(b)
    return dx < 0 || (dx === 0 && this.y(a) < this.y(b))
  }

  /** Number of the edge between two points, whatever its direction; -1 where none ever was. */
  between(a: number, b: number): number {
    return a < 0 || b < 0 ? NONE : this.#edges.find(Math.min(a, b), Math.max(a, b))
  }

  /** The two ends of an edge. */
  ends(edge: number): [number, number] {
    return [this.#edges.first(edge), this.#edges.second(edge)]
  }

  otherEnd(edge: number, point: number): number {
    const first = this.#edges.first(edge)
    return first === point ? this.#edges.second(edge) : first
  }

  /** Visits the borders that end in a point. */
  round(point: number, visit: (edge: number) => void): void {
    for (let e = this.#firstAt.data[point] as number; e !== NONE; e = this.#after(e, point))
      if (this.isBorder(e)) visit(e)
  }

  /** The other border of a point that has just two, with the same on either side; -1 elsewhere: at a junction. */
  through(edge: number, point: number): number {
    let other = NONE
    for (let e = this.#firstAt.data[point] as number; e !== NONE; e = this.#after(e, point)) {
      if (e === edge || !this.isBorder(e)) continue
      if (other !== NONE) return NONE
      other = e
    }
    if (other === NONE) return NONE
    const [left, right] = this.sides(edge, point, true)
    const [onLeft, onRight] = this.sides(other, point, false)
    const same =
      left === onLeft &&
      right === onRight &&
      this.levelOf(edge) === this.levelOf(other) &&
      this.isLocked(edge) === this.isLocked(other)
    return same ? other : NONE
  }

  /** Whether a leaf has the edge: only then it is part of an arc. */
  isBorder(edge: number): boolean {
    return this.#left.data[edge] !== NOBODY || this.#right.data[edge] !== NOBODY
  }

  /** The lowest number of a level that has the edge. */
  levelOf(edge: number): number {
    const levels = this.#levels.data[edge] as number
    return (31 - Math.clz32(levels & -levels)) >> 3
  }

  isLocked(edge: number): boolean {
    return (this.#locks.data[edge] as number) > 0 || this.levelOf(edge) === 0
  }

  /** Who is on the left and right of an edge, travelled to or from a point. */
  sides(edge: number, point: number, toIt: boolean): [number, number] {
    const left = this.#left.data[edge] as number
    const right = this.#right.data[edge] as number
    return (this.#edges.second(edge) === point) === toIt ? [left, right] : [right, left]
  }

  #each({ number, level, leaf, locked, polygons }: Bordering, sign: 1 | -1, touched: number[]): void {
    const unit = sign << (8 * Math.min(level, LEVELS - 1))
    for (const rings of polygons)
      for (const ring of rings) {
        let a = this.#point(ring[0] as number, ring[1] as number)
        for (let i = 2; i + 1 < ring.length; i += 2) {
          const b = this.#point(ring[i] as number, ring[i + 1] as number)
          if (a === b) continue
          const edge = this.#edge(a, b)
          if (this.#touched.data[edge] !== this.#round) this.#remember(edge, touched)
          this.#levels.data[edge] = (this.#levels.data[edge] as number) + unit
          if (locked) this.#locks.data[edge] = (this.#locks.data[edge] as number) + sign
          if (leaf) this.#side(edge, a < b, number, sign)
          a = b
        }
      }
  }

  /** Makes room at once for what comes first, which is most of what ever comes. */
  #reserve(coming: readonly Bordering[]): void {
    let numbers = 0
    for (const { leaf, polygons } of coming)
      if (leaf) for (const ring of polygons.flat()) numbers += ring.length
    // Two numbers a point, and two sides to an edge.
    const expected = Math.ceil(numbers / 3.5)
    this.#points.reserve(expected)
    this.#edges.reserve(expected)
    for (const column of [this.#firstAt, ...this.#columns]) column.reach(expected)
  }

  #remember(edge: number, touched: number[]): void {
    touched.push(edge)
    this.#touched.data[edge] = this.#round
    const [left, right, levels, locks] = this.#before
    left.data[edge] = this.#left.data[edge] as number
    right.data[edge] = this.#right.data[edge] as number
    levels.data[edge] = this.#levels.data[edge] as number
    locks.data[edge] = this.#locks.data[edge] as number
  }

  #point(x: number, y: number): number {
    const point = this.#points.put(x, y)
    this.#firstAt.reach(point + 1)
    return point
  }

  #edge(a: number, b: number): number {
    const known = this.#edges.size
    const [low, high] = a < b ? [a, b] : [b, a]
    const edge = this.#edges.put(low, high)
    if (edge < known) return edge
    if (edge >= this.#left.data.length) for (const column of this.#columns) column.reach(edge + 1)
    this.#nextLow.data[edge] = this.#firstAt.data[low] as number
    this.#nextHigh.data[edge] = this.#firstAt.data[high] as number
    this.#firstAt.data[low] = edge
    this.#firstAt.data[high] = edge
    return edge
  }

  /** The next edge round a point. */
  #after(edge: number, point: number): number {
    return (this.#edges.first(edge) === point ? this.#nextLow : this.#nextHigh).data[edge] as number
  }

  #side(edge: number, forward: boolean, number: number, sign: 1 | -1): void {
    const side = (forward ? this.#left : this.#right).data
    const held = side[edge]
    if (sign > 0 && held === NOBODY) {
      side[edge] = number
      return
    }
    const place = 2 * edge + Number(!forward)
    const crowd = this.#crowd.get(place) ?? []
    if (sign > 0) crowd.push(number)
    else if (held === number) side[edge] = crowd.shift() ?? NOBODY
    else if (crowd.includes(number)) crowd.splice(crowd.indexOf(number), 1)
    if (crowd.length) this.#crowd.set(place, crowd)
    else this.#crowd.delete(place)
  }
}
