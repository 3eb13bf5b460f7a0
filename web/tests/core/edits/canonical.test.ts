import { expect, test } from 'vitest'
import { canonical } from '../../../src/core/edits/canonical'

// What shapely makes of MULTIPOLYGON (((0 0, 8 0, 8 8, 0 8, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2),
// (4 4, 6 4, 6 6, 4 6, 4 4), (4 4, 3 6, 2 6, 4 4)), ((8 8, 10 8, 10 10, 8 10, 8 8)), ((8 8, 6 10, 6 12, 8 8))).
test('parts and holes come in the order of the server: more points first, then the greater', () => {
  const given = [
    [
      [0, 0, 8, 0, 8, 8, 0, 8, 0, 0],
      [2, 2, 4, 2, 4, 4, 2, 4, 2, 2],
      [4, 4, 6, 4, 6, 6, 4, 6, 4, 4],
      [4, 4, 3, 6, 2, 6, 4, 4],
    ],
    [[8, 8, 10, 8, 10, 10, 8, 10, 8, 8]],
    [[8, 8, 6, 10, 6, 12, 8, 8]],
  ]
  const expected = [
    [[8, 8, 10, 8, 10, 10, 8, 10, 8, 8]],
    [
      [0, 0, 8, 0, 8, 8, 0, 8, 0, 0],
      [4, 4, 4, 6, 6, 6, 6, 4, 4, 4],
      [2, 2, 2, 4, 4, 4, 4, 2, 2, 2],
      [2, 6, 3, 6, 4, 4, 2, 6],
    ],
    [[6, 10, 8, 8, 6, 12, 6, 10]],
  ]
  expect(canonical(given)).toEqual(expected)
  // However it is turned round and shuffled before.
  const shuffled = given.map((rings) => {
    const [shell = [], ...holes] = rings.map((ring) => {
      const points = ring.slice(0, -2)
      const begun = [...points.slice(4), ...points.slice(0, 4)]
      const pairs = [...begun, ...begun.slice(0, 2)].reduce<number[][]>((all, _, i, flat) => {
        if (i % 2 === 0) all.push(flat.slice(i, i + 2))
        return all
      }, [])
      return pairs.reverse().flat()
    })
    return [shell, ...holes.reverse()]
  })
  expect(canonical(shuffled.reverse())).toEqual(expected)
})
