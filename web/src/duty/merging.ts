type Values = Readonly<Record<string, unknown>>

/** A field that both changed, each to something else. */
export interface Clash {
  field: string
  mine: unknown
  theirs: unknown
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** What differs between two states of a record, as the newer has it. */
export function difference<T extends Values>(before: T, after: T): Partial<T> {
  return Object.fromEntries(
    Object.keys(after)
      .filter((field) => !same(before[field], after[field]))
      .map((field) => [field, after[field]]),
  ) as Partial<T>
}

/**
 * What becomes of a record that two people changed at once.
 *
 * @param base What both began with.
 * @returns My changes that nobody else touched, and the fields over which we disagree.
 */
export function merging<T extends Values>(
  base: T,
  mine: T,
  theirs: T,
): { fits: Partial<T>; clashes: Clash[] } {
  const changed = difference(base, mine)
  const clashing = Object.keys(changed).filter(
    (field) => !same(base[field], theirs[field]) && !same(mine[field], theirs[field]),
  )
  const fits = Object.fromEntries(
    Object.entries(changed).filter(
      ([field]) => !clashing.includes(field) && !same(mine[field], theirs[field]),
    ),
  ) as Partial<T>
  return {
    fits,
    clashes: clashing.map((field) => ({ field, mine: mine[field], theirs: theirs[field] })),
  }
}
