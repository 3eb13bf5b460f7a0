import type { Feature, FeatureCollection, Geometry, Point } from 'geojson'
import type { Problem } from '@/api/check'
import type { Language } from '@/words'
import { type Box, boxOf, type LonLat, roughDistance, zoomForLength } from './place'

/** How a fault is drawn: one look for several codes of the same nature. */
export type Look = 'overlap' | 'gap' | 'outside' | 'vertex' | 'shape'

const LOOKS: Record<string, Look> = {
  overlap: 'overlap',
  duplicate: 'overlap',
  gap: 'gap',
  outside_parent: 'outside',
  unmatched_vertex: 'vertex',
}

/** Smaller than this on screen and a fault gets a pin. */
const PIN_BELOW_PX = 8
/** No fault is so small that its pin ever goes away beyond this. */
const NEVER_LARGE_ZOOM = 30

export function lookOf(code: string): Look {
  return LOOKS[code] ?? 'shape'
}

/** The coordinates inside any geometry, collections included. */
function coordinatesOf(geometry: Geometry): unknown {
  return geometry.type === 'GeometryCollection'
    ? geometry.geometries.map(coordinatesOf)
    : geometry.coordinates
}

export function boxOfGeometry(geometry: Geometry | null): Box | null {
  return geometry ? boxOf(coordinatesOf(geometry)) : null
}

export interface Fault {
  /** Place in the server's list; the fault's identity on this page. */
  index: number
  problem: Problem
  geometry: Geometry | null
  box: Box | null
  centre: LonLat | null
  /** Zoom from which the fault is at least 8 px large. */
  largeFrom: number
}

/** The problems of a report with what drawing and sorting need. */
export function faultsOf(problems: readonly Problem[]): Fault[] {
  return problems.map((problem, index) => {
    const geometry = (problem.geometry ?? null) as Geometry | null
    const box = boxOfGeometry(geometry)
    if (!box) return { index, problem, geometry: null, box: null, centre: null, largeFrom: NEVER_LARGE_ZOOM }
    const [w, s, e, n] = box
    const centre: LonLat = [(w + e) / 2, (s + n) / 2]
    const metres = Math.max(roughDistance([w, centre[1]], [e, centre[1]]), roughDistance([w, s], [w, n]))
    const largeFrom = metres > 0 ? zoomForLength(metres, PIN_BELOW_PX, centre[1]) : NEVER_LARGE_ZOOM
    return { index, problem, geometry, box, centre, largeFrom: Math.min(NEVER_LARGE_ZOOM, largeFrom) }
  })
}

/** Their shapes, to be hatched and outlined. */
export function shapesOf(faults: readonly Fault[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: faults.flatMap(({ index, problem, geometry }): Feature[] =>
      geometry
        ? [{ type: 'Feature', id: index, properties: { index, look: lookOf(problem.code) }, geometry }]
        : [],
    ),
  }
}

/** One point for each, for pins, dots and rings. */
export function marksOf(faults: readonly Fault[]): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: faults.flatMap(({ index, problem, centre, largeFrom }): Feature<Point>[] =>
      centre
        ? [
            {
              type: 'Feature',
              id: index,
              properties: { index, look: lookOf(problem.code), large_from: largeFrom, area: problem.area_m2 },
              geometry: { type: 'Point', coordinates: [...centre] },
            },
          ]
        : [],
    ),
  }
}

export type Order = 'size' | 'code' | 'place'

const byGrids = (a: Fault, b: Fault) =>
  a.problem.grids.join('\u0000').localeCompare(b.problem.grids.join('\u0000'), 'en', { numeric: true })

const ORDERS: Record<Order, (a: Fault, b: Fault) => number> = {
  size: (a, b) => b.problem.area_m2 - a.problem.area_m2 || a.index - b.index,
  code: (a, b) => byGrids(a, b) || a.index - b.index,
  place: (a, b) => (a.centre?.[0] ?? 999) - (b.centre?.[0] ?? 999) || a.index - b.index,
}

export interface FaultGroup {
  code: string
  severity: string
  areaM2: number
  faults: Fault[]
}

/** Faults by code: errors before warnings, then the largest area and the most first; sorted within. */
export function groupFaults(faults: readonly Fault[], order: Order): FaultGroup[] {
  const groups = new Map<string, FaultGroup>()
  for (const fault of faults) {
    const { code, severity, area_m2 } = fault.problem
    const group = groups.get(code) ?? { code, severity, areaM2: 0, faults: [] }
    group.areaM2 += area_m2
    group.faults.push(fault)
    groups.set(code, group)
  }
  for (const group of groups.values()) group.faults.sort(ORDERS[order])
  return [...groups.values()].sort(
    (a, b) =>
      Number(a.severity === 'warning') - Number(b.severity === 'warning') ||
      b.areaM2 - a.areaM2 ||
      b.faults.length - a.faults.length ||
      a.code.localeCompare(b.code),
  )
}

/**
 * The server's sentence about a problem. An advice to use an option of the command line is left out:
 * it is no use on a page, where the cure names the page's own fields.
 */
export function plainMessage(problem: Problem, language: Language): string {
  const told = (language === 'zh' ? problem.message_zh : problem.message_en) || problem.message
  return told.replace(/[:：][^:：]*\s--\w.*$/, language === 'zh' ? '。' : '.')
}

function ringLength(ring: readonly number[][]): number {
  let metres = 0
  for (let i = 1; i < ring.length; i++) {
    metres += roughDistance(ring[i - 1] as unknown as LonLat, ring[i] as unknown as LonLat)
  }
  return metres
}

/** Mean width in metres of a long thin area (twice the area over the way around it); null where it is not thin. */
export function thinWidth(geometry: Geometry | null, areaM2: number): number | null {
  if (!geometry || areaM2 <= 0) return null
  const shapes =
    geometry.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : []
  const around = shapes.flat().reduce((sum, ring) => sum + ringLength(ring), 0)
  if (!around) return null
  const width = (2 * areaM2) / around
  return around / 2 > 20 * width ? width : null
}
