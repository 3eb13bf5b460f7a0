import type { ChainLink } from '@/api/incidents'

/** Who answers for a grid, by name: a person, else an office; null where nobody does. */
export function nameOf(link: ChainLink | undefined): string | null {
  return link?.answer?.person?.name ?? link?.answer?.office?.name ?? null
}

/** The number to try first: the one carried along. */
export function phoneOf(link: ChainLink | undefined): string | null {
  return link?.answer?.mobile ?? link?.answer?.phone ?? null
}
