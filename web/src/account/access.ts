/** Which action opens which part of the administration, in the order in which they are offered. */
export const ADMIN_SECTIONS = [
  { section: 'people', action: 'accounts.manage', icon: 'people' },
  { section: 'offices', action: 'offices.manage', icon: 'office' },
  { section: 'catalogue', action: 'rules.set', icon: 'check' },
  { section: 'matrix', action: 'rules.set', icon: 'business' },
  { section: 'holidays', action: 'rules.set', icon: 'date' },
  { section: 'audit', action: 'audit.read', icon: 'log' },
  { section: 'settings', action: 'settings.read', icon: 'gear' },
] as const

export type AdminSection = (typeof ADMIN_SECTIONS)[number]['section']

/** The parts that somebody with these actions may open. */
export function openSections(actions: readonly string[]): AdminSection[] {
  return ADMIN_SECTIONS.filter(({ action }) => actions.includes(action)).map(({ section }) => section)
}
