import type { Answer, GridAnswer, GridName, Named, PersonCard, Role, ShiftHours } from '@/api/people'
import type { Language } from '@/words'

/** How the ring around a face is drawn: solid, dashed, red dotted. */
export type Ring = 'head' | 'stand-in' | 'vacant'

const IN_POST: readonly string[] = ['head', 'shift']

export function ringOf({ because, vacant }: Pick<Answer, 'because' | 'vacant'>): Ring {
  if (vacant || because === 'office' || because === 'nobody') return 'vacant'
  return IN_POST.includes(because) ? 'head' : 'stand-in'
}

/** A name in the reader's language; Chinese where it has no other. */
export function nameIn(name: Named | null | undefined, language: Language): string {
  return name ? (language === 'en' && name.en) || name.zh : ''
}

/** A sentence as data: which one, and what goes into it (roles are named by `role:head`). */
export interface Saying {
  key: string
  params: { who?: string; absent?: string; grid?: string; office?: string }
}

interface Naming {
  language: Language
  role: (role: Role) => string
}

function called(name: Named | null | undefined, role: Role, { language, role: roleName }: Naming): string {
  const known = nameIn(name, language)
  if (!known) return roleName(role)
  return language === 'zh' ? `${roleName(role)}${known}` : known
}

/**
 * Who stands in and why, in plain words; null where whoever should answer does.
 *
 * @param at The grid that is asked about.
 */
export function standing(answer: Answer, at: Pick<GridName, 'code'>, naming: Naming): Saying | null {
  const { because, person, instead_of, of_grid, office, vacant } = answer
  const who = person ? called(person.name, person.role, naming) : ''
  const absent = called(instead_of?.name, instead_of?.role ?? 'head', naming)
  const grid = of_grid?.name || of_grid?.code || ''
  switch (because) {
    case 'head':
      return null
    case 'shift':
      return person?.role === 'head' ? null : { key: 'shift', params: { who } }
    case 'named_stand_in':
      return { key: vacant ? 'vacant' : 'named_stand_in', params: { absent, who } }
    case 'ab_post':
      return {
        key: of_grid && of_grid.code !== at.code ? 'ab_post' : 'named_stand_in',
        params: { absent, who, grid },
      }
    case 'leaders':
      return { key: vacant ? 'leadersVacant' : 'leaders', params: { absent, who, grid } }
    case 'office':
      return {
        key: vacant ? 'officeVacant' : 'office',
        params: { absent, office: nameIn(office?.name, naming.language) },
      }
    default:
      return { key: 'nobody', params: {} }
  }
}

/** The grids for which whoever answers for one grid also answers, among those at the same place. */
export function heldBy(own: GridAnswer, chain: readonly GridAnswer[]): string[] {
  const { person, of_grid } = own.answer
  if (!person) return []
  const known = JSON.stringify([person.name, person.phone, person.mobile, person.photo])
  const same = chain.filter(({ answer }) => {
    const other = answer.person
    return other?.name && JSON.stringify([other.name, other.phone, other.mobile, other.photo]) === known
  })
  return [...new Set([own.code, ...(of_grid ? [of_grid.code] : []), ...same.map((one) => one.code)])]
}

/** The numbers of a person in the order they should be tried: the one carried along first. */
export function numbersOf(person: Pick<PersonCard, 'phone' | 'mobile'> | null): string[] {
  return [...new Set([person?.mobile, person?.phone].filter((number): number is string => !!number))]
}

interface DayWords {
  day: (iso: number) => string
  range: (from: string, until: string) => string
  every: string
  allDay: string
  nextDay: (time: string) => string
}

/** Days of the week in runs: 1,2,3,4,5,7 is Monday to Friday, and Sunday. */
function runs(days: readonly number[]): [number, number][] {
  const found: [number, number][] = []
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const last = found.at(-1)
    if (last && last[1] === day - 1) last[1] = day
    else found.push([day, day])
  }
  return found
}

/** Hours of a week as people say them: 周一至周五 08:30–11:30、13:30–17:00. */
export function shiftText(hours: readonly ShiftHours[], words: DayWords, comma: string): string {
  const lines: { on: string; times: string[] }[] = []
  for (const { days, from, until } of hours) {
    const on = runs(days)
      .map(([first, last]) => {
        if (first === 1 && last === 7) return words.every
        return first === last ? words.day(first) : words.range(words.day(first), words.day(last))
      })
      .join(comma)
    const whole = from === '00:00' && until === '24:00'
    const time = whole ? words.allDay : `${from}–${until > from ? until : words.nextDay(until)}`
    const last = lines.at(-1)
    if (last?.on === on && !whole) last.times.push(time)
    else lines.push({ on, times: [time] })
  }
  return lines.map(({ on, times }) => `${on} ${times.join(comma)}`).join(comma === '、' ? '；' : '; ')
}
