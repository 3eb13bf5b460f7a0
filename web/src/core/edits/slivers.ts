import { toDegrees, UNITS_PER_DEGREE } from '../lattice'
import { metresPerDegree } from './length'
import { boxAround, boxOfPolygons, type Polygons, type Ring } from './shape'
import { longStrip } from './strips'
import type { IsNew } from './validity'

/** Squares looked at before a part is taken to be wide enough; the server decides in the end. */
const MOST_SQUARES = 20_000

/** Ground that is too narrow: its width in metres, rounded to centimetres, and where it is. */
export interface Narrow {
  widthM: number
  at: [number, number]
}

/**
 * The first part in which no circle of so many metres fits, else a strip so narrow along one of the edges that
 * are new; null where there is neither.
 *
 * The server looks closer: what it finds beside these it refuses.
 */
export function narrowGround(polygons: Polygons, narrowestM: number, isNew: IsNew): Narrow | null {
  const [west, south, , north] = boxOfPolygons(polygons)
  const scale = metresPerDegree(toDegrees((south + north) / 2)).map((each) => each / UNITS_PER_DEGREE)
  const [eastM = 1, northM = 1] = scale
  const told = ({ x, y, widthM }: { x: number; y: number; widthM: number }): Narrow => ({
    widthM: Math.round(100 * widthM) / 100,
    at: [Math.floor(x / eastM + west + 0.5), Math.floor(y / northM + south + 0.5)],
  })
  for (const rings of polygons) {
    const flat = rings.map((ring) =>
      ring.map((value, i) => (i % 2 ? (value - south) * northM : (value - west) * eastM)),
    )
    const circle = largestCircle(flat, narrowestM / 2, narrowestM / 200)
    if (circle && circle.radius < narrowestM / 2)
      return told({ ...circle, widthM: 2 * Math.max(circle.radius, 0) })
    const strip = longStrip(
      flat,
      rings.map((ring) =>
        Array.from({ length: ring.length / 2 - 1 }, (_, i) =>
          isNew(...(ring.slice(2 * i, 2 * i + 4) as [number, number, number, number])),
        ),
      ),
      narrowestM,
    )
    if (strip) return told(strip)
  }
  return null
}

interface Circle {
  x: number
  y: number
  radius: number
}

interface Square extends Circle {
  half: number
}

/**
 * The largest circle within a part, by quartering squares (polylabel); one that is large enough ends the search.
 *
 * Null where the search took too long.
 */
function largestCircle(rings: readonly Ring[], enough: number, tolerance: number): Circle | null {
  const [west, south, east, north] = boxAround(rings[0] ?? [])
  const half = Math.max(Math.min(east - west, north - south) / 2, tolerance)
  const square = (x: number, y: number, side: number): Square => ({
    x,
    y,
    half: side,
    radius: roomAt(x, y, rings),
  })
  let waiting: Square[] = []
  for (let x = west + half; x - half < east; x += 2 * half)
    for (let y = south + half; y - half < north; y += 2 * half) {
      waiting.push(square(x, y, half))
      if (waiting.length > MOST_SQUARES) return null
    }
  let best = waiting.reduce((a, b) => (b.radius > a.radius ? b : a))
  for (let looked = waiting.length; waiting.length && best.radius < enough; ) {
    const next: Square[] = []
    for (const { x, y, half: side, radius } of waiting) {
      // No point of the square has more room than its middle has, and half its diagonal.
      const most = radius + side * Math.SQRT2
      if (most < enough || most <= best.radius + tolerance) continue
      for (const [dx, dy] of [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ] as const) {
        const part = square(x + (dx * side) / 2, y + (dy * side) / 2, side / 2)
        if (part.radius > best.radius) best = part
        if (best.radius >= enough) return best
        next.push(part)
        looked += 1
        if (looked > MOST_SQUARES) return null
      }
    }
    waiting = next
  }
  return best
}

/** Distance to the border; below zero outside. */
function roomAt(x: number, y: number, rings: readonly Ring[]): number {
  let inside = false
  let least = Infinity
  for (const ring of rings)
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const ax = ring[i] as number
      const ay = ring[i + 1] as number
      const dx = (ring[i + 2] as number) - ax
      const dy = (ring[i + 3] as number) - ay
      if (ay > y !== ay + dy > y && x < ax + ((y - ay) * dx) / dy) inside = !inside
      const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
      const px = ax + share * dx - x
      const py = ay + share * dy - y
      const distance = px * px + py * py
      if (distance < least) least = distance
    }
  return inside ? Math.sqrt(least) : -Math.sqrt(least)
}
