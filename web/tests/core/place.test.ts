import { expect, test } from 'vitest'
import {
  boxAround,
  boxOf,
  metresPerPixel,
  parseLonLat,
  roughDistance,
  zoomForLength,
} from '../../src/core/place'

test('a degree of latitude is 111 km, a degree of longitude at 60° half of that', () => {
  expect(roughDistance([120, 30], [120, 31])).toBeCloseTo(111_195, -1)
  expect(roughDistance([0, 60], [1, 60]) / roughDistance([0, 0], [1, 0])).toBeCloseTo(0.5, 3)
})

test('the zoom for a length is the one at which it covers the pixels', () => {
  const zoom = zoomForLength(850, 84, 23.5)
  expect(850 / metresPerPixel(23.5, zoom)).toBeCloseTo(84, 6)
})

test.each([
  ['120.45, 23.48', [120.45, 23.48]],
  ['120.45，23.48', [120.45, 23.48]],
  [' -0.1 51.5 ', [-0.1, 51.5]],
  ['23.48, 120.45', null],
  ['120', null],
  ['10020010 001', null],
  ['城东社区', null],
])('«%s» as a place', (text, place) => {
  expect(parseLonLat(text)).toEqual(place)
})

test('the box of coordinates of any depth', () => {
  expect(boxOf([1, 2])).toEqual([1, 2, 1, 2])
  expect(
    boxOf([
      [
        [
          [0, 0],
          [3, -1],
        ],
      ],
      [[[-2, 5]]],
    ]),
  ).toEqual([-2, -1, 3, 5])
  expect(boxOf([])).toBeNull()
})

test('the box around boxes', () => {
  expect(
    boxAround([
      [0, 0, 1, 1],
      [-1, 0.5, 0, 3],
    ]),
  ).toEqual([-1, 0, 1, 3])
  expect(boxAround([])).toBeNull()
})
