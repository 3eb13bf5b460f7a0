import type { Period } from '@/api/returns'

/** Periods that can be chosen, in days. */
export const DAYS = [30, 90, 365] as const
export type Days = (typeof DAYS)[number]

const DAY_MS = 86_400_000

/** The last so many days, today included, as local days. */
export function lastDays(days: number, now: Date): Period {
  const written = (at: Date) =>
    [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  return { from: written(new Date(now.getTime() - (days - 1) * DAY_MS)), to: written(now) }
}
