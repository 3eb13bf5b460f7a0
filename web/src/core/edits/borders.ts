import type { Arc } from './arc'
import { PairTable } from './pairTable'
import { boxAround, type Polygons } from './shape'

const NOBODY = -1
const NONE = -1
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

/** Numbers of grids on the two sides of an arc; -1: nobody. */
export interface NumberedArc extends Omit<Arc, 'left' | 'right'> {
  left: number
  right: number
}

/** Arcs that an update made, and the ids of those that it ended. */
export interface ArcsChange {
  added: NumberedArc[]
  removed: number[]
}

/** Int32Array that grows. */
class Column {
  data: Int32Array
  readonly #empty: number

  constructor(empty: number) {
    this.#empty = empty
    this.data = new Int32Array(1024).fill(empty)
  }

  reach(size: number): void {
    if (size <= this.data.length) return
    const wider = new Int32Array(Math.max(size, 2 * this.data.length)).fill(this.#empty)
    wider.set(this.data)
    this.data = wider
  }
}

/**
 * The edges of all polygons, each once, with who is on either side, and the arcs they make up.
 *
 * An arc leads from junction to junction: from where it is not just two edges between the same two leaves that
 * meet. An update touches the arcs of edges that changed and those that end beside them, nothing else.
 */
export class Borders {
  readonly arcs = new Map<number, NumberedArc>()
  readonly #points = new PairTable(1024)
  /** Edges by the numbers of their ends, the smaller first; that is their forward direction. */
  readonly #edges = new PairTable(1024)
  readonly #left = new Column(NOBODY)
  readonly #right = new Column(NOBODY)
  /** How many polygons of each level have the edge, a byte a level. */
  readonly #levels = new Column(0)
  readonly #locks = new Column(0)
  readonly #arc = new Column(NONE)
  /** Edges round a point: the first one, and the next one after an edge at its smaller and its greater end. */
  readonly #firstAt = new Column(NONE)
  readonly #nextLow = new Column(NONE)
  readonly #nextHigh = new Column(NONE)
  readonly #columns: readonly Column[]
  /** Further leaves on the left (2·edge) or right (2·edge + 1) of an edge: faults only. */
  readonly #crowd = new Map<number, number[]>()
  #nextArc = 1
  /** Number of the update; of the update that touched an edge last; and how the edge was before that. */
  #round = 0
  readonly #touched = new Column(0)
  readonly #before = [new Column(NOBODY), new Column(NOBODY), new Column(0), new Column(0)] as const

  constructor() {
    const kept = [
      this.#left,
      this.#right,
      this.#levels,
      this.#locks,
      this.#arc,
      this.#nextLow,
      this.#nextHigh,
    ]
    this.#columns = [...kept, this.#touched, ...this.#before]
  }

