import { expect, test } from 'vitest'
import { grouped } from '../../src/stations/grouping'

test('what would cover each other is one, and nothing is lost', () => {
  const at = (x: number, item: string) => ({ x, y: 0, item })
  const found = grouped([at(0, 'a'), at(30, 'b'), at(100, 'c'), at(64, 'd')], 36)
  expect(found.map(({ members }) => members)).toEqual([['a', 'b'], ['c'], ['d']])
  expect(grouped([at(64, 'd'), at(99, 'e')], 36).map(({ members }) => members)).toEqual([['d', 'e']])
})
