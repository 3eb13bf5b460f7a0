import type { Period } from '@/api/returns'
import { localDay } from '@/core/instant'

/** Periods that can be chosen, in days. */
export const DAYS = [30, 90, 365] as const
export type Days = (typeof DAYS)[number]

const DAY_MS = 86_400_000

/** The last so many days, today included, as days of the installation: they begin there, wherever the reader is. */
export function lastDays(days: number, now: Date): Period {
  const written = (at: number) => localDay(new Date(at).toISOString())
  return { from: written(now.getTime() - (days - 1) * DAY_MS), to: written(now.getTime()) }
}
