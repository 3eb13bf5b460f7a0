import { expect, test } from 'vitest'
import { areaOf } from '../../../src/core/edits/area'
import { lengthOf } from '../../../src/core/edits/length'

// What geo_grid/core/crs/area.py says of the same rings, square metres.
test.each<[string, number[], number]>([
  [
    'a square kilometre',
    [1202560000, 313000000, 1202660000, 313010000, 1202650000, 313100000, 1202555000, 313095000],
    957879.624570494,
  ],
  [
    'a square centimetre',
    [1202560000, 313000000, 1202560001, 313000000, 1202560001, 313000001, 1202560000, 313000001],
    // The server starts from degrees, whose last digits a square centimetre feels.
    0.00010555704374707937,
  ],
  [
    'a province, with edges of five degrees',
    [1160000000, 304000000, 1220000000, 306000000, 1219000000, 352000000, 1163000000, 351000000],
    279919889690.3573,
  ],
  [
    'south of the equator and west of Greenwich',
    [-700000000, -334000000, -699000000, -334000000, -699000000, -333990000, -700000000, -333990000],
    1031808.0430034578,
  ],
])('the area of %s is the same as on the server', (_, ring, squareMetres) => {
  const closed = [...ring, ring[0] as number, ring[1] as number]
  expect(areaOf([[closed]]) / squareMetres).toBeCloseTo(1, squareMetres < 1 ? 6 : 11)
})

test('a hole counts against its shell', () => {
  const square = (from: number, to: number) => [from, from, to, from, to, to, from, to, from, from]
  const whole = areaOf([[square(0, 3000)]])
  expect(areaOf([[square(0, 3000), square(1000, 2000)]]) / whole).toBeCloseTo(8 / 9, 9)
})

// The geodesic lengths are pyproj's.
test('lengths are those of geodesics', () => {
  expect(lengthOf([1202560000, 313000000, 1202660000, 313010000]) / 958.4691857304601).toBeCloseTo(1, 6)
  expect(lengthOf([1202560000, 313000000, 1202562000, 313003000]) / 38.32671844773663).toBeCloseTo(1, 8)
})
