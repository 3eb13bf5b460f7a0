import type { IncidentRow } from '@/api/incidents'
import { nextDue, type Sort } from './filters'

function dueMs(row: IncidentRow): number {
  const due = nextDue(row)
  return due === null ? Number.POSITIVE_INFINITY : Date.parse(due)
}

/** By which cases of a list are told apart, the first first. */
function compare(sort: Sort, a: IncidentRow, b: IncidentRow): number {
  if (sort === 'due') {
    const [of, against] = [dueMs(a), dueMs(b)]
    if (of !== against) return of < against ? -1 : 1
    return a.number.localeCompare(b.number)
  }
  const by = Date.parse(b.reported_at) - Date.parse(a.reported_at)
  return by || b.number.localeCompare(a.number)
}

/**
 * A list with one case put where it belongs: in place of what it was, in the order of the list, on top where
 * the list follows changes. Old news about a case changes nothing.
 *
 * @param more Whether the list goes on: then a case beyond its end waits for its page.
 */
export function withRow(
  rows: readonly IncidentRow[],
  row: IncidentRow,
  sort: Sort,
  more: boolean,
): readonly IncidentRow[] {
  const before = rows.find(({ number }) => number === row.number)
  if (before && before.version > row.version) return rows
  const others = before ? rows.filter((one) => one !== before) : rows
  if (sort === 'changed') return [row, ...others]
  const at = others.findIndex((one) => compare(sort, row, one) < 0)
  if (at >= 0) return [...others.slice(0, at), row, ...others.slice(at)]
  return more && !before ? others : [...others, row]
}

export function withoutRow(rows: readonly IncidentRow[], number: string): readonly IncidentRow[] {
  return rows.some((one) => one.number === number) ? rows.filter((one) => one.number !== number) : rows
}

/** One page after another, each case once: what came live may come again with a page. */
export function joined(rows: readonly IncidentRow[], page: readonly IncidentRow[]): readonly IncidentRow[] {
  const known = new Set(rows.map(({ number }) => number))
  return [...rows, ...page.filter(({ number }) => !known.has(number))]
}

/** The case before or after one; the first where none is chosen. */
export function beside(
  rows: readonly IncidentRow[],
  number: string | null,
  by: 1 | -1,
): IncidentRow | undefined {
  const at = rows.findIndex((one) => one.number === number)
  if (at < 0) return rows.at(by > 0 ? 0 : -1)
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))]
}
