import { expect, test } from 'vitest'
import { assemble } from '../../../src/core/edits/assemble'
import { canonical } from '../../../src/core/edits/canonical'
import { Chain } from '../../../src/core/edits/chain'
import type { Polygons } from '../../../src/core/edits/shape'
import { isValid } from '../../../src/core/edits/validity'

const box = (west: number, south: number, east: number, north: number): number[] => [
  west,
  south,
  east,
  south,
  east,
  north,
  west,
  north,
  west,
  south,
]
const around = (polygons: Polygons) => assemble(new Chain().add(canonical(polygons)).edges() ?? [])

/** Each is what it is however its rings were found; all are valid. */
const SHAPES: Record<string, Polygons> = {
  square: [[box(0, 0, 4, 4)]],
  'a hole, an island in it, a hole in that': [
    [box(0, 0, 20, 20), box(2, 2, 18, 18)],
    [box(4, 4, 16, 16), box(6, 6, 14, 14)],
  ],
  // +-------+
  // |  /\   |   the hole touches the shell in its upper edge's vertex
  // | /__\  |
  // +-------+
  'a hole that touches its shell': [
    [
      [0, 0, 8, 0, 8, 8, 4, 8, 0, 8, 0, 0],
      [4, 8, 2, 4, 6, 4, 4, 8],
    ],
  ],
  'two holes that touch': [[box(0, 0, 10, 10), box(2, 2, 4, 4), box(4, 4, 6, 6)]],
  'two parts that touch': [[box(0, 0, 4, 4)], [box(4, 4, 8, 8)]],
  'an island that touches the hole it lies in': [
    [box(0, 0, 20, 20), box(2, 2, 18, 18)],
    [box(2, 2, 6, 6)],
  ].map((rings, at) => (at ? [[2, 2, 6, 3, 5, 6, 2, 2]] : rings)),
  'four squares round a hole that is only touched': [
    [box(0, 0, 4, 4)],
    [box(4, 4, 8, 8)],
    [box(0, 8, 4, 12)],
    [box(-4, 4, 0, 8)],
  ],
}

test.each(Object.entries(SHAPES))('%s comes back from its edges', (_, polygons) => {
  expect(around(polygons)).toEqual(canonical(polygons))
  expect(isValid(canonical(polygons))).toBe(true)
})

test('shared borders cancel, and what is left is the outline', () => {
  const chain = new Chain().add([[[0, 0, 4, 0, 4, 2, 4, 4, 0, 4, 0, 0]]])
  chain.add([[[4, 0, 8, 0, 8, 4, 4, 4, 4, 2, 4, 0]]])
  expect(assemble(chain.edges() ?? [])).toEqual([[[0, 0, 4, 0, 8, 0, 8, 4, 4, 4, 0, 4, 0, 0]]])
  chain.add([[[0, 0, 4, 0, 8, 0, 8, 4, 4, 4, 0, 4, 0, 0]]], -1)
  expect(chain.isZero).toBe(true)
})

test('edges that bound no region make none', () => {
  expect(assemble([0, 0, 4, 0, 4, 0, 4, 4])).toBeNull()
  // A ring that runs clockwise has its ground outside.
  expect(
    assemble(new Chain().addEdge(0, 0, 0, 4).addEdge(0, 4, 4, 4).addEdge(4, 4, 0, 0).edges() ?? []),
  ).toBeNull()
  expect(new Chain().addEdge(0, 0, 4, 0, 2).edges()).toBeNull()
})

test.each<[string, Polygons]>([
  ['a bow tie', [[[0, 0, 4, 4, 4, 0, 0, 4, 0, 0]]]],
  ['a shell that touches itself', [[[0, 0, 8, 0, 4, 4, 8, 8, 0, 8, 4, 4, 0, 0]]]],
  ['a vertex on its own edge', [[[0, 0, 8, 0, 8, 8, 4, 0, 0, 8, 0, 0]]]],
  ['a spike', [[[0, 0, 8, 0, 12, 0, 8, 0, 8, 8, 0, 8, 0, 0]]]],
  ['a hole outside', [[box(0, 0, 4, 4), [6, 6, 6, 8, 8, 8, 6, 6]]]],
  ['a hole in a hole', [[box(0, 0, 20, 20), [2, 2, 2, 18, 18, 18, 18, 2, 2, 2], [4, 4, 4, 8, 8, 8, 4, 4]]]],
  ['a hole across its shell', [[box(0, 0, 8, 8), [4, 4, 4, 12, 6, 12, 6, 4, 4, 4]]]],
  // The hole cuts the shell in two: it touches it at both ends.
  ['a hole from border to border', [[box(0, 0, 8, 8), [0, 0, 4, 5, 8, 8, 5, 4, 0, 0]]]],
  [
    'three holes in a ring',
    [
      [
        box(0, 0, 20, 20),
        [4, 4, 8, 12, 12, 4, 4, 4],
        [12, 4, 8, 12, 16, 12, 12, 4].slice(0, 0).concat([8, 12, 12, 16, 16, 12, 8, 12]),
        [12, 4, 16, 12, 17, 5, 12, 4],
      ],
    ],
  ],
  ['parts that overlap', [[box(0, 0, 4, 4)], [box(2, 2, 6, 6)]]],
  ['a part in a part', [[box(0, 0, 9, 9)], [box(2, 2, 6, 6)]]],
  [
    'parts that cross in their vertices',
    [[[0, 0, 4, 2, 8, 0, 8, 4, 4, 6, 0, 4, 0, 0]], [[4, 2, 6, 5, 4, 6, 2, 5, 4, 2]]],
  ],
])('%s is not valid', (_, polygons) => {
  expect(isValid(polygons)).toBe(false)
})

test('only new edges are compared where the rest is known to be valid', () => {
  const ring = [0, 0, 8, 0, 8, 8, 4, -2, 0, 8, 0, 0]
  expect(isValid([[ring]], () => false)).toBe(true)
  expect(isValid([[ring]], (ax, ay, bx, by) => [ax, ay, bx, by].includes(-2))).toBe(false)
})
