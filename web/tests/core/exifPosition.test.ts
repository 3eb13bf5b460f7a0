import { expect, test } from 'vitest'
import { exifPosition } from '../../src/core/exifPosition'

/** A JPEG whose Exif says 30° 15′ 18″ and 120° 9′ 36″, as cameras write it. */
function photo(latRef = 'N', lonRef = 'E', little = true, zero = false): ArrayBuffer {
  const buffer = new ArrayBuffer(400)
  const view = new DataView(buffer)
  const word = (at: number, value: number) => view.setUint16(at, value, little)
  const long = (at: number, value: number) => view.setUint32(at, value, little)
  const text = (at: number, value: string) => {
    for (const [n, letter] of [...value].entries()) view.setUint8(at + n, letter.charCodeAt(0))
  }
  view.setUint16(0, 0xffd8)
  view.setUint16(2, 0xffe1)
  view.setUint16(4, 380)
  text(6, 'Exif\0\0')
  const base = 12
  text(base, little ? 'II' : 'MM')
  word(base + 2, 42)
  long(base + 4, 8)
  word(base + 8, 1) // one entry: the pointer to the positions
  word(base + 10, 0x8825)
  word(base + 12, 4)
  long(base + 14, 1)
  long(base + 18, 40)
  const gps = base + 40
  word(gps, 4)
  const entry = (n: number, tag: number, type: number, count: number) => {
    const at = gps + 2 + n * 12
    word(at, tag)
    word(at + 2, type)
    long(at + 4, count)
    return at + 8
  }
  text(entry(0, 1, 2, 2), latRef)
  long(entry(1, 2, 5, 3), 120)
  text(entry(2, 3, 2, 2), lonRef)
  long(entry(3, 4, 5, 3), 160)
  const rationals = (at: number, values: readonly number[]) =>
    values.forEach((value, n) => {
      long(base + at + n * 8, zero ? 0 : value * 10)
      long(base + at + n * 8 + 4, 10)
    })
  rationals(120, [30, 15, 18])
  rationals(160, [120, 9, 36])
  return buffer
}

test('where a photo was taken is read in either order of bytes, on either half of the earth', () => {
  for (const little of [true, false]) {
    const [lon, lat] = exifPosition(photo('N', 'E', little)) ?? []
    expect(lon).toBeCloseTo(120.16, 9)
    expect(lat).toBeCloseTo(30.255, 9)
  }
  const [lon, lat] = exifPosition(photo('S', 'W')) ?? []
  expect([lon, lat].map((degrees) => Math.sign(degrees ?? 0))).toEqual([-1, -1])
})

test('a camera without a fix, a file that ends early, and no photo at all say nothing', () => {
  expect(exifPosition(photo('N', 'E', true, true))).toBeNull()
  for (const length of [0, 3, 20, 60, 140]) expect(exifPosition(photo().slice(0, length))).toBeNull()
  expect(exifPosition(new TextEncoder().encode('<svg>').buffer as ArrayBuffer)).toBeNull()
})
