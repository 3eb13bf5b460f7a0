import { expect, test } from 'vitest'
import { officeTree, withAllBelow } from '../../src/admin/officeTree'
import type { Office } from '../../src/api/offices'

function office(id: number, parent: number | null): Office {
  return {
    id,
    parent,
    kind: 'town',
    name: { zh: `${id}`, en: null },
    hours: null,
    phone: null,
    address: null,
    closed: false,
    area_m2: null,
    week_hours: null,
    grids: [],
  }
}
//   1        5
//   ├ 2      └ (9 is unknown)
//   │ └ 4
//   └ 3
const offices = [office(1, null), office(2, 1), office(3, 1), office(4, 2), office(5, 9)]

test('each office stands beneath the one above it; one whose parent is unknown stands at the top', () => {
  const found = officeTree(offices).map(({ office, depth }) => [office.id, depth])
  expect(found).toEqual([
    [1, 0],
    [2, 1],
    [4, 2],
    [3, 1],
    [5, 0],
  ])
})

test('an office and all below it can never be above it', () => {
  expect([...withAllBelow(offices, 2)].sort()).toEqual([2, 4])
  expect([...withAllBelow(offices, 1)].sort()).toEqual([1, 2, 3, 4])
})
