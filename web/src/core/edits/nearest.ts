import { toDegrees } from '../lattice'
import type { Box, Point } from './shape'

const RADIANS = Math.PI / 180

/**
 * Distances on screen round a point: a unit of longitude counts cos φ times one of latitude, so that what lies
 * within a distance is a circle on the map.
 */
export class Surroundings {
  readonly #stretch: number

  constructor(
    readonly point: Point,
    readonly within: number,
  ) {
    this.#stretch = Math.max(Math.cos(toDegrees(point[1]) * RADIANS), 1e-6)
  }

  get box(): Box {
    const [x, y] = this.point
    const wide = this.within / this.#stretch
    return [x - wide, y - this.within, x + wide, y + this.within]
  }

  distance(x: number, y: number): number {
    return Math.hypot((x - this.point[0]) * this.#stretch, y - this.point[1])
  }

  /** The nearest vertex of a flat line: its position and distance. */
  vertex(line: ArrayLike<number>): { index: number; distance: number } {
    let index = 0
    let distance = Infinity
    for (let i = 0; i < line.length; i += 2) {
      const each = this.distance(line[i] as number, line[i + 1] as number)
      if (each < distance) [index, distance] = [i / 2, each]
    }
    return { index, distance }
  }

  /** The nearest point of the edges of a flat line, rounded to the lattice, with its edge and its distance. */
  edge(line: ArrayLike<number>): { index: number; at: Point; distance: number } {
    const [x, y] = this.point
    let found: { index: number; at: Point; distance: number } = {
      index: 0,
      at: this.point,
      distance: Infinity,
    }
    for (let i = 0; i + 3 < line.length; i += 2) {
      const ax = line[i] as number
      const ay = line[i + 1] as number
      const dx = ((line[i + 2] as number) - ax) * this.#stretch
      const dy = (line[i + 3] as number) - ay
      const length2 = dx * dx + dy * dy
      const share = length2 ? ((x - ax) * this.#stretch * dx + (y - ay) * dy) / length2 : 0
      const inside = Math.min(1, Math.max(0, share))
      const px = ax + (inside * dx) / this.#stretch
      const py = ay + inside * dy
      const distance = this.distance(px, py)
      if (distance < found.distance)
        found = { index: i / 2, at: [Math.floor(px + 0.5), Math.floor(py + 0.5)], distance }
    }
    return found
  }
}
