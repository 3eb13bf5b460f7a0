import type { IconName } from '@/ui/icons'

interface Section {
  section: 'people' | 'grids' | 'stations' | 'import' | 'boards'
  action: string
  icon: IconName
}

/** Which action opens which part of the people manager's pages, in the order in which they are offered. */
export const DUTY_SECTIONS: readonly Section[] = [
  { section: 'people', action: 'people.assign', icon: 'people' },
  { section: 'grids', action: 'people.assign', icon: 'grid' },
  { section: 'stations', action: 'people.assign', icon: 'address' },
  { section: 'import', action: 'people.assign', icon: 'upload' },
  { section: 'boards', action: 'boards.print', icon: 'check' },
]

export type DutySection = Section['section']

/** The parts that somebody with these actions may open. */
export function openDutySections(actions: readonly string[]): DutySection[] {
  return DUTY_SECTIONS.filter(({ action }) => actions.includes(action)).map(({ section }) => section)
}
