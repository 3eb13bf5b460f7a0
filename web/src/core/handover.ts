import { type LonLat, zoomForLength } from './place'

/** How wide an average grid of a level is on screen when its name takes over from the level above. */
const NAMED_AT_PX = 84
/** The finest grids differ most in size: many of them are far smaller than their average. */
const FINEST_NAMED_AT_PX = 118
/** And when its fill does, which needs less room than a name. */
const FILLED_AT_PX = 34
/** And when its border is worth a line. */
const LINED_AT_PX = 14

export interface LevelSize {
  level: number
  /** How many grids the level has. */
  grids: number
}

export interface Handover {
  level: number
  /** Zoom from which this level is named; -1 for the uppermost. */
  named: number
  filled: number
  lined: number
}

/**
 * At which zoom each level takes over from the one above it.
 *
 * Decided from the ground rather than fixed, so that a city district and a province both read well:
 * a level is named once its average grid is wide enough for a name.
 */
export function handovers(levels: readonly LevelSize[], areaM2: number, centre: LonLat): Handover[] {
  let floor = -1
  return [...levels]
    .filter((one) => one.level > 0 && one.grids > 0)
    .sort((a, b) => a.level - b.level)
    .map((one, place, all) => {
      if (place === 0) return { level: one.level, named: -1, filled: -1, lined: -1 }
      const side = Math.sqrt(areaM2 / one.grids)
      const at = (pixels: number) =>
        Math.min(17, Math.max(floor + 0.5, zoomForLength(side, pixels, centre[1])))
      const result = {
        level: one.level,
        named: at(place === all.length - 1 ? FINEST_NAMED_AT_PX : NAMED_AT_PX),
        filled: at(FILLED_AT_PX),
        lined: at(LINED_AT_PX),
      }
      floor = result.named
      return result
    })
}

/** The level that is named at a zoom. */
export function levelAt(zoom: number, order: readonly Handover[]): number {
  let level = order[0]?.level ?? 1
  for (const one of order) if (zoom >= one.named) level = one.level
  return level
}
