import { expect, test } from 'vitest'
import { beside, joined, withoutRow, withRow } from '../../src/desk/rows'
import { caseRow } from './caseRow'

const at = (number: string, stage_due_at: string, version = 1) => caseRow({ number, stage_due_at, version })
const [a, b, c] = [
  at('a', '2026-11-22T10:00:00Z'),
  at('b', '2026-11-22T12:00:00Z'),
  at('c', '2026-11-22T14:00:00Z'),
]
const names = (rows: readonly { number: string }[]) => rows.map(({ number }) => number).join('')

test('a new case comes where it is due', () => {
  expect(names(withRow([a, c], b, 'due', false))).toBe('abc')
})

test('a case that changed moves and is there once; old news changes nothing', () => {
  expect(names(withRow([a, b, c], at('a', '2026-11-22T13:00:00Z', 2), 'due', false))).toBe('bac')
  const rows = [at('a', '2026-11-22T10:00:00Z', 3), b]
  expect(withRow(rows, at('a', '2026-11-23T10:00:00Z', 2), 'due', false)).toBe(rows)
  expect(names(withRow([a, b], at('b', '2026-11-22T12:00:00Z', 2), 'changed', false))).toBe('ba')
})

test('the newest is first where that is the order', () => {
  const old = caseRow({ number: 'o', reported_at: '2026-11-01T00:00:00Z' })
  const young = caseRow({ number: 'y', reported_at: '2026-11-22T09:00:00Z' })
  expect(names(withRow([old], young, 'newest', false))).toBe('yo')
})

test('behind the end of a list that goes on a case waits for its page', () => {
  expect(names(withRow([a, b], c, 'due', true))).toBe('ab')
  expect(names(withRow([a, b], c, 'due', false))).toBe('abc')
})

test('pages and news overlap without doubling', () => {
  expect(names(joined([a, b], [b, c]))).toBe('abc')
  expect(names(withoutRow([a, b], 'a'))).toBe('b')
  const rows = [a]
  expect(withoutRow(rows, 'x')).toBe(rows)
})

test('the keys step to the next and stay at the ends', () => {
  const rows = [a, b, c]
  expect(beside(rows, 'a', 1)).toBe(b)
  expect(beside(rows, 'c', 1)).toBe(c)
  expect(beside(rows, null, 1)).toBe(a)
  expect(beside(rows, 'gone', -1)).toBe(c)
  expect(beside([], null, 1)).toBeUndefined()
})
