import { expect, test } from 'vitest'
import { insideOf } from '../../../src/core/edits'
import { placeInRing } from '../../../src/core/edits/orientation'

test('the place lies in the ground, beside a hole and within a horseshoe', () => {
  const square = [0, 0, 100, 0, 100, 100, 0, 100, 0, 0]
  const hole = [12, 12, 12, 88, 61, 88, 61, 12, 12, 12]
  const horseshoe = [0, 0, 100, 0, 100, 100, 80, 100, 80, 20, 20, 20, 20, 100, 0, 100, 0, 0]
  const beside = insideOf([[square, hole]])
  expect(placeInRing(...beside, square)).toBe(1)
  expect(placeInRing(...beside, hole)).toBe(-1)
  expect(placeInRing(...insideOf([[horseshoe]]), horseshoe)).toBe(1)
})

test('of several parts it lies in the one that is widest', () => {
  const [narrow, wide] = [
    [0, 0, 10, 0, 10, 50, 0, 50, 0, 0],
    [20, 0, 70, 0, 70, 50, 20, 50, 20, 0],
  ]
  expect(placeInRing(...insideOf([[narrow], [wide]]), wide)).toBe(1)
})
