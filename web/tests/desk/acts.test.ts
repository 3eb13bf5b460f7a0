import { expect, test } from 'vitest'
import type { Possible } from '../../src/api/incidents'
import { given, inOrder, missing, NOTHING, nextAct } from '../../src/desk/acts'
import { titleOf } from '../../src/desk/call'
import { distanceTo } from '../../src/desk/dueText'
import { newsOf } from '../../src/desk/live'
import { lookOf } from '../../src/desk/look'
import { caseRow } from './caseRow'

const can = (...acts: Possible['act'][]) => acts.map((act) => ({ act, requires: [] }))

test('the next act is the one that drives the case on, and never a refusal', () => {
  expect(nextAct(can('decline', 'note', 'accept'))?.act).toBe('accept')
  expect(nextAct(can('note', 'reassign'))).toBeNull()
  expect(inOrder(can('decline', 'note', 'verify')).map(({ act }) => act)).toEqual([
    'verify',
    'note',
    'decline',
  ])
})

test('a form says what is missing, and sends nothing that is empty', () => {
  expect(missing(['reason', 'target'], NOTHING)).toEqual(['reason', 'target'])
  const filled = { ...NOTHING, reason: ' 不归我们 ', target: { office: 3 } }
  expect(missing(['reason', 'target'], filled)).toEqual([])
  expect(given(filled, (at) => at)).toEqual({ reason: '不归我们', to: { office: 3 } })
  expect(missing(['text_or_photo'], { ...NOTHING, photos: ['a'] })).toEqual([])
  expect(given({ ...NOTHING, solved: false }, (at) => at)).toEqual({ solved: false })
})

test('how far off a due time is, in two units', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  expect(distanceTo('2026-11-22T10:45:00Z', now)).toEqual({ way: 'left', unit: 'minutes', n: 45, rest: 0 })
  expect(distanceTo('2026-11-22T12:05:00Z', now)).toEqual({ way: 'left', unit: 'hours', n: 2, rest: 5 })
  expect(distanceTo('2026-11-20T07:00:00Z', now)).toEqual({ way: 'over', unit: 'days', n: 2, rest: 3 })
})

test('a look for each plight, the most pressing first', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  expect(lookOf(caseRow(), now)).toBe('open')
  expect(lookOf(caseRow({ stage_due_at: '2026-11-22T09:00:00Z' }), now)).toBe('overdue')
  expect(lookOf(caseRow({ urgency: 'emergency', overdue: true }), now)).toBe('emergency')
  expect(lookOf(caseRow({ outside: true }), now)).toBe('outside')
  expect(lookOf(caseRow({ state: 'closed', urgency: 'emergency' }), now)).toBe('verified')
  expect(lookOf(caseRow({ state: 'withdrawn' }), now)).toBe('ended')
})

test('news is read, and what says nothing is left out', () => {
  expect(newsOf('incident', { number: 'a', gone: true })).toEqual({ type: 'gone', number: 'a' })
  expect(newsOf('incident', { ...caseRow() })).toMatchObject({ type: 'incident', row: { version: 1 } })
  expect(newsOf('incident', {})).toBeNull()
  expect(newsOf('counts', {})).toEqual({ type: 'counts' })
})

test('the first sentence is the title', () => {
  expect(titleOf('市场后面有垃圾。臭了好几天')).toBe('市场后面有垃圾')
  expect([...titleOf('长'.repeat(100))]).toHaveLength(60)
})
