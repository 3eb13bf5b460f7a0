import { toDegrees } from '../lattice'

/** WGS 84. */
const AXIS_M = 6_378_137
const E2 = 0.006_694_379_990_141_316_5
const RADIANS = Math.PI / 180

/** Metres that a degree of longitude and one of latitude span at a latitude (radii of curvature, WGS 84). */
export function metresPerDegree(latitude: number): readonly [number, number] {
  const phi = latitude * RADIANS
  const w = 1 - E2 * Math.sin(phi) ** 2
  return [(RADIANS * AXIS_M * Math.cos(phi)) / Math.sqrt(w), (RADIANS * AXIS_M * (1 - E2)) / w ** 1.5]
}

/** Length in metres of a flat line in lattice units; each edge on the plane that touches the earth in its middle. */
export function lengthOf(line: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i + 3 < line.length; i += 2) {
    const y = line[i + 1] as number
    const otherY = line[i + 3] as number
    const [east, north] = metresPerDegree(toDegrees((y + otherY) / 2))
    const x = toDegrees((line[i + 2] as number) - (line[i] as number))
    sum += Math.hypot(x * east, toDegrees(otherY - y) * north)
  }
  return sum
}
