import { meeting } from './crossing'
import type { SceneGrid } from './grid'
import { Refused } from './outcome'
import type { Edge, EdgeSet, Place, Places } from './places'
import { type Proposal, polygonOf } from './proposal'
import type { Scene } from './scene'
import type { Point, Polygons } from './shape'
import { boxOfPlaces, leavesIn } from './subjects'
import { isValid } from './validity'

/** Directed edge → what comes in its place. */
export type Instead = Map<Edge, readonly Edge[]>

/** The edges around some points of the borders, replaced one by one where nothing is in the way. */
export class Star {
  readonly #leaves = new Map<string, SceneGrid>()
  readonly #chains = new Map<string, Set<Edge>>()

  constructor(
    private readonly scene: Scene,
    readonly places: Places,
    points: readonly Point[],
  ) {
    this.#take(points.map((point) => places.of(point)))
  }

  /** All directed edges that begin or end at a vertex. */
  at(place: Place): Edge[] {
    const found = new Set<Edge>()
    for (const chain of this.#chains.values())
      for (const edge of chain)
        if (this.places.start(edge) === place || this.places.end(edge) === place) found.add(edge)
    if (!found.size) throw new Refused('vertex_not_found', { at: this.places.point(place) })
    return [...found]
  }

  /** Whether a border has a vertex there. */
  hasVertex(place: Place): boolean {
    return [...this.#chains.values()].some((chain) =>
      [...chain].some((edge) => this.places.start(edge) === place),
    )
  }

  /** Whether a border has that edge, either way round. */
  hasEdge(edge: Edge): boolean {
    const back = this.places.turned(edge)
    return [...this.#chains.values()].some((chain) => chain.has(edge) || chain.has(back))
  }

  /** Puts other edges in the place of some, wherever they occur; refused where one would touch another border. */
  replaced(instead: Instead): Proposal {
    const { places } = this
    const fresh = new Set([...instead.values()].flat().map((edge) => places.undirected(edge)))
    this.#take([...fresh].flatMap((edge) => [places.start(edge), places.end(edge)]))
    this.#check(fresh, instead)
    const put: Proposal = new Map()
    for (const [key, chain] of this.#chains) {
      const edges = [...chain]
      if (!edges.some((edge) => instead.has(edge))) continue
      const after = new Set(edges.flatMap((edge) => instead.get(edge) ?? [edge]))
      put.set(key, { ...(this.#leaves.get(key) as SceneGrid), polygons: this.#polygon(after, key) })
    }
    return put
  }

  /** The polygon of a chain; what is in the way of one may lie further away than was looked. */
  #polygon(chain: EdgeSet, key: string): Polygons {
    const before = this.#chains.get(key) as EdgeSet
    const { places } = this
    const polygons = polygonOf(chain, places)
    const isNew = (ax: number, ay: number, bx: number, by: number) =>
      !before.has(places.edge(places.put(ax, ay), places.put(bx, by)))
    if (!polygons || !isValid(polygons, isNew)) throw new Refused('border_crossed', { grids: [key] })
    return polygons
  }

  #take(around: readonly Place[]): void {
    for (const leaf of leavesIn(this.scene, boxOfPlaces(this.places, around))) {
      if (this.#leaves.has(leaf.key)) continue
      this.#leaves.set(leaf.key, leaf)
      this.#chains.set(leaf.key, this.places.chainOf(this.places.ringsOf(leaf.polygons)))
    }
  }

  #check(fresh: ReadonlySet<Edge>, gone: Instead): void {
    const crossed: string[] = []
    for (const [key, chain] of this.#chains) {
      const touched = [...chain].some(
        (edge) => !gone.has(edge) && [...fresh].some((each) => this.#touches(edge, each)),
      )
      if (touched) crossed.push(key)
    }
    if (crossed.length) throw new Refused('border_crossed', { grids: crossed.sort() })
  }

  /** Whether two edges have more in common than one end of each. */
  #touches(one: Edge, other: Edge): boolean {
    const { places } = this
    const [a, b, c, d] = [places.start(one), places.end(one), places.start(other), places.end(other)]
    const how = meeting(...places.point(a), ...places.point(b), ...places.point(c), ...places.point(d))
    if (how !== 'touching') return how !== 'apart'
    return a !== c && a !== d && b !== c && b !== d
  }
}
