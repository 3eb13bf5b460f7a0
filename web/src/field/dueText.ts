const MINUTE_MS = 60_000
const HOUR_MIN = 60
const DAY_MIN = 1440

export interface DueText {
  key: 'late' | 'left'
  unit: 'minutes' | 'hours' | 'days'
  n: number
}

/** How much time is left until something is due, in the unit in which people think of it; null for none. */
export function dueText(due: string | null, now: number): DueText | null {
  if (!due) return null
  const minutes = Math.round((new Date(due).getTime() - now) / MINUTE_MS)
  const key = minutes < 0 ? 'late' : 'left'
  const far = Math.abs(minutes)
  if (far < HOUR_MIN * 2) return { key, unit: 'minutes', n: far }
  if (far < DAY_MIN * 2) return { key, unit: 'hours', n: Math.round(far / HOUR_MIN) }
  return { key, unit: 'days', n: Math.round(far / DAY_MIN) }
}
