const MINUTE_MS = 60_000
const HOUR_MIN = 60
const DAY_MIN = 1440

/** How far off an instant is, as a sentence and what goes into it. */
export interface Distance {
  /** `left` before it, `over` after it. */
  way: 'left' | 'over'
  unit: 'minutes' | 'hours' | 'days'
  n: number
  /** Of the next smaller unit. */
  rest: number
}

/** @param now Milliseconds since 1970. */
export function distanceTo(instant: string, now: number): Distance {
  const minutes = Math.trunc((Date.parse(instant) - now) / MINUTE_MS)
  const way = Date.parse(instant) < now ? 'over' : 'left'
  const all = Math.abs(minutes)
  if (all < HOUR_MIN) return { way, unit: 'minutes', n: all, rest: 0 }
  if (all < DAY_MIN) return { way, unit: 'hours', n: Math.floor(all / HOUR_MIN), rest: all % HOUR_MIN }
  return { way, unit: 'days', n: Math.floor(all / DAY_MIN), rest: Math.floor((all % DAY_MIN) / HOUR_MIN) }
}

/** Within this long a case is soon due. */
export const SOON_MS = 4 * HOUR_MIN * MINUTE_MS
