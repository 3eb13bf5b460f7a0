import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Answer, GridName, Named, PersonCard, Role, ShiftHours } from '@/api/people'
import { usePreferences } from '@/state/preferences'
import { nameIn, shiftText, standing } from './wording'
import '@/words/people'

/** Hours in words, and as hours of a week where they can be read so. */
export type Opening = Pick<PersonCard, 'hours' | 'week_hours'>

/** What cards say, in the reader's language. */
export function useNaming() {
  const { t, tm } = useI18n()
  const preferences = usePreferences()
  const language = computed(() => preferences.language)
  const role = (one: Role): string => t(`people.roles.${one}`)

  function named(name: Named | null | undefined): string {
    return nameIn(name, language.value)
  }

  /** The name, or which duty it is where the name is not published. */
  function personName(person: PersonCard): string {
    return named(person.name) || t('people.unnamed', { role: role(person.role) })
  }

  /** What the person is: the duty and the post, said once where they are the same. */
  function postOf(person: PersonCard): string {
    const parts = [
      role(person.role),
      person.specialty,
      person.post,
      person.shift && t(`people.shifts.${person.shift}`),
    ]
    return [...new Set(parts.filter(Boolean))].join(' · ')
  }

  function standsIn(answer: Answer, at: Pick<GridName, 'code'>): string {
    const saying = standing(answer, at, { language: language.value, role })
    return saying ? t(`people.stands.${saying.key}`, saying.params) : ''
  }

  /** Hours of a week in the reader's language. */
  function said(hours: readonly ShiftHours[]): string {
    const days = tm('people.days') as string[]
    const words = {
      day: (iso: number) => days[iso - 1] ?? '',
      range: (from: string, until: string) => t('people.dayRange', { from, until }),
      every: t('people.everyDay'),
      allDay: t('people.allDay'),
      nextDay: (time: string) => t('people.nextDay', { time }),
    }
    return shiftText(hours, words, language.value === 'zh' ? '、' : ', ')
  }

  function shiftHours(person: PersonCard): string {
    return said(person.shift_hours ?? [])
  }

  /** Hours that somebody wrote: as they are for who reads that language, else as far as they can be read. */
  function openHours({ hours, week_hours }: Opening): string {
    if (!hours || !week_hours?.length) return hours ?? ''
    return /[\u4e00-\u9fff]/.test(hours) === (language.value === 'zh') ? hours : said(week_hours)
  }

  return { t, language, role, named, personName, postOf, standsIn, said, shiftHours, openHours }
}
