import { expect, test } from 'vitest'
import { isTopology, polygonsOf, type Topology } from '../../src/core/topojson'

// a---b---c   two squares that share the arc from b down to e
// |   |   |
// f---e---d
const quantized: Topology = {
  type: 'Topology',
  transform: { scale: [0.5, 0.5], translate: [120, 30] },
  arcs: [
    [
      [2, 2],
      [0, -2],
    ],
    [
      [2, 0],
      [-2, 0],
      [0, 2],
      [2, 0],
    ],
    [
      [2, 2],
      [2, 0],
      [0, -2],
      [-2, 0],
    ],
  ],
  objects: {
    grids: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', arcs: [[0, 1]], properties: { code: 'A' } },
        { type: 'MultiPolygon', arcs: [[[2, ~0]]], properties: { code: 'B' } },
        { type: 'Point', properties: null },
      ],
    },
  },
}

test('arcs become rings, the shared one walked both ways', () => {
  const [a, b, ...rest] = polygonsOf(quantized, '')?.features ?? []
  expect(rest).toEqual([])
  expect(a?.geometry).toEqual({
    type: 'Polygon',
    coordinates: [
      [
        [121, 31],
        [121, 30],
        [120, 30],
        [120, 31],
        [121, 31],
      ],
    ],
  })
  expect(b?.geometry).toEqual({
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [121, 31],
          [122, 31],
          [122, 30],
          [121, 30],
          [121, 31],
        ],
      ],
    ],
  })
  expect([a?.properties?.code, b?.properties?.code]).toEqual(['A', 'B'])
})

test('a layer is named, unless there is only one', () => {
  expect(polygonsOf(quantized, 'grids')?.features).toHaveLength(2)
  expect(polygonsOf(quantized, 'streets')).toBeNull()
  const two = { ...quantized, objects: { ...quantized.objects, streets: { type: 'GeometryCollection' } } }
  expect(polygonsOf(two, '')).toBeNull()
})

test('only a topology is one', () => {
  expect(isTopology(quantized)).toBe(true)
  expect(isTopology({ type: 'FeatureCollection', features: [] })).toBe(false)
  expect(isTopology(null)).toBe(false)
})
