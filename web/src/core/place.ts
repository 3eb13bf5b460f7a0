/** Longitude and latitude in degrees. */
export type LonLat = readonly [number, number]
/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number]

const EARTH_RADIUS_M = 6_371_008.8
const RADIANS = Math.PI / 180
/** Metres a pixel of a 512 px world at zoom 0 spans on the equator. */
const METRES_PER_PIXEL = (2 * Math.PI * 6_378_137) / 512

/** Great-circle distance in metres; good to half a per cent, for sorting and scale bars. */
export function roughDistance([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const a =
    Math.sin(((lat2 - lat1) * RADIANS) / 2) ** 2 +
    Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * Math.sin(((lon2 - lon1) * RADIANS) / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)))
}

/** Metres one screen pixel spans. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (METRES_PER_PIXEL * Math.cos(latitude * RADIANS)) / 2 ** zoom
}

/** The zoom at which a length on the ground covers so many pixels. */
export function zoomForLength(metres: number, pixels: number, latitude: number): number {
  return Math.log2((pixels * METRES_PER_PIXEL * Math.cos(latitude * RADIANS)) / Math.max(metres, 0.01))
}

/** Text such as "120.45, 23.48" (also 、，; between) as a place; null where it is none. */
export function parseLonLat(text: string): LonLat | null {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,，、;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text)
  if (!match) return null
  const lon = Number(match[1])
  const lat = Number(match[2])
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}

type Coordinates = number | Coordinates[]

/** The box around any GeoJSON coordinates; null where there are none. */
export function boxOf(coordinates: unknown): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  const stack: Coordinates[] = [coordinates as Coordinates]
  while (stack.length) {
    const top = stack.pop()
    if (!Array.isArray(top)) continue
    if (typeof top[0] === 'number') {
      const [x, y] = top as unknown as [number, number]
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    } else for (const part of top) stack.push(part)
  }
  return west <= east ? [west, south, east, north] : null
}

/** The box around boxes; null where there are none. */
export function boxAround(boxes: Iterable<Box>): Box | null {
  let all: [number, number, number, number] | null = null
  for (const [w, s, e, n] of boxes) {
    all = all
      ? [Math.min(all[0], w), Math.min(all[1], s), Math.max(all[2], e), Math.max(all[3], n)]
      : [w, s, e, n]
  }
  return all
}
