import { isLanguage, type Language } from '@/words'
import { type Box, type LonLat, metresPerPixel, roughDistance } from './place'

/** Where the map looks: its centre and zoom. */
export interface Camera {
  lon: number
  lat: number
  zoom: number
}

/** Everything the address keeps. */
export interface View {
  /** The code of the selected grid. */
  grid: string | null
  camera: Camera | null
  point: LonLat | null
  asOf: string | null
  language: Language | null
}

type Query = Record<string, string | null | undefined | (string | null)[]>

function numbers(value: Query[string], count: number): number[] | null {
  if (typeof value !== 'string') return null
  const parts = value.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  return parts.length === count && parts.every(Number.isFinite) ? parts : null
}

function isOnEarth(lon: number | undefined, lat: number | undefined): boolean {
  return lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

function realDate(value: Query[string]): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null
  const time = Date.parse(`${value}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value) ? value : null
}

/** Reads an address; whatever does not make sense is left out rather than refused. */
export function readView(query: Query): View {
  const camera = numbers(query.map, 3)
  const point = numbers(query.at, 2)
  return {
    grid: (typeof query.grid === 'string' && query.grid.trim()) || null,
    camera:
      camera && isOnEarth(camera[0], camera[1])
        ? {
            lon: camera[0] as number,
            lat: camera[1] as number,
            zoom: Math.min(22, Math.max(0, camera[2] as number)),
          }
        : null,
    point: point && isOnEarth(point[0], point[1]) ? [point[0] as number, point[1] as number] : null,
    asOf: realDate(query.on),
    language: isLanguage(query.lang) ? query.lang : null,
  }
}

/** The camera as the address writes it: six decimals are 10 cm. */
export function cameraText({ lon, lat, zoom }: Camera): string {
  return `${Number(lon.toFixed(6))},${Number(lat.toFixed(6))},${Number(zoom.toFixed(2))}`
}

/** A view as the query part of an address, in a steady order. */
export function writeView(view: View): Record<string, string> {
  const query: Record<string, string> = {}
  if (view.grid) query.grid = view.grid
  if (view.point) query.at = view.point.map((degrees) => Number(degrees.toFixed(7))).join(',')
  if (view.asOf) query.on = view.asOf
  if (view.camera) query.map = cameraText(view.camera)
  if (view.language) query.lang = view.language
  return query
}

/** A camera that shows a box on a page of so many pixels, no closer than `closest`. */
export function cameraAround([w, s, e, n]: Box, width: number, height: number, closest: number): Camera {
  const [lon, lat] = [(w + e) / 2, (s + n) / 2]
  const across = Math.max(
    roughDistance([w, lat], [e, lat]) / width,
    roughDistance([lon, s], [lon, n]) / height,
  )
  const zoom = Math.log2(metresPerPixel(lat, 0) / Math.max(across, 1e-6))
  return { lon, lat, zoom: Math.max(0, Math.min(closest, zoom)) }
}
