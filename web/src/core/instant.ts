import type { Language } from '@/words'
import { formatDate } from './format'

const two = (n: number) => String(n).padStart(2, '0')

/** The day of an instant where the reader is, as YYYY-MM-DD. */
export function localDay(instant: string): string {
  const at = new Date(instant)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** An instant as 2026年11月21日 09:30 or 21 Nov 2026, 09:30, where the reader is. */
export function formatInstant(instant: string, language: Language): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`
  return formatDate(localDay(instant), language) + (language === 'zh' ? ' ' : ', ') + time
}

/** The day of an instant as people write it. */
export function formatInstantDay(instant: string, language: Language): string {
  return formatDate(localDay(instant), language)
}

/** When a day begins where the reader is, as an instant; `later` days after it. */
export function startOfDay(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

/** The last day that an instant, at which something ends, leaves whole or in part. */
export function lastDay(until: string): string {
  return localDay(new Date(new Date(until).getTime() - 1).toISOString())
}
