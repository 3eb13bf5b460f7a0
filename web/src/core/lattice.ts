/** Lattice units in one degree: 1e-7° is about 1 cm. */
export const UNITS_PER_DEGREE = 10_000_000

/** Degrees rounded to whole lattice units, half up: the same floats as the server's and the database's. */
export function toUnits(degrees: number): number {
  return Math.floor(degrees * UNITS_PER_DEGREE + 0.5)
}

/** Lattice units as degrees: the float nearest to k/1e7. */
export function toDegrees(units: number): number {
  return units / UNITS_PER_DEGREE
}

/** Degrees moved to the nearest lattice point, still in degrees. */
export function snap(degrees: number): number {
  return toDegrees(toUnits(degrees))
}
