import type { Arc } from './arc'
import { Column } from './column'
import { type Bordering, EdgeBook, NONE } from './edgeBook'
import { boxAround } from './shape'

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

/**
 * The arcs that the edges of all leaves make up.
 *
 * An arc leads from junction to junction: from where it is not just two edges between the same two leaves that
 * meet. An update touches the arcs of edges that changed and those that end beside them, nothing else.
 */
export class Borders {
  readonly arcs = new Map<number, NumberedArc>()
  readonly #book = new EdgeBook()
  /** The arc of each edge. */
  readonly #arc = new Column(NONE)
  #nextArc = 1

  /** Takes polygons out, puts others in, and walks the arcs anew where that made a difference. */
  update(leaving: readonly Bordering[], coming: readonly Bordering[]): ArcsChange {
    const book = this.#book
    const changed = book.update(leaving, coming)
    this.#arc.reach(book.size)
    const loose: number[] = []
    const removed = new Set<number>()
    const loosen = (edge: number) => {
      const arc = this.#arc.data[edge] as number
      if (arc !== NONE) removed.add(arc)
      else if (book.isBorder(edge)) loose.push(edge)
    }
    for (const edge of changed) {
      loosen(edge)
      // Beside an edge that changed a junction may have come or gone.
      if (this.arcs.size) for (const point of book.ends(edge)) book.round(point, loosen)
    }
    for (const id of removed) loose.push(...this.#dissolved(id))
    const added: NumberedArc[] = []
    for (const edge of loose) if (this.#arc.data[edge] === NONE) added.push(this.#walk(edge))
    return { added, removed: [...removed] }
  }

  /** Id of the arc that has an edge; -1 where none has. */
  arcWith(ax: number, ay: number, bx: number, by: number): number {
    const edge = this.#book.between(this.#book.pointAt(ax, ay), this.#book.pointAt(bx, by))
    return edge < 0 ? NONE : (this.#arc.data[edge] as number)
  }

  /** Ids of the arcs that pass through or end in a vertex. */
  arcsThrough(x: number, y: number): number[] {
    const point = this.#book.pointAt(x, y)
    const found = new Set<number>()
    if (point >= 0)
      this.#book.round(point, (edge) => {
        found.add(this.#arc.data[edge] as number)
      })
    return [...found].sort((a, b) => a - b)
  }

  /** Ends an arc: those of its edges that are still borders. */
  #dissolved(id: number): number[] {
    const { line } = this.arcs.get(id) as NumberedArc
    this.arcs.delete(id)
    const left: number[] = []
    let a = this.#book.pointAt(line[0] as number, line[1] as number)
    for (let i = 2; i < line.length; i += 2) {
      const b = this.#book.pointAt(line[i] as number, line[i + 1] as number)
      const edge = this.#book.between(a, b)
      this.#arc.data[edge] = NONE
      if (this.#book.isBorder(edge)) left.push(edge)
      a = b
    }
    return left
  }

  /** The arc that an edge is on. */
  #walk(edge: number): NumberedArc {
    // Back to a junction, or once round.
    let [start] = this.#book.ends(edge)
    let first = edge
    for (;;) {
      const before = this.#book.through(first, start)
      if (before === NONE || before === edge) break
      start = this.#book.otherEnd(before, start)
      first = before
    }
    const points = [start]
    const edges: number[] = []
    for (let at = start, e = first; ; ) {
      edges.push(e)
      at = this.#book.otherEnd(e, at)
      points.push(at)
      if (at === start && edges.length > 1) break
      e = this.#book.through(e, at)
      if (e === NONE) break
    }
    return this.#made(points, edges)
  }

  #made(points: number[], edges: number[]): NumberedArc {
    const isClosed = points[0] === points.at(-1)
    const isLoop = isClosed && this.#book.through(edges[0] as number, points[0] as number) === edges.at(-1)
    const order = this.#ordered(points, isClosed, isLoop)
    const line = new Int32Array(2 * order.length)
    order.forEach((point, i) => {
      line[2 * i] = this.#book.x(point)
      line[2 * i + 1] = this.#book.y(point)
    })
    const [a, b] = [order[0] as number, order[1] as number]
    const edge = this.#book.between(a, b)
    const [left, right] = this.#book.sides(edge, a, false)
    const id = this.#nextArc++
    for (const each of edges) this.#arc.data[each] = id
    const arc: NumberedArc = {
      id,
      line,
      left,
      right,
      level: this.#book.levelOf(edge),
      locked: this.#book.isLocked(edge),
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
      const at = open.reduce(
        (best, point, i) => (this.#book.isLess(point, open[best] as number) ? i : best),
        0,
      )
      order = [...open.slice(at), ...open.slice(0, at + 1)]
    }
    const [one, other] = isClosed ? [order[1], order.at(-2)] : [order[0], order.at(-1)]
    return this.#book.isLess(other as number, one as number) ? [...order].reverse() : order
  }
}
