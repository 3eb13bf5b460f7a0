import { expect, test } from 'vitest'
import { handovers, levelAt } from '../../src/core/handover'
import { metresPerPixel } from '../../src/core/place'

const CITY_M2 = 59_738_536
const levels = [
  { level: 0, grids: 1 },
  { level: 3, grids: 84 },
  { level: 1, grids: 1 },
  { level: 2, grids: 2 },
]
const order = handovers(levels, CITY_M2, [120.45, 23.48])

test('the outline is no level of its own, and an empty level takes no part', () => {
  expect(order.map((one) => one.level)).toEqual([1, 2, 3])
  expect(handovers([...levels, { level: 4, grids: 0 }], CITY_M2, [120.45, 23.48])).toHaveLength(3)
})

test('names hand over from level 1 to 2 to 3 as one comes closer', () => {
  expect(levelAt(8, order)).toBe(1)
  expect(levelAt(11.5, order)).toBe(2)
  expect(levelAt(14, order)).toBe(3)
})

test('a level is named when its average grid has room for a name', () => {
  const three = order[2]
  const side = Math.sqrt(CITY_M2 / 84)
  expect(side / metresPerPixel(23.48, three?.named ?? 0)).toBeCloseTo(118, 3)
  const two = order[1]
  expect(Math.sqrt(CITY_M2 / 2) / metresPerPixel(23.48, two?.named ?? 0)).toBeCloseTo(84, 3)
})

test('a line comes before a fill and a fill before a name', () => {
  for (const { lined, filled, named } of order.slice(1)) {
    expect(lined).toBeLessThanOrEqual(filled)
    expect(filled).toBeLessThanOrEqual(named)
  }
})

test('two levels of the same grids still hand over one after the other', () => {
  const same = handovers(
    [
      { level: 1, grids: 1 },
      { level: 2, grids: 5 },
      { level: 3, grids: 5 },
    ],
    CITY_M2,
    [120, 30],
  )
  expect(same[2]?.named).toBeGreaterThan(same[1]?.named ?? 99)
})

test('with nothing published the level is 1', () => {
  expect(levelAt(12, [])).toBe(1)
})
