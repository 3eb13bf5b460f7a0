import { describe, expect, test } from 'vitest'
import { crossing, meeting } from '../../../src/core/edits/crossing'
import type { Point } from '../../../src/core/edits/shape'

const meet = (a: Point, b: Point, c: Point, d: Point) => meeting(...a, ...b, ...c, ...d)

describe('how two segments meet', () => {
  test.each<[string, Point, Point, Point, Point, string]>([
    ['an X', [0, 0], [4, 4], [0, 4], [4, 0], 'crossing'],
    ['a T', [0, 0], [4, 0], [2, 0], [2, 3], 'touching'],
    ['an L', [0, 0], [4, 0], [4, 0], [4, 3], 'touching'],
    ['one after the other', [0, 0], [2, 0], [2, 0], [5, 0], 'touching'],
    ['folded back', [0, 0], [4, 0], [4, 0], [1, 0], 'along'],
    ['one within the other', [0, 0], [9, 0], [2, 0], [5, 0], 'along'],
    ['the same backwards', [0, 0], [3, 1], [3, 1], [0, 0], 'along'],
    ['on one line and apart', [0, 0], [2, 0], [3, 0], [5, 0], 'apart'],
    ['beside', [0, 0], [4, 0], [0, 1], [4, 1], 'apart'],
    ['short of it', [0, 0], [4, 0], [2, 1], [2, 3], 'apart'],
  ])('%s', (_, a, b, c, d, how) => {
    expect(meet(a, b, c, d)).toBe(how)
    expect(meet(d, c, a, b)).toBe(how)
  })
})

describe('where they cross', () => {
  test('a half goes up, also below zero', () => {
    expect(crossing([0, 0], [1, 1], [0, 1], [1, 0])).toEqual([1, 1])
    expect(crossing([-1, -1], [0, 0], [-1, 0], [0, -1])).toEqual([0, 0])
  })

  test('the exact rational is rounded, whichever comes first', () => {
    // The lines y = x and y = 7 - 10x/7 meet where x = 49/17 = 2.88…
    const at = crossing([0, 0], [10, 10], [0, 7], [7, -3])
    expect(at).toEqual([3, 3])
    expect(crossing([7, -3], [0, 7], [10, 10], [0, 0])).toEqual(at)
  })

  test('far apart, where float64 is a unit off', () => {
    const [a, b, c, d]: [Point, Point, Point, Point] = [
      [1626281735, -179792422],
      [1051420519, 715626694],
      [1375791555, 694073414],
      [211749966, -595700268],
    ]
    expect(crossing(a, b, c, d)).toEqual([1194335817, 493018025])
    expect(crossing(d, c, a, b)).toEqual([1194335817, 493018025])
  })

  test('none of parallels', () => {
    expect(crossing([0, 0], [2, 2], [1, 0], [3, 2])).toBeNull()
  })
})
