import type { LonLat } from './place'

/**
 * GCJ-02, the shifted coordinates of public Chinese maps: the same formulas and numbers as the server's, so
 * that a picture in GCJ-02 can be drawn where it belongs.
 */

/** Krasovsky 1940: semi-major axis in metres and first eccentricity squared, as the formula has them. */
const AXIS_M = 6_378_245
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
const RADIANS = Math.PI / 180
/** West, south, east, north of the box in which the shift applies. */
const CHINA = [72.004, 0.8293, 137.8347, 55.8271] as const

function isInChina([lon, lat]: LonLat): boolean {
  return lon >= CHINA[0] && lon <= CHINA[2] && lat >= CHINA[1] && lat <= CHINA[3]
}

/** The long waves along one axis, in units of 2/3 metre. */
function waves(t: number, twelfth: number, thirtieth: number): number {
  const { PI, sin } = Math
  return (
    20 * sin(PI * t) + 40 * sin((PI / 3) * t) + twelfth * sin((PI / 12) * t) + thirtieth * sin((PI / 30) * t)
  )
}

/** A WGS 84 place in GCJ-02; unchanged outside China. */
export function toGcj02([lon, lat]: LonLat): LonLat {
  if (!isInChina([lon, lat])) return [lon, lat]
  const x = lon - 105
  const y = lat - 35
  const root = Math.sqrt(Math.abs(x))
  const wave = 20 * Math.sin(6 * Math.PI * x) + 20 * Math.sin(2 * Math.PI * x)
  const northM =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ((wave + waves(y, 160, 320)) * 2) / 3
  const eastM =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ((wave + waves(x, 150, 300)) * 2) / 3
  const phi = lat * RADIANS
  const w = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2
  const metresPerLat = (AXIS_M * (1 - ECCENTRICITY_SQUARED) * RADIANS) / (w * Math.sqrt(w))
  const metresPerLon = (AXIS_M * RADIANS * Math.cos(phi)) / Math.sqrt(w)
  return [lon + eastM / metresPerLon, lat + northM / metresPerLat]
}
