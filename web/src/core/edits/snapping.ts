import { BucketIndex } from './bucketIndex'
import { Surroundings } from './nearest'
import type { Near, Scene } from './scene'
import { type Box, boxAround, type Point, pointAt } from './shape'

/** The centre line of a street or a water, or any line to draw along. */
export interface SnapLine {
  /** Flat x, y in lattice units. */
  readonly points: ArrayLike<number>
  readonly name?: string | null
  readonly layer?: string
}

/** A place on a line: one of its vertices, or a point of an edge rounded to the lattice. */
export interface Snap {
  readonly kind: 'vertex' | 'edge'
  readonly at: Point
  readonly line: SnapLine
  /** Position of the vertex or the edge in the line. */
  readonly index: number
  /** In units of latitude. */
  readonly distance: number
}

interface LineEdge {
  line: SnapLine
  index: number
}

/** About 200 m: as long as a street is between two crossings. */
const CELL = 20_000

/** Lines by place: which vertex or edge of them is nearest. */
export class SnapIndex {
  readonly #lines: SnapLine[] = []
  /** Line and edge of each number of the index. */
  readonly #edges: LineEdge[] = []
  readonly #index = new BucketIndex(CELL)

  static from(lines: Iterable<SnapLine>): SnapIndex {
    const made = new SnapIndex()
    for (const line of lines) made.#add(line)
    return made
  }

  get lines(): readonly SnapLine[] {
    return this.#lines
  }

  /** The nearest vertex within reach (units of latitude), else the nearest point of an edge; null beyond. */
  nearest(point: Point, within: number, kinds: readonly Snap['kind'][] = ['vertex', 'edge']): Snap | null {
    const around = new Surroundings(point, within)
    const here = this.#index.at(around.box).map((number) => this.#edges[number] as LineEdge)
    for (const kind of kinds) {
      const found = nearestOf(kind, here, around)
      if (found) return found
    }
    return null
  }

  #add(line: SnapLine): void {
    this.#lines.push(line)
    for (let index = 0; 2 * index + 3 < line.points.length; index++) {
      const box: Box = boxAround(Array.from({ length: 4 }, (_, i) => line.points[2 * index + i] as number))
      this.#index.put(this.#edges.length, box)
      this.#edges.push({ line, index })
    }
  }
}

/** The nearest vertex, or point of an edge, of some edges; null where none is within reach. */
function nearestOf(kind: Snap['kind'], edges: readonly LineEdge[], around: Surroundings): Snap | null {
  let found: Snap | null = null
  let least = around.within
  for (const { line, index } of edges) {
    const ends = Array.from({ length: 4 }, (_, i) => line.points[2 * index + i] as number)
    if (kind === 'vertex') {
      const { index: end, distance } = around.vertex(ends)
      if (distance > least || (found && distance === least)) continue
      found = { kind, at: pointAt(ends, end), line, index: index + end, distance }
    } else {
      const { at, distance } = around.edge(ends)
      if (distance > least || (found && distance === least)) continue
      found = { kind, at, line, index, distance }
    }
    least = found.distance
  }
  return found
}

/** What to snap to: a vertex of a border, then of a line, then an edge of a border, then of a line. */
export function snapTo(
  point: Point,
  within: number,
  scene: Scene,
  lines?: SnapIndex,
): (Near & { of: 'border' }) | (Snap & { of: 'line' }) | null {
  const border = scene.nearest(point, within)
  if (border?.kind === 'vertex') return { ...border, of: 'border' }
  const line = lines?.nearest(point, within)
  if (line?.kind === 'vertex') return { ...line, of: 'line' }
  if (border) return { ...border, of: 'border' }
  return line ? { ...line, of: 'line' } : null
}
