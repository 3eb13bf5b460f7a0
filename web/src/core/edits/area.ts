import { UNITS_PER_DEGREE } from '../lattice'
import type { Polygons, Ring } from './shape'

/** WGS 84. */
const AXIS_M = 6_378_137
const FLATTENING = 1 / 298.257223563
const E2 = FLATTENING * (2 - FLATTENING)
const E = Math.sqrt(E2)
const RADIANS_PER_UNIT = Math.PI / 180 / UNITS_PER_DEGREE

/** Gauss–Legendre positions and weights on 0…1. */
const TWO = { at: [0.5 - Math.sqrt(3) / 6, 0.5 + Math.sqrt(3) / 6], weight: [0.5, 0.5] } as const
const THREE = {
  at: [0.5 - Math.sqrt(15) / 10, 0.5, 0.5 + Math.sqrt(15) / 10],
  weight: [5 / 18, 8 / 18, 5 / 18],
} as const
/** Up to this rise (radians, 2 km) two are exact to rounding, and three up to half a degree. */
const TWO_UP_TO = 3.2e-4
const THREE_UP_TO = 8.7e-3

/** q(base + rise) − q(base) to full relative precision; q is the authalic function. */
function qDifference(base: number, sinBase: number, rise: number): number {
  const dSin = 2 * Math.cos(base + 0.5 * rise) * Math.sin(0.5 * rise)
  const sin = sinBase + dSin
  const below = (1 - E2 * sin * sin) * (1 - E2 * sinBase * sinBase)
  const rational = (dSin * (1 + E2 * sin * sinBase)) / below
  const logarithm = Math.atanh((E * dSin) / (1 - E2 * sin * sinBase)) / E
  return (1 - E2) * (rational + logarithm)
}

/** Mean of q(φ) − q(base) along an edge. */
function meanQ(base: number, sinBase: number, rise: number, dLat: number): number {
  const steep = Math.abs(dLat)
  // A longer edge is taken in pieces that three nodes are enough for.
  const pieces = steep < THREE_UP_TO ? 1 : Math.ceil(steep / THREE_UP_TO)
  const { at, weight } = steep < TWO_UP_TO ? TWO : THREE
  let sum = 0
  for (let piece = 0; piece < pieces; piece++) {
    for (let i = 0; i < at.length; i++) {
      const along = (piece + (at[i] as number)) / pieces
      sum += (weight[i] as number) * qDifference(base, sinBase, rise + along * dLat)
    }
  }
  return sum / pieces
}

/** Unsigned area of a closed ring, square metres. */
export function ringAreaM2(ring: Ring): number {
  const firstY = ring[1] as number
  const base = firstY * RADIANS_PER_UNIT
  const sinBase = Math.sin(base)
  let sum = 0
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const dLon = (ring[i + 2] as number) - (ring[i] as number)
    if (dLon === 0) continue
    const y = ring[i + 1] as number
    const rise = (y - firstY) * RADIANS_PER_UNIT
    sum += dLon * meanQ(base, sinBase, rise, ((ring[i + 3] as number) - y) * RADIANS_PER_UNIT)
  }
  return Math.abs(0.5 * AXIS_M * AXIS_M * sum * RADIANS_PER_UNIT)
}

/**
 * Area on the WGS 84 ellipsoid of polygons with edges straight in longitude and latitude, square metres.
 *
 * Under an edge it is ½a²∫(q(φ) − q(φ₀))dλ, q the authalic function of Snyder, *Map Projections: A Working
 * Manual* (USGS PP 1395, 1987), eq. 3-12, integrated by Gauss–Legendre as the server does it.
 */
export function areaOf(polygons: Polygons): number {
  let sum = 0
  for (const rings of polygons)
    rings.forEach((ring, at) => {
      sum += at ? -ringAreaM2(ring) : ringAreaM2(ring)
    })
  return sum
}
