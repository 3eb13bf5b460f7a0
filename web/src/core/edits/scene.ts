import type { Arc } from './arc'
import type { Arguments } from './arguments'
import { Borders, type NumberedArc } from './borders'
import { BucketIndex } from './bucketIndex'
import { canonical } from './canonical'
import { type Bordering, isSameBordering } from './edgeBook'
import { edited } from './editing'
import { type EditRules, PLAIN_RULES, type SceneGrid } from './grid'
import { Surroundings } from './nearest'
import { placeInRing } from './orientation'
import type { Outcome } from './outcome'
import { type Box, boxOfPolygons, closed, type Point, type Polygons, pointAt, samePolygons } from './shape'

/** What an update of a scene changed. */
export interface SceneChange {
  /** Arcs to draw. */
  added: Arc[]
  /** Ids of arcs that are no more. */
  removed: number[]
  /** Grids that came, changed or ended. */
  keys: string[]
}

/** The vertex or edge of a border that is near a point. */
export type Near =
  | { kind: 'vertex'; at: Point; arcs: Arc[]; distance: number }
  | {
      kind: 'edge'
      /** The nearest point of the edge, rounded to the lattice. */
      at: Point
      edge: readonly [Point, Point]
      arc: Arc
      /** Number of the edge in the arc's line. */
      index: number
      distance: number
    }

/** About 200 m, as wide as grids are: the cells that arcs and leaves are looked up in. */
const CELL = 20_000

/** Polygons in whole numbers, closed and canonical, whatever way they were sent. */
function read(polygons: Polygons): Polygons {
  return canonical(polygons.map((rings) => rings.map(closed)))
}

/** The grids of all levels that are on screen, their borders as arcs, and who is where. */
export class Scene {
  readonly #grids = new Map<string, SceneGrid>()
  readonly #children = new Map<string, Set<string>>()
  readonly #numbers = new Map<string, number>()
  readonly #keys: string[] = []
  readonly #bordering = new Map<string, Bordering>()
  readonly #borders = new Borders()
  readonly #arcs = new Map<number, Arc>()
  readonly #arcIndex = new BucketIndex(CELL)
  readonly #gridIndex = new BucketIndex(CELL)
  #version = 0

  private constructor(readonly rules: EditRules) {}

  static from(grids: Iterable<SceneGrid>, rules: Partial<EditRules> = {}): Scene {
    const scene = new Scene({ ...PLAIN_RULES, ...rules })
    scene.apply(grids)
    return scene
  }

  /** Grows by one with every update. */
  get version(): number {
    return this.#version
  }

  get grids(): ReadonlyMap<string, SceneGrid> {
    return this.#grids
  }

  get arcs(): ReadonlyMap<number, Arc> {
    return this.#arcs
  }

  grid(key: string): SceneGrid | undefined {
    return this.#grids.get(key)
  }

