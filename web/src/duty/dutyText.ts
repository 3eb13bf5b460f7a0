import { useI18n } from 'vue-i18n'
import type { Duty } from '@/api/duties'
import type { ShiftHours } from '@/api/people'
import type { Person } from '@/api/persons'
import { formatDate } from '@/core/format'
import { formatInstant, formatInstantDay, lastDay, localDay, startOfDay } from '@/core/instant'
import { useNaming } from '@/people/naming'
import { usePreferences } from '@/state/preferences'

/** Duties, hours and spans of time in words. */
export function useDutyText() {
  const { t } = useI18n()
  const { said } = useNaming()
  const preferences = usePreferences()

  const hoursText = (hours: readonly ShiftHours[] | null) => said(hours ?? [])

  const day = (instant: string) => formatInstantDay(instant, preferences.language)
  const time = (instant: string) => formatInstant(instant, preferences.language)

  /** The last day, or the minute where it ends within one. */
  function end(until: string): string {
    return startOfDay(localDay(until)) === new Date(until).toISOString()
      ? formatDate(lastDay(until), preferences.language)
      : time(until)
  }

  function spanText(from: string, until: string | null): string {
    return until
      ? t('duty.span', { from: day(from), until: end(until) })
      : t('duty.since', { from: day(from) })
  }

  /** In one line what somebody does where, for lists. */
  function dutiesInShort(person: Person): string {
    const said = person.assignments.map(
      (one) => `${t(`people.roles.${one.role}`)} · ${one.grid.name || one.grid.code}`,
    )
    return said.length
      ? said.join(t('people.comma'))
      : t('duty.noDuty', { grid: person.grid.name || person.grid.code })
  }

  function dutyName(duty: Pick<Duty, 'role' | 'specialty'>): string {
    const role = t(`people.roles.${duty.role}`)
    return duty.specialty ? `${role} · ${duty.specialty}` : role
  }

  return { t, day, time, end, hoursText, spanText, dutiesInShort, dutyName }
}
