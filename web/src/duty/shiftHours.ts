import type { ShiftHours } from '@/api/people'

export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const
export const WORKDAYS = [1, 2, 3, 4, 5] as const

/** Hours to begin with for each shift. */
export function usualHours(shift: 'day' | 'night' | 'staggered'): ShiftHours {
  const times = { day: ['08:30', '17:30'], night: ['20:00', '08:00'], staggered: ['11:00', '20:00'] } as const
  const [from, until] = times[shift]
  return { days: shift === 'night' ? [...WEEK] : [...WORKDAYS], from, until }
}

/** With a day taken in or out, in the order of the week. */
export function toggled(days: readonly number[], day: number): number[] {
  return days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b)
}

/** Whether they end on the day after. */
export function overMidnight({ from, until }: ShiftHours): boolean {
  return from !== '' && until !== '' && until <= from
}

/** The first of them that says no day or no time; -1 where all are complete. */
export function incomplete(hours: readonly ShiftHours[]): number {
  return hours.findIndex(({ days, from, until }) => !days.length || !from || !until)
}
