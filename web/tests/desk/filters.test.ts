import { expect, test } from 'vitest'
import {
  asked,
  type Filters,
  filterCount,
  lets,
  readFilters,
  USUAL,
  writeFilters,
} from '../../src/desk/filters'
import { caseRow } from './caseRow'

/** Days that begin at midnight in Greenwich. */
function startOfDay(day: string, later = 0): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + later * 86_400_000).toISOString()
}

const FULL: Filters = {
  scope: 'all',
  states: ['dispatched', 'handled'],
  urgency: 'emergency',
  category: '0501',
  level: 2,
  grid: '990101001',
  person: 7,
  due: 'overdue',
  outside: true,
  mine: true,
  text: '菜市场 后面',
  from: '2026-11-01',
  until: '2026-11-20',
  sort: 'newest',
}

test('filters survive the address, and the usual ones leave it empty', () => {
  expect(readFilters(writeFilters(FULL))).toEqual(FULL)
  expect(writeFilters(USUAL)).toEqual({})
  expect(readFilters({})).toEqual(USUAL)
})

test('what makes no sense in an address is left out', () => {
  const found = readFilters({
    scope: 'x',
    state: 'dispatched,nonsense',
    due: '1',
    person: 'me',
    from: 'yesterday',
  })
  expect(found).toEqual({ ...USUAL, states: ['dispatched'] })
})

test('the server is asked for open cases by one word, for others by their states, for days by instants', () => {
  expect(asked(USUAL, startOfDay)).toEqual({ open: 'true' })
  expect(asked({ ...USUAL, scope: 'ended' }, startOfDay)).toEqual({
    state: 'closed,declined,withdrawn,duplicate',
  })
  expect(asked({ ...USUAL, scope: 'all', from: '2026-11-01', until: '2026-11-01' }, startOfDay)).toEqual({
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-11-02T00:00:00.000Z',
  })
})

test('a case that has changed is let through, kept out, or left to the server', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  const judge = (part: Partial<Filters>, row = caseRow()) => lets({ ...USUAL, ...part }, row, now, startOfDay)
  expect(judge({})).toBe(true)
  expect(judge({}, caseRow({ state: 'closed' }))).toBe(false)
  expect(judge({ scope: 'ended' }, caseRow({ state: 'closed' }))).toBe(true)
  expect(judge({ grid: '990101001' })).toBe(true)
  expect(judge({ grid: '990102' })).toBe(false)
  expect(judge({ category: '01' })).toBe(true)
  expect(judge({ due: 'overdue' })).toBe(false)
  expect(judge({ due: 'overdue' }, caseRow({ stage_due_at: '2026-11-22T09:59:00Z' }))).toBe(true)
  expect(judge({ from: '2026-11-23' })).toBe(false)
  expect(judge({ text: '垃圾' })).toBe(true)
  expect(judge({ text: '找不到' })).toBeNull()
  expect(judge({ mine: true })).toBeNull()
})

test('scope and order are no filters', () => {
  expect(filterCount({ ...USUAL, scope: 'all', sort: 'changed' })).toBe(0)
  expect(filterCount(FULL)).toBe(12)
})
