import {
  ENDED,
  type Filtering,
  type IncidentRow,
  type IncidentState,
  STATES,
  URGENCIES,
  type Urgency,
} from '@/api/incidents'

export const SCOPES = ['open', 'ended', 'all'] as const
export type Scope = (typeof SCOPES)[number]
export const DUES = ['overdue', 'today', 'soon'] as const
export type DueFilter = (typeof DUES)[number]
export const SORTS = ['due', 'newest', 'changed'] as const
export type Sort = (typeof SORTS)[number]

/** What the desk shows of all cases. */
export interface Filters {
  scope: Scope
  states: readonly IncidentState[]
  urgency: Urgency | null
  category: string
  level: number | null
  /** Code of a grid; everything below it belongs to it. */
  grid: string
  person: number | null
  due: DueFilter | null
  outside: boolean
  mine: boolean
  text: string
  /** Days, YYYY-MM-DD, on which it was reported: from the first, through the last. */
  from: string
  until: string
  sort: Sort
}

export const USUAL: Filters = {
  scope: 'open',
  states: [],
  urgency: null,
  category: '',
  level: null,
  grid: '',
  person: null,
  due: null,
  outside: false,
  mine: false,
  text: '',
  from: '',
  until: '',
  sort: 'due',
}

type Query = Record<string, unknown>
/** Shorter texts are not looked for. */
const LEAST_TEXT = 2

function oneOf<T extends string>(all: readonly T[], value: unknown): T | null {
  return all.find((one) => one === value) ?? null
}

function word(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 200) : ''
}

function count(value: unknown): number | null {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null
}

function day(value: unknown): string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : ''
}

/** Reads the filters of an address; whatever makes no sense is left out. */
export function readFilters(query: Query): Filters {
  const states = word(query.state).split(',')
  return {
    scope: oneOf(SCOPES, query.scope) ?? USUAL.scope,
    states: STATES.filter((one) => states.includes(one)),
    urgency: oneOf(URGENCIES, query.urgency),
    category: word(query.category),
    level: count(query.level),
    grid: word(query.grid),
    person: count(query.person),
    due: oneOf(DUES, query.due),
    outside: query.outside === 'yes',
    mine: query.mine === 'yes',
    text: word(query.q),
    from: day(query.from),
    until: day(query.until),
    sort: oneOf(SORTS, query.sort) ?? USUAL.sort,
  }
}

/** Filters as an address carries them, the usual ones left out. */
export function writeFilters(filters: Filters): Record<string, string> {
  const {
    scope,
    states,
    urgency,
    category,
    level,
    grid,
    person,
    due,
    outside,
    mine,
    text,
    from,
    until,
    sort,
  } = filters
  const all: Record<string, string | null> = {
    scope: scope === USUAL.scope ? null : scope,
    state: states.join(','),
    urgency,
    category,
    level: level === null ? null : String(level),
    grid,
    person: person === null ? null : String(person),
    due,
    outside: outside ? 'yes' : null,
    mine: mine ? 'yes' : null,
    q: text.trim(),
    from,
    until,
    sort: sort === USUAL.sort ? null : sort,
  }
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => !!pair[1]))
}

/** The states that are let through. */
export function statesOf({ scope, states }: Pick<Filters, 'scope' | 'states'>): readonly IncidentState[] {
  if (states.length) return states
  if (scope === 'all') return STATES
  return STATES.filter((one) => ENDED.includes(one) === (scope === 'ended'))
}

/**
 * Filters as the server takes them, but for the order.
 *
 * @param startOfDay When a day begins, `later` days after it, as an instant.
 */
export function asked(filters: Filters, startOfDay: (day: string, later?: number) => string): Filtering {
  const { scope, states, urgency, category, level, grid, person, due, outside, mine, text, from, until } =
    filters
  const all: Record<string, string | null> = {
    state: states.length || scope === 'ended' ? statesOf(filters).join(',') : null,
    open: scope === 'open' && !states.length ? 'true' : null,
    urgency,
    category,
    level: level === null ? null : String(level),
    grid,
    person: person === null ? null : String(person),
    due,
    outside: outside ? 'true' : null,
    mine: mine ? 'true' : null,
    q: text.trim().length < LEAST_TEXT ? null : text.trim(),
    from: from && startOfDay(from),
    to: until && startOfDay(until, 1),
  }
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => !!pair[1]))
}

/**
 * Whether a case that has just changed belongs into what is shown; null where only the server can tell.
 *
 * @param now Milliseconds since 1970.
 */
export function lets(
  filters: Filters,
  row: IncidentRow,
  now: number,
  startOfDay: (day: string, later?: number) => string,
): boolean | null {
  const { urgency, category, level, grid, person, due, outside, mine, text, from, until } = filters
  if (!statesOf(filters).includes(row.state)) return false
  if (urgency && row.urgency !== urgency) return false
  if (category && !row.category.startsWith(category)) return false
  if (grid && !row.grids.includes(grid)) return false
  if (person !== null && row.person?.id !== person) return false
  if (outside && !row.outside) return false
  if (due === 'overdue' && !row.overdue && !isPast(row, now)) return false
  const at = Date.parse(row.reported_at)
  if (from && at < Date.parse(startOfDay(from))) return false
  if (until && at >= Date.parse(startOfDay(until, 1))) return false
  const words = text.trim().toLowerCase()
  if (
    words.length >= LEAST_TEXT &&
    !`${row.title}\n${row.place}\n${row.number}`.toLowerCase().includes(words)
  )
    return null
  return mine || level !== null || due === 'today' || due === 'soon' ? null : true
}

/** When the case is next due: the stage it is in, or the whole. */
export function nextDue({
  stage_due_at,
  due_at,
}: Pick<IncidentRow, 'stage_due_at' | 'due_at'>): string | null {
  if (!stage_due_at || !due_at) return stage_due_at ?? due_at
  return Date.parse(stage_due_at) <= Date.parse(due_at) ? stage_due_at : due_at
}

function isPast(row: IncidentRow, now: number): boolean {
  const due = nextDue(row)
  return due !== null && !ENDED.includes(row.state) && Date.parse(due) < now
}

/** How many filters are set, besides scope and order. */
export function filterCount(filters: Filters): number {
  const { scope: _scope, sort: _sort, ...query } = writeFilters(filters)
  return Object.keys(query).length
}
