import type { Polygons } from './shape'

/** A grid, or a void, as the server sends it; what is not named here is left alone. */
export interface SceneGrid {
  readonly key: string
  /** 0 (outline) to 3. */
  readonly level: number
  /** Key of the grid one level above; null for the outline. */
  readonly parent: string | null
  readonly polygons: Polygons
  readonly kind?: string
  readonly name?: string
  readonly code?: string
  readonly statutory?: boolean
  /** Its own border may not move; taken from `statutory` where it is not told. */
  readonly locked?: boolean
  /** More than one part is approved. */
  readonly parts?: boolean
  /** Told where children may exist that were not sent. */
  readonly leaf?: boolean
  readonly area_m2?: number
}

/** What an edit must keep, beyond the tiling: the server's `EditRules`. */
export interface EditRules {
  /** Number of the step that this is: names what it makes (`~step`). */
  readonly step: number
  /** A piece narrower than this is a sliver and refused; metres. */
  readonly narrowestM: number
  /** Keys of statutory grids whose border is unlocked for this plan. */
  readonly unlocked: ReadonlySet<string>
}

export const PLAIN_RULES: EditRules = { step: 1, narrowestM: 1, unlocked: new Set() }
