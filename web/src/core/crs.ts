/** A coordinate system to offer: what the server is told, and how it is called. */
export interface CrsChoice {
  value: string
  /** Key under `check.crsNames` and what fills it in. */
  name: string
  n?: number
}

export interface CrsGroup {
  /** Key under `check.crsGroup`. */
  name: 'common' | 'gk3' | 'gk3cm' | 'web'
  choices: CrsChoice[]
}

const FIRST_ZONE = 25
const LAST_ZONE = 45
/** EPSG of CGCS2000 3-degree Gauss–Krüger zone 25 (eastings carry the zone number). */
const EPSG_ZONE_25 = 4513
/** EPSG of the same zone by its meridian, 75° E (eastings without the number). */
const EPSG_MERIDIAN_75 = 4534

const zones = Array.from({ length: LAST_ZONE - FIRST_ZONE + 1 }, (_, index) => index)

/** The coordinate systems Chinese boundary files usually come in. */
export const CRS_GROUPS: readonly CrsGroup[] = [
  {
    name: 'common',
    choices: [
      { value: 'EPSG:4490', name: 'cgcs' },
      { value: 'EPSG:4326', name: 'wgs' },
      { value: 'GCJ-02', name: 'gcj' },
      { value: 'BD-09', name: 'bd' },
    ],
  },
  { name: 'web', choices: [{ value: 'EPSG:3857', name: 'mercator' }] },
  {
    name: 'gk3',
    choices: zones.map((z) => ({ value: `EPSG:${EPSG_ZONE_25 + z}`, name: 'zone', n: FIRST_ZONE + z })),
  },
  {
    name: 'gk3cm',
    choices: zones.map((z) => ({ value: `EPSG:${EPSG_MERIDIAN_75 + z}`, name: 'meridian', n: 75 + 3 * z })),
  },
]
