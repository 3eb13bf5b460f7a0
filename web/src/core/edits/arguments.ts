import { Refused } from './outcome'
import type { Point } from './shape'

/** Arguments of an operation, as they go over the wire. */
export type Arguments = Readonly<Record<string, unknown>>

/** |x| and |y| of a place on earth, lattice units. */
const EAST = 1_800_000_000
const NORTH = 900_000_000
/** A line or a piece of more points than this is refused. */
const MOST_POINTS = 10_000

/** Reads arguments by name and kind; refuses what is missing or no such thing, as the server does. */
export class Reader {
  constructor(private readonly given: Arguments) {}

  has(name: string): boolean {
    return this.given[name] != null
  }

  point(name: string): Point {
    return asPoint(name, this.#value(name))
  }

  edge(name: string): readonly [Point, Point] {
    const [one, other, ...more] = asLine(name, this.#value(name))
    if (!one || !other || more.length || (one[0] === other[0] && one[1] === other[1])) throw wrong(name)
    return [one, other]
  }

  line(name: string): Point[] {
    return asLine(name, this.#value(name))
  }

  lines(name: string): Point[][] {
    const lines = this.#list(name).map((line) => asLine(name, line))
    checkFew(lines.reduce((sum, line) => sum + line.length, 0))
    return lines
  }

  /** Key of a grid. */
  key(name: string): string {
    return asKey(name, this.#value(name))
  }

  /** Key of a grid where one is given. */
  keyIf(name: string): string | undefined {
    return this.has(name) ? this.key(name) : undefined
  }

  /** Which part of a grid stays it: the larger, or the one in which a place lies. */
  keepIf(name: string): 'larger' | Point {
    if (!this.has(name) || this.given[name] === 'larger') return 'larger'
    return this.point(name)
  }

  /** Keys of grids, each once, in the order given. */
  keys(name: string): string[] {
    return [...new Set(this.#list(name).map((key) => asKey(name, key)))]
  }

  #value(name: string): unknown {
    if (!this.has(name)) throw new Refused('argument_missing', { argument: name })
    return this.given[name]
  }

  #list(name: string): unknown[] {
    const value = this.#value(name)
    if (!Array.isArray(value) || !value.length) throw wrong(name)
    checkFew(value.length)
    return value
  }
}

function wrong(name: string): Refused {
  return new Refused('argument_wrong', { argument: name })
}

function asPoint(name: string, value: unknown): Point {
  if (!Array.isArray(value) || value.length !== 2) throw wrong(name)
  const [x, y] = value as unknown[]
  if (!isWhole(x, EAST) || !isWhole(y, NORTH)) throw wrong(name)
  return [x, y]
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= most
}

function asLine(name: string, value: unknown): Point[] {
  if (!Array.isArray(value)) throw wrong(name)
  checkFew(value.length)
  return value.map((point) => asPoint(name, point))
}

function asKey(name: string, value: unknown): string {
  if (typeof value !== 'string' || !value || value.length > 200) throw wrong(name)
  return value
}

function checkFew(count: number): void {
  if (count > MOST_POINTS) throw new Refused('too_many_points', { count, most: MOST_POINTS })
}
