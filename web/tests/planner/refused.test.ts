import { expect, test } from 'vitest'
import { linesOf, placeOf } from '../../src/planner/refused'

const step = (given: Record<string, unknown>) => ({ verb: 'any', arguments: given })
const line = [
  [1, 2],
  [3, 4],
]
const ring = [
  [0, 0],
  [9, 0],
  [9, 9],
]

test('whatever an operation draws can be shown again', () => {
  expect(linesOf(step({ grid: 'a', line }))).toEqual([line])
  expect(linesOf(step({ grid: 'a', lines: [line, line] }))).toEqual([line, line])
  expect(linesOf(step({ to: 'a', piece: [ring] }))).toEqual([[...ring, [0, 0]]])
  expect(linesOf(step({ gap: { parent: 'a', piece: [ring] }, to: 'b' }))).toEqual([[...ring, [0, 0]]])
  expect(linesOf(step({ at: [1, 2], to: [3, 4] }))).toEqual([line])
})

test('what draws nothing shows nothing', () => {
  expect(linesOf(step({ grids: ['a', 'b'], into: 'a' }))).toEqual([])
  expect(linesOf(step({ gap: '~v1', to: 'a' }))).toEqual([])
})

test('the place of a refusal is the one it names', () => {
  expect(placeOf({ at: [5, 6] })).toEqual([5, 6])
  expect(placeOf({ at: 'here' })).toBeNull()
})
