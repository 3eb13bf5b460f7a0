import type { Office } from '@/api/offices'

export interface Branch {
  office: Office
  depth: number
}

/** Offices in reading order: each beneath the one above it, siblings as they were given. */
export function officeTree(offices: readonly Office[]): Branch[] {
  const known = new Set(offices.map((one) => one.id))
  const below = new Map<number | null, Office[]>()
  for (const one of offices) {
    const parent = one.parent !== null && known.has(one.parent) ? one.parent : null
    below.set(parent, [...(below.get(parent) ?? []), one])
  }
  const branches: Branch[] = []
  const seen = new Set<number>()
  const walk = (parent: number | null, depth: number) => {
    for (const office of below.get(parent) ?? []) {
      if (seen.has(office.id)) continue // a circle would never end
      seen.add(office.id)
      branches.push({ office, depth })
      walk(office.id, depth + 1)
    }
  }
  walk(null, 0)
  return branches
}

/** The office and all below it: none of them can be above it. */
export function withAllBelow(offices: readonly Office[], id: number): Set<number> {
  const found = new Set([id])
  for (const { office } of officeTree(offices)) {
    if (office.parent !== null && found.has(office.parent)) found.add(office.id)
  }
  return found
}
