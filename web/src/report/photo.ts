import type { LonLat } from '@/core/place'

/** A photo that was chosen: kept on this device until the server has it. */
export interface ChosenPhoto {
  id: string
  blob: Blob
  /** Where it was taken, if it says so. */
  position: LonLat | null
  /** What the server calls it, once it has it. */
  token: string | null
}

export const MOST_PHOTOS = 6
