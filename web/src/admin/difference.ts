/** One thing that differs between what was and what is; null where it was not there at all. */
export interface Difference {
  /** Where it stands, as "grid.name" or "actions.2". */
  path: string
  before: unknown
  after: unknown
  kind: 'added' | 'removed' | 'changed'
}

export interface Differences {
  rows: Difference[]
  /** How many things are as they were. */
  unchanged: number
}

type Leaves = Map<string, unknown>

function isNode(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** Lists of plain things are one thing; nested ones are looked into. */
function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)
}

function collect(value: unknown, path: string, leaves: Leaves): Leaves {
  if (!isNode(value) || isPlainList(value)) {
    if (path || (value !== null && value !== undefined)) leaves.set(path, value)
    return leaves
  }
  for (const [key, inside] of Object.entries(value)) collect(inside, path ? `${path}.${key}` : key, leaves)
  return leaves
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What changed between two records of anything, leaf by leaf, in the order in which the newer names them. */
export function differences(before: unknown, after: unknown): Differences {
  const was = collect(before ?? null, '', new Map())
  const is = collect(after ?? null, '', new Map())
  const rows: Difference[] = []
  let unchanged = 0
  for (const path of new Set([...is.keys(), ...was.keys()])) {
    const [a, b] = [was.get(path) ?? null, is.get(path) ?? null]
    if (was.has(path) && is.has(path)) {
      if (same(a, b)) unchanged += 1
      else rows.push({ path, before: a, after: b, kind: 'changed' })
    } else rows.push({ path, before: a, after: b, kind: is.has(path) ? 'added' : 'removed' })
  }
  return { rows, unchanged }
}
