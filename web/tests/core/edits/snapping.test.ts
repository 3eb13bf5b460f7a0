import { expect, test } from 'vitest'
import { Scene } from '../../../src/core/edits/scene'
import { SnapIndex, snapTo } from '../../../src/core/edits/snapping'

// At 60° north a unit of longitude is half as wide as one of latitude.
const NORTH = 600_000_000

const street = { points: [0, NORTH, 1000, NORTH, 2000, NORTH + 500], name: '人民路', layer: 'street' }
const river = { points: [0, NORTH + 90, 2000, NORTH + 90], name: 'river', layer: 'water' }
const lines = SnapIndex.from([street, river])

test('a vertex within reach wins over a nearer edge', () => {
  expect(lines.nearest([1030, NORTH + 10], 20)).toMatchObject({
    kind: 'vertex',
    at: [1000, NORTH],
    line: street,
    index: 1,
  })
  expect(lines.nearest([500, NORTH + 10], 20)).toMatchObject({
    kind: 'edge',
    at: [500, NORTH],
    index: 0,
    distance: 10,
  })
  expect(lines.nearest([500, NORTH + 70], 60)).toMatchObject({ kind: 'edge', line: river })
  expect(lines.nearest([500, NORTH + 45], 20)).toBeNull()
})

test('reach is a circle on screen: east and west it takes twice the units', () => {
  expect(lines.nearest([1038, NORTH], 20, ['vertex'])?.distance).toBeCloseTo(19, 3)
  expect(lines.nearest([1042, NORTH], 20, ['vertex'])).toBeNull()
})

test('a line of the whole town is found at its middle', () => {
  const long = SnapIndex.from([{ points: [-40_000_000, 0, 40_000_000, 0] }])
  expect(long.nearest([7, 5], 10)).toMatchObject({ kind: 'edge', at: [7, 0], distance: 5 })
})

test('borders go before lines, vertices before edges', () => {
  const ring = [0, NORTH + 40, 1100, NORTH + 40, 1100, NORTH + 900, 0, NORTH + 900, 0, NORTH + 40]
  const scene = Scene.from([{ key: 'a', level: 3, parent: null, polygons: [[ring]] }])
  expect(snapTo([500, NORTH + 30], 50, scene, lines)).toMatchObject({
    of: 'border',
    kind: 'edge',
    at: [500, NORTH + 40],
  })
  expect(snapTo([1000, NORTH + 5], 30, scene, lines)).toMatchObject({
    of: 'line',
    kind: 'vertex',
    at: [1000, NORTH],
  })
  expect(snapTo([1080, NORTH + 35], 50, scene, lines)).toMatchObject({ of: 'border', kind: 'vertex' })
  expect(snapTo([500, NORTH + 5], 10, scene, lines)).toMatchObject({ of: 'line', kind: 'edge' })
  expect(snapTo([500, NORTH + 5], 10, scene)).toBeNull()
})
