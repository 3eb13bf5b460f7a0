import { expect, test } from 'vitest'
import { cases } from '../../../tests/data/gcj02_cases.json'
import type { LonLat } from '../../src/core/place'
import {
  pictureAddress,
  placeOf,
  type ShiftedTile,
  shiftedTile,
  TILE_PX,
  type TileAddress,
  worldPixel,
} from '../../src/core/shiftedTile'

const places = cases.map(({ wgs84, gcj02 }) => ({
  true: [wgs84[0] ?? 0, wgs84[1] ?? 0] as LonLat,
  shown: [gcj02[0] ?? 0, gcj02[1] ?? 0] as LonLat,
}))

function tileOf(place: LonLat, z: number): TileAddress {
  const [x, y] = worldPixel(place, z)
  return { z, x: Math.floor(x / TILE_PX), y: Math.floor(y / TILE_PX) }
}

/** Where in the drawn tile a place of the shifted picture comes to lie. */
function drawn(made: ShiftedTile, shown: LonLat, z: number): [number, number] {
  const [x, y] = worldPixel(shown, z)
  const first = made.pieces[0]?.tile ?? { x: 0, y: 0 }
  const [u, v] = [x - first.x * TILE_PX, y - first.y * TILE_PX]
  const [a, b, c, d, e, f] = made.transform
  return [a * u + c * v + e, b * u + d * v + f]
}

test.each([18, 16, 14, 12, 10, 8])(
  'at zoom %i what the picture shows comes to lie within half a pixel',
  (z) => {
    for (const place of places) {
      const tile = tileOf(place.true, z)
      const [x, y] = drawn(shiftedTile(tile), place.shown, z)
      const [trueX, trueY] = worldPixel(place.true, z)
      expect(Math.hypot(x - (trueX - tile.x * TILE_PX), y - (trueY - tile.y * TILE_PX))).toBeLessThan(0.5)
    }
  },
)

test('without the shift it would lie hundreds of pixels off, so that the test above can fail', () => {
  const beijing = places[0]
  if (!beijing) throw new Error('no case')
  const [a, b] = [worldPixel(beijing.true, 18), worldPixel(beijing.shown, 18)]
  expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(500)
})

test('the pieces cover the whole tile', () => {
  for (const place of places) {
    const made = shiftedTile(tileOf(place.true, 17))
    const [a, b, c, d, e, f] = made.transform
    const xs = [0, made.width].flatMap((u) => [0, made.height].map((v) => a * u + c * v + e))
    const ys = [0, made.width].flatMap((u) => [0, made.height].map((v) => b * u + d * v + f))
    expect(Math.min(...xs)).toBeLessThan(1)
    expect(Math.min(...ys)).toBeLessThan(1)
    expect(Math.max(...xs)).toBeGreaterThan(TILE_PX - 1)
    expect(Math.max(...ys)).toBeGreaterThan(TILE_PX - 1)
    expect(made.pieces.length).toBeLessThanOrEqual(9)
  }
})

test('outside China and far out a picture stays as it is', () => {
  for (const tile of [tileOf([2.35, 48.86], 15), tileOf([116.4, 39.9], 6)]) {
    const made = shiftedTile(tile)
    expect(made.pieces).toEqual([{ tile, left: 0, top: 0 }])
    expect(made.transform).toEqual([1, 0, 0, 1, 0, 0])
  }
})

test('pixels and places are each other’s way back', () => {
  const [lon, lat] = placeOf(worldPixel([116.39, 39.9], 18), 18)
  expect(lon).toBeCloseTo(116.39, 10)
  expect(lat).toBeCloseTo(39.9, 10)
})

test('an address is filled in wherever its numbers stand, also twice', () => {
  const filled = pictureAddress('https://a.test/{z}/{x}?row={y}&again={z}', { z: 3, x: 5, y: 7 })
  expect(filled).toBe('https://a.test/3/5?row=7&again=3')
})
