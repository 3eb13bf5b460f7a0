import { shallowRef } from 'vue'
import type { Language } from '@/words'
import { formatDate } from './format'

/** By whose clock days begin: the installation's, once it is known; until then the reader's. */
const zone = shallowRef<string | undefined>()

export function keepZone(name: string | undefined): void {
  zone.value = name
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const two = (n: number) => String(n).padStart(2, '0')
const clocks = new Map<string, Intl.DateTimeFormat>()

function clock(): Intl.DateTimeFormat {
  const name = zone.value ?? ''
  let found = clocks.get(name)
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone.value,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    clocks.set(name, found)
  }
  return found
}

/** What calendar and clock on the wall say at an instant. */
function wall(at: Date): { year: number; month: number; day: number; hour: number; minute: number } {
  const said = { year: 0, month: 1, day: 1, hour: 0, minute: 0 }
  for (const { type, value } of clock().formatToParts(at))
    if (type in said) said[type as keyof typeof said] = Number(value)
  return said
}

/** The first instant at which the wall shows this time; the moment after it where a clock change skips it. */
function atWall(year: number, month: number, day: number, hour = 0, minute = 0): Date {
  const wanted = Date.UTC(year, month - 1, day, hour, minute)
  const shown = (instant: number) => {
    const now = wall(new Date(instant))
    return Date.UTC(now.year, now.month - 1, now.day, now.hour, now.minute)
  }
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map(
    (near) => shown(near) - Math.floor(near / MINUTE_MS) * MINUTE_MS,
  )
  const found = offsets.map((offset) => wanted - offset).sort((a, b) => a - b)
  return new Date(found.find((instant) => shown(instant) === wanted) ?? (found[1] as number))
}

/** The day of an instant, as YYYY-MM-DD. */
export function localDay(instant: string): string {
  const { year, month, day } = wall(new Date(instant))
  return `${year}-${two(month)}-${two(day)}`
}

/** An instant as 2026年11月21日 09:30 or 21 Nov 2026, 09:30. */
export function formatInstant(instant: string, language: Language): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const { hour, minute } = wall(at)
  return (
    formatDate(localDay(instant), language) + (language === 'zh' ? ' ' : ', ') + `${two(hour)}:${two(minute)}`
  )
}

/** The day of an instant as people write it. */
export function formatInstantDay(instant: string, language: Language): string {
  return formatDate(localDay(instant), language)
}

/** When a day begins, as an instant; `later` days after it. */
export function startOfDay(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const then = new Date(Date.UTC(year, month - 1, date + later))
  return atWall(then.getUTCFullYear(), then.getUTCMonth() + 1, then.getUTCDate()).toISOString()
}

/** The instant of a time that somebody chose, YYYY-MM-DDTHH:MM. */
export function chosenInstant(text: string): string {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = text.split(/[-T:]/).map(Number)
  return atWall(year, month, day, hour, minute).toISOString()
}

/** The last day that an instant, at which something ends, leaves whole or in part. */
export function lastDay(until: string): string {
  return localDay(new Date(new Date(until).getTime() - 1).toISOString())
}