  /** Takes polygons out, puts others in, and walks the arcs anew where that made a difference. */
  update(leaving: readonly Bordering[], coming: readonly Bordering[]): ArcsChange {
    this.#round += 1
    if (!this.#edges.size) this.#reserve(coming)
    const touched: number[] = []
    for (const one of leaving) this.#each(one, -1, touched)
    for (const one of coming) this.#each(one, 1, touched)
    const kept = [this.#left, this.#right, this.#levels, this.#locks]
    const changed = touched.filter((edge) =>
      kept.some(({ data }, i) => data[edge] !== (this.#before[i] as Column).data[edge]),
    )
    return this.#rearrange(changed)
  }

  /** Id of the arc that has an edge; -1 where none has. */
  arcWith(ax: number, ay: number, bx: number, by: number): number {
    const a = this.#points.find(ax, ay)
    const b = this.#points.find(bx, by)
    const edge = a < 0 || b < 0 ? NONE : this.#edges.find(Math.min(a, b), Math.max(a, b))
    return edge < 0 ? NONE : (this.#arc.data[edge] as number)
  }

  /** Ids of the arcs that pass through or end in a vertex. */
  arcsThrough(x: number, y: number): number[] {
    const point = this.#points.find(x, y)
    const found = new Set<number>()
    if (point >= 0)
      for (let e = this.#firstAt.data[point] as number; e !== NONE; e = this.#after(e, point))
        if (this.#isBorder(e)) found.add(this.#arc.data[e] as number)
    return [...found].sort((a, b) => a - b)
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
    this.#firstAt.reach(expected)
    for (const column of this.#columns) column.reach(expected)
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

  /** Whether a leaf has the edge: only then it is part of an arc. */
  #isBorder(edge: number): boolean {
    return this.#left.data[edge] !== NOBODY || this.#right.data[edge] !== NOBODY
  }

  #levelOf(edge: number): number {
    const levels = this.#levels.data[edge] as number
    return (31 - Math.clz32(levels & -levels)) >> 3
  }

  #rearrange(changed: readonly number[]): ArcsChange {
    const loose: number[] = []
    const removed = new Set<number>()
    const dissolve = (edge: number) => {
      const arc = this.#arc.data[edge] as number
      if (arc !== NONE) removed.add(arc)
      else if (this.#isBorder(edge)) loose.push(edge)
    }
    for (const edge of changed) {
      dissolve(edge)
      // Beside an edge that changed a junction may have come or gone.
      if (this.arcs.size) for (const beside of this.#besides(edge)) dissolve(beside)
    }
    for (const id of removed) loose.push(...this.#dissolved(id))
    const added: NumberedArc[] = []
    for (const edge of loose) if (this.#arc.data[edge] === NONE) added.push(this.#walk(edge))
    return { added, removed: [...removed] }
  }

  *#besides(edge: number): Generator<number> {
    for (const point of [this.#edges.first(edge), this.#edges.second(edge)])
      for (let e = this.#firstAt.data[point] as number; e !== NONE; e = this.#after(e, point)) yield e
  }

  /** Ends an arc: those of its edges that are still borders. */
  #dissolved(id: number): number[] {
    const { line } = this.arcs.get(id) as NumberedArc
    this.arcs.delete(id)
    const left: number[] = []
    let a = this.#points.find(line[0] as number, line[1] as number)
    for (let i = 2; i < line.length; i += 2) {
      const b = this.#points.find(line[i] as number, line[i + 1] as number)
      const edge = this.#edges.find(Math.min(a, b), Math.max(a, b))
      this.#arc.data[edge] = NONE
      if (this.#isBorder(edge)) left.push(edge)
      a = b
    }
    return left
  }

  /** The other edge of a point that an arc just passes through; -1 at a junction. */
  #through(edge: number, point: number): number {
    let other = NONE
    for (let e = this.#firstAt.data[point] as number; e !== NONE; e = this.#after(e, point)) {
      if (e === edge || !this.#isBorder(e)) continue
      if (other !== NONE) return NONE
      other = e
    }
    if (other === NONE) return NONE
    const [left, right] = this.#sides(edge, point, true)
    const [onLeft, onRight] = this.#sides(other, point, false)
    const same =
      left === onLeft &&
      right === onRight &&
      this.#levelOf(edge) === this.#levelOf(other) &&
      this.#isLocked(edge) === this.#isLocked(other)
    return same ? other : NONE
  }

  #isLocked(edge: number): boolean {
    return (this.#locks.data[edge] as number) > 0 || this.#levelOf(edge) === 0
  }

  /** Who is on the left and right of an edge, travelled to or from a point. */
  #sides(edge: number, point: number, toIt: boolean): [number, number] {
    const left = this.#left.data[edge] as number
    const right = this.#right.data[edge] as number
    return (this.#edges.second(edge) === point) === toIt ? [left, right] : [right, left]
  }

  #otherEnd(edge: number, point: number): number {
    const first = this.#edges.first(edge)
    return first === point ? this.#edges.second(edge) : first
  }

  /** The arc that an edge is on. */
  #walk(edge: number): NumberedArc {
    // Back to a junction, or once round.
    let start = this.#edges.first(edge)
    let first = edge
    for (;;) {
      const before = this.#through(first, start)
      if (before === NONE || before === edge) break
      start = this.#otherEnd(before, start)
      first = before
    }
    const points = [start]
    const edges: number[] = []
    for (let at = start, e = first; ; ) {
      edges.push(e)
      at = this.#otherEnd(e, at)
      points.push(at)
      if (at === start && edges.length > 1) break
      e = this.#through(e, at)
      if (e === NONE) break
    }
    return this.#made(points, edges)
  }

  #made(points: number[], edges: number[]): NumberedArc {
    const isClosed = points[0] === points.at(-1)
    const isLoop = isClosed && this.#through(edges[0] as number, points[0] as number) === edges.at(-1)
    const order = this.#ordered(points, isClosed, isLoop)
    const line = new Int32Array(2 * order.length)
    order.forEach((point, i) => {
      line[2 * i] = this.#points.first(point)
      line[2 * i + 1] = this.#points.second(point)
    })
    const [a, b] = [order[0] as number, order[1] as number]
    const edge = this.#edges.find(Math.min(a, b), Math.max(a, b))
    const [left, right] = this.#sides(edge, a, false)
    const id = this.#nextArc++
    for (const each of edges) this.#arc.data[each] = id
    const arc: NumberedArc = {
      id,
      line,
      left,
      right,
      level: this.#levelOf(edge),
      locked: this.#isLocked(edge),
      box: boxAround(line),
      closed: isClosed,
    }
    this.arcs.set(id, arc)
    return arc
  }

  /** The points of an arc in the one direction it is written: from the smaller end, or neighbour of its end. */
  #ordered(points: number[], isClosed: boolean, isLoop: boolean): number[] {
    let order = points
    if (isLoop) {
      const open = points.slice(0, -1)
      const at = open.reduce((best, point, i) => (this.#isLess(point, open[best] as number) ? i : best), 0)
      order = [...open.slice(at), ...open.slice(0, at + 1)]
    }
    const [one, other] = isClosed ? [order[1], order.at(-2)] : [order[0], order.at(-1)]
    return this.#isLess(other as number, one as number) ? [...order].reverse() : order
  }

  #isLess(a: number, b: number): boolean {
    const dx = this.#points.first(a) - this.#points.first(b)
    return dx < 0 || (dx === 0 && this.#points.second(a) < this.#points.second(b))
  }
}
