import type { LonLat } from './place'

type Query = Record<string, string | null | undefined | (string | null)[]>

function degrees(value: Query[string], most: number): number | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) && Math.abs(number) <= most ? number : null
}

/** Where a screen stands, from its own address (?lon=&lat=); null where it does not say or makes no sense. */
export function readStand(query: Query): LonLat | null {
  const [lon, lat] = [degrees(query.lon, 180), degrees(query.lat, 90)]
  return lon === null || lat === null ? null : [Number(lon.toFixed(7)), Number(lat.toFixed(7))]
}
