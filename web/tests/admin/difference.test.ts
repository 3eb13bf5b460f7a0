import { expect, test } from 'vitest'
import { differences } from '../../src/admin/difference'

test('what is as it was is counted, what changed is named by where it stands', () => {
  const before = { name: '李敏', grid: { code: '100', level: 2 }, disabled: false }
  const after = { name: '李敏', grid: { code: '101', level: 2 }, disabled: true }
  expect(differences(before, after)).toEqual({
    rows: [
      { path: 'grid.code', before: '100', after: '101', kind: 'changed' },
      { path: 'disabled', before: false, after: true, kind: 'changed' },
    ],
    unchanged: 2,
  })
})

test('a new record is all added, a removed one all removed', () => {
  expect(differences(null, { role: 'planner' }).rows).toEqual([
    { path: 'role', before: null, after: 'planner', kind: 'added' },
  ])
  expect(differences({ role: 'planner' }, null).rows).toEqual([
    { path: 'role', before: 'planner', after: null, kind: 'removed' },
  ])
  expect(differences(null, null)).toEqual({ rows: [], unchanged: 0 })
})

test('a list of plain things is one thing, a value that became null is changed and not removed', () => {
  const { rows } = differences({ codes: ['1', '2'], until: '2026' }, { codes: ['2'], until: null })
  expect(rows).toEqual([
    { path: 'codes', before: ['1', '2'], after: ['2'], kind: 'changed' },
    { path: 'until', before: '2026', after: null, kind: 'changed' },
  ])
})
