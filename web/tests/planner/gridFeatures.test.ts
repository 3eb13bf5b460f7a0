import { expect, test } from 'vitest'
import { boxOfPolygons, Numbers, shapeOf } from '../../src/planner/gridFeatures'

const open = [1200000000, 230000000, 1200001000, 230000000, 1200001000, 230002000]

test('rings of lattice units become closed rings in degrees', () => {
  expect(shapeOf([[open]]).coordinates).toEqual([
    [
      [
        [120, 23],
        [120.0001, 23],
        [120.0001, 23.0002],
        [120, 23],
      ],
    ],
  ])
  expect(shapeOf([[[...open, 1200000000, 230000000]]])).toEqual(shapeOf([[open]]))
})

test('the box holds every part', () => {
  expect(
    boxOfPolygons([[open], [[1199990000, 230000000, 1199991000, 230000000, 1199991000, 230001000]]]),
  ).toEqual([119.999, 23, 120.0001, 23.0002])
  expect(boxOfPolygons([])).toBeNull()
})

test('a key keeps its number', () => {
  const numbers = new Numbers()
  const first = numbers.get('a')
  expect(numbers.get('b')).not.toBe(first)
  expect(numbers.get('a')).toBe(first)
})
