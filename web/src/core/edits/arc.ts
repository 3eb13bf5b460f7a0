import type { Box } from './shape'

/** A border between two junctions, shared by the leaves on both sides and by all levels above them. */
export interface Arc {
  /** Stays until the arc changes. */
  readonly id: number
  /** Flat x, y in lattice units, two points or more; the first again at the end where it is closed. */
  readonly line: Int32Array
  /** Key of the leaf on the left of the line and on the right; null: nobody, or nobody that is here. */
  readonly left: string | null
  readonly right: string | null
  /** The lowest number of a level at which it is a border: 0 outline to 3. */
  readonly level: number
  /** It is on the border of a locked grid of any level, or of the outline. */
  readonly locked: boolean
  readonly box: Box
  readonly closed: boolean
}