  /** Keys of the children that are here, in order. */
  children(key: string): readonly string[] {
    return [...(this.#children.get(key) ?? [])].sort()
  }

  isLeaf(key: string): boolean {
    return this.#bordering.get(key)?.leaf ?? false
  }

  /** Keys of the leaves, in order: they tile the ground. */
  leaves(): readonly string[] {
    return [...this.#bordering]
      .filter(([, { leaf }]) => leaf)
      .map(([key]) => key)
      .sort()
  }

  /** Its parent, that one's parent, and so on up to what is here. */
  above(key: string): SceneGrid[] {
    const found: SceneGrid[] = []
    for (let at = this.#grids.get(key); at?.parent != null; ) {
      at = this.#grids.get(at.parent)
      if (at) found.push(at)
    }
    return found
  }

  /** Whether a grid's own border may not move. */
  isLocked(grid: SceneGrid): boolean {
    return (grid.locked ?? grid.statutory ?? false) && !this.rules.unlocked.has(grid.key)
  }

  /** Takes in grids that are new or changed, and leaves out what ended. */
  apply(changed: Iterable<SceneGrid>, ended: Iterable<string> = []): SceneChange {
    const touched = new Set<string>()
    const keys = new Set<string>()
    for (const key of ended) {
      const grid = this.#grids.get(key)
      if (!grid) continue
      this.#leave(grid, touched)
      this.#grids.delete(key)
      keys.add(key)
    }
    for (const given of changed) {
      const before = this.#grids.get(given.key)
      if (before) this.#leave(before, touched)
      const polygons =
        before && samePolygons(before.polygons, given.polygons) ? before.polygons : read(given.polygons)
      // An edit's outcome tells only what an edit changes.
      const grid = { ...before, ...given, polygons }
      this.#grids.set(grid.key, grid)
      touched.add(grid.key)
      keys.add(grid.key)
      if (grid.parent === null) continue
      touched.add(grid.parent)
      const siblings = this.#children.get(grid.parent) ?? new Set()
      this.#children.set(grid.parent, siblings.add(grid.key))
    }
    this.#version += 1
    return { ...this.#rearrange(touched), keys: [...keys].sort() }
  }

  /** Arcs whose box meets a box, by id. */
  arcsAt(box: Box): Arc[] {
    return this.#arcIndex.at(box).map((id) => this.#arcs.get(id) as Arc)
  }

  /** Arcs that pass through or end in a vertex. */
  arcsThrough([x, y]: Point): Arc[] {
    return this.#borders.arcsThrough(x, y).map((id) => this.#arcs.get(id) as Arc)
  }

  /** The arc that has an edge, whatever its direction. */
  arcWith(a: Point, b: Point): Arc | null {
    return this.#arcs.get(this.#borders.arcWith(a[0], a[1], b[0], b[1])) ?? null
  }

  /** The arcs that are the border of one grid of any level, by id. */
  arcsOf(key: string): Arc[] {
    const found = new Map<number, Arc>()
    for (const ring of this.#grids.get(key)?.polygons.flat() ?? [])
      for (let i = 0; i + 3 < ring.length; i += 2) {
        const arc = this.arcWith(pointAt(ring, i / 2), pointAt(ring, i / 2 + 1))
        if (arc) found.set(arc.id, arc)
      }
    return [...found.values()].sort((a, b) => a.id - b.id)
  }

  /** Keys at all levels whose border an arc is. */
  gridsOn(arc: Arc): string[] {
    const found = new Set<string>()
    for (const side of [arc.left, arc.right]) {
      if (side === null) continue
      found.add(side)
      for (const grid of this.above(side)) if (grid.level >= arc.level) found.add(grid.key)
    }
    return [...found].sort()
  }

  /** Grids of all levels whose box meets a box, by key. */
  near(box: Box): SceneGrid[] {
    return this.#gridIndex
      .at(box)
      .map((number) => this.#keys[number] as string)
      .sort()
      .map((key) => this.#grids.get(key) as SceneGrid)
  }

  /** The leaf whose ground holds a point; on a border any of those beside it; null where there is none. */
  leafAt([x, y]: Point): string | null {
    const holds = ({ key, polygons }: SceneGrid) =>
      this.isLeaf(key) &&
      polygons.some(
        ([shell, ...holes]) =>
          placeInRing(x, y, shell ?? []) >= 0 && holes.every((hole) => placeInRing(x, y, hole) <= 0),
      )
    return this.near([x, y, x, y]).find(holds)?.key ?? null
  }

  /** The nearest vertex of a border within so many units of latitude, else the nearest point of an edge. */
  nearest(point: Point, within: number): Near | null {
    const around = new Surroundings(point, within)
    let vertex: { at: Point; distance: number } | null = null
    let edge: (Near & { kind: 'edge' }) | null = null
    for (const arc of this.arcsAt(around.box)) {
      const corner = around.vertex(arc.line)
      if (corner.distance <= within && corner.distance < (vertex?.distance ?? Infinity))
        vertex = { at: pointAt(arc.line, corner.index), distance: corner.distance }
      if (vertex) continue
      const side = around.edge(arc.line)
      if (side.distance <= within && side.distance < (edge?.distance ?? Infinity)) {
        const ends = [pointAt(arc.line, side.index), pointAt(arc.line, side.index + 1)] as const
        edge = { kind: 'edge', ...side, edge: ends, arc }
      }
    }
    return vertex ? { kind: 'vertex', ...vertex, arcs: this.arcsThrough(vertex.at) } : edge
  }

  /** What an edit would do; computes only, the scene stays as it is until `apply`. */
  perform(verb: string, given: Arguments): Outcome {
    return edited(this, verb, given)
  }

  #leave(grid: SceneGrid, touched: Set<string>): void {
    touched.add(grid.key)
    if (grid.parent === null) return
    touched.add(grid.parent)
    const siblings = this.#children.get(grid.parent)
    siblings?.delete(grid.key)
    if (siblings?.size === 0) this.#children.delete(grid.parent)
  }

  /** Brings borders and indexes in line with the grids of these keys. */
  #rearrange(touched: Iterable<string>): { added: Arc[]; removed: number[] } {
    const leaving: Bordering[] = []
    const coming: Bordering[] = []
    for (const key of touched) {
      const before = this.#bordering.get(key)
      const grid = this.#grids.get(key)
      const after = grid && this.#borderingOf(grid)
      if (before && after && isSameBordering(before, after)) continue
      if (before) leaving.push(before)
      if (after) coming.push(after)
      if (after) {
        this.#bordering.set(key, after)
        this.#gridIndex.put(after.number, boxOfPolygons(after.polygons))
      } else if (before) {
        this.#bordering.delete(key)
        this.#gridIndex.drop(before.number)
      }
    }
    const { added, removed } = this.#borders.update(leaving, coming)
    for (const id of removed) {
      this.#arcs.delete(id)
      this.#arcIndex.drop(id)
    }
    return { added: added.map((arc) => this.#named(arc)), removed }
  }

  #borderingOf(grid: SceneGrid): Bordering {
    const { key, level, polygons } = grid
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#keys.push(key) - 1
      this.#numbers.set(key, number)
    }
    const leaf = !this.#children.has(key) && grid.leaf !== false
    return { number, level, leaf, locked: this.isLocked(grid), polygons }
  }

  #named(numbered: NumberedArc): Arc {
    const left = this.#keys[numbered.left] ?? null
    const right = this.#keys[numbered.right] ?? null
    const arc: Arc = { ...numbered, left, right }
    this.#arcs.set(arc.id, arc)
    this.#arcIndex.put(arc.id, arc.box)
    return arc
  }
}
