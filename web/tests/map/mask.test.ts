import { expect, test } from 'vitest'
import { allBut } from '../../src/map/mask'

const ring = (x: number, size: number) => [
  [x, 0],
  [x + size, 0],
  [x + size, size],
  [x, size],
  [x, 0],
]

test('everything but a shape is the world with a hole, and its own hole is covered again', () => {
  const [feature] = allBut([{ type: 'Polygon', coordinates: [ring(10, 10), ring(12, 2)] }]).features
  const geometry = feature?.geometry
  if (geometry?.type !== 'MultiPolygon') throw new Error('not a MultiPolygon')
  expect(geometry.coordinates).toHaveLength(2)
  expect(geometry.coordinates[0]).toHaveLength(2)
  expect(geometry.coordinates[0]?.[1]).toEqual(ring(10, 10))
  expect(geometry.coordinates[1]).toEqual([ring(12, 2)])
})

test('without shapes nothing is covered', () => {
  expect(allBut([]).features).toEqual([])
})
