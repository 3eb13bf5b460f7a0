import type { LonLat } from './place'

/** Where in a JPEG its Exif segment begins, and what it begins with. */
const APP1 = 0xffe1
const START_OF_SCAN = 0xffda
const EXIF = 'Exif\0\0'
const GPS_TAG = 0x8825
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4] as const
const RATIONAL_BYTES = 8

function text(view: DataView, at: number, length: number): string {
  let found = ''
  for (let n = 0; n < length && at + n < view.byteLength; n += 1)
    found += String.fromCharCode(view.getUint8(at + n))
  return found
}

/** Where the TIFF header of the Exif segment stands; null where the picture has none. */
function tiffAt(view: DataView): number | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  let at = 2
  while (at + 4 <= view.byteLength) {
    const marker = view.getUint16(at)
    if (marker === START_OF_SCAN || marker >> 8 !== 0xff) return null
    if (marker === APP1 && text(view, at + 4, EXIF.length) === EXIF) return at + 4 + EXIF.length
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** Entries of a directory: tag → where its entry stands. */
function entries(view: DataView, at: number, little: boolean): Map<number, number> {
  const found = new Map<number, number>()
  const count = view.getUint16(at, little)
  for (let n = 0; n < count; n += 1) {
    const entry = at + 2 + n * 12
    if (entry + 12 > view.byteLength) break
    found.set(view.getUint16(entry, little), entry)
  }
  return found
}

function degrees(view: DataView, at: number, little: boolean): number {
  const [d = Number.NaN, m = Number.NaN, s = Number.NaN] = [0, 1, 2].map((n) => {
    const part = at + n * RATIONAL_BYTES
    return view.getUint32(part, little) / view.getUint32(part + 4, little)
  })
  return d + m / 60 + s / 3600
}

/**
 * Where a photo was taken, as its camera wrote it; null where it does not say.
 *
 * It is read here because a photo that is made smaller before it is sent no longer has it.
 *
 * @param bytes The beginning of a JPEG file; the first 256 KiB are plenty.
 * @returns Longitude and latitude in degrees, EPSG:4326.
 */
export function exifPosition(bytes: ArrayBuffer): LonLat | null {
  try {
    const view = new DataView(bytes)
    const base = tiffAt(view)
    if (base === null) return null
    const little = text(view, base, 2) === 'II'
    const first = entries(view, base + view.getUint32(base + 4, little), little)
    const pointer = first.get(GPS_TAG)
    if (pointer === undefined) return null
    const gps = entries(view, base + view.getUint32(pointer + 8, little), little)
    const [latRef, lat, lonRef, lon] = [LAT_REF, LAT, LON_REF, LON].map((tag) => gps.get(tag))
    if (latRef === undefined || lat === undefined || lonRef === undefined || lon === undefined) return null
    const place: LonLat = [
      degrees(view, base + view.getUint32(lon + 8, little), little) *
        (text(view, lonRef + 8, 1) === 'W' ? -1 : 1),
      degrees(view, base + view.getUint32(lat + 8, little), little) *
        (text(view, latRef + 8, 1) === 'S' ? -1 : 1),
    ]
    const inside = Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 90
    // Cameras without a fix write zeros.
    return inside && (place[0] !== 0 || place[1] !== 0) ? place : null
  } catch (error) {
    if (error instanceof RangeError) return null // the file ends in the middle of it
    throw error
  }
}
