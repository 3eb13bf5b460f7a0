import type { Polygons } from './shape'

/** A grid as an edit leaves it. */
export interface EditedGrid {
  key: string
  level: number
  parent: string | null
  /** Canonical: the same numbers as the server's. */
  polygons: Polygons
  area_m2: number
  /** True for a grid that the edit made. */
  made?: true
}

/** What an edit would do, at every level, or why it is refused: the code whose words the server has. */
export type Outcome =
  | { ok: true; change: EditedGrid[]; ended: string[] }
  | { ok: false; refusal: string; params: Record<string, unknown> }

/** Thrown where an edit would break a rule; `perform` makes an outcome of it. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, unknown> = {},
  ) {
    super(code)
  }
}
