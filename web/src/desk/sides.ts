import type { ChainLink, Incident, Where } from '@/api/incidents'

/** The grids that a place may belong to: the one it lies in, and those whose border is near. */
export function sidesOf(where: Where): ChainLink[] {
  const own = where.chain.at(-1)
  return own ? [own, ...where.others.filter((one) => one.code !== own.code)] : []
}

/** Whether there is anything to choose. */
export function isAtBorder(where: Where): boolean {
  return where.border !== null && sidesOf(where).length > 1
}

/**
 * The side that a case is on until somebody says otherwise, empty for the one the place lies in: where somebody
 * has chosen its grid, a pin that is moved beside the same border does not undo that.
 */
export function usualSide(where: Where, subject: Pick<Incident, 'grids' | 'border'>): string {
  const now = subject.grids.at(-1)
  const isChosen = subject.border?.choice === 'chosen' && where.others.some((one) => one.code === now)
  return isChosen && now !== undefined ? now : ''
}
