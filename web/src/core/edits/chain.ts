import { PairTable } from './pairTable'
import type { Polygons } from './shape'

/** More points than an edit ever sees; two numbers below it are one number that a float64 holds. */
const MOST_POINTS = 2 ** 26

/** Directed edges, four numbers each: x, y of the start, x, y of the end. */
export type FlatEdges = number[]

/**
 * A boundary chain: directed edges added up exactly, where an edge cancels its reverse.
 *
 * A polygon's boundary has its ground on the left. Grids tile what they should if and only if their boundaries,
 * less that of the whole, add up to nothing.
 */
export class Chain {
  readonly #points = new PairTable()
  readonly #weights = new Map<number, number>()

  /** Adds the boundary of polygons as `canonical` writes them; a weight of -1 takes it away. */
  add(polygons: Polygons, weight = 1): this {
    for (const rings of polygons)
      for (const ring of rings)
        for (let i = 0; i + 3 < ring.length; i += 2)
          this.addEdge(
            ring[i] as number,
            ring[i + 1] as number,
            ring[i + 2] as number,
            ring[i + 3] as number,
            weight,
          )
    return this
  }

  addEdge(ax: number, ay: number, bx: number, by: number, weight = 1): this {
    if (ax === bx && ay === by) return this
    const a = this.#points.put(ax, ay)
    const b = this.#points.put(bx, by)
    const key = a < b ? a * MOST_POINTS + b : b * MOST_POINTS + a
    const sum = (this.#weights.get(key) ?? 0) + (a < b ? weight : -weight)
    if (sum) this.#weights.set(key, sum)
    else this.#weights.delete(key)
    return this
  }

  /** Adds all that is left of another chain. */
  addChain(other: Chain, weight = 1): this {
    other.each((ax, ay, bx, by, times) => {
      this.addEdge(ax, ay, bx, by, weight * times)
    })
    return this
  }

  get isZero(): boolean {
    return this.#weights.size === 0
  }

  /** How often an edge is in the chain: below zero for its reverse. */
  weightOf(ax: number, ay: number, bx: number, by: number): number {
    const a = this.#points.find(ax, ay)
    const b = this.#points.find(bx, by)
    if (a < 0 || b < 0) return 0
    const sum = this.#weights.get(a < b ? a * MOST_POINTS + b : b * MOST_POINTS + a) ?? 0
    return a < b ? sum : -sum
  }

  /** Every edge that is left, in the direction in which its weight is positive. */
  each(visit: (ax: number, ay: number, bx: number, by: number, weight: number) => void): void {
    for (const [key, sum] of this.#weights) {
      const low = Math.floor(key / MOST_POINTS)
      const high = key % MOST_POINTS
      const [a, b] = sum > 0 ? [low, high] : [high, low]
      const { first, second } = this.#ends(a, b)
      visit(first[0], first[1], second[0], second[1], Math.abs(sum))
    }
  }

  /** The edges that are left; null where one is there more than once, so that they bound no region. */
  edges(): FlatEdges | null {
    const flat: FlatEdges = []
    let once = true
    this.each((ax, ay, bx, by, weight) => {
      once &&= weight === 1
      flat.push(ax, ay, bx, by)
    })
    return once ? flat : null
  }

  #ends(a: number, b: number): { first: [number, number]; second: [number, number] } {
    return {
      first: [this.#points.first(a), this.#points.second(a)],
      second: [this.#points.first(b), this.#points.second(b)],
    }
  }
}
