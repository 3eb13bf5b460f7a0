import { toGcj02 } from './gcj02'
import type { LonLat } from './place'

/** Side of a picture tile in pixels. */
export const TILE_PX = 256

const RADIANS = Math.PI / 180
/** Below this zoom the shift is less than a pixel, and a tile reaches too far for one transform. */
const LEAST_ZOOM = 8
/** Corners that have moved less than this, in pixels, have not been shifted. */
const UNMOVED_PX = 1e-6

/** A tile of the Web Mercator scheme. */
export interface TileAddress {
  z: number
  x: number
  y: number
}

/** Canvas transform a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Transform = readonly [number, number, number, number, number, number]

/** How a tile of the true ground is put together from tiles of a shifted picture. */
export interface ShiftedTile {
  /** The tiles to fetch, each with where its corner lies in the mosaic, pixels. */
  pieces: { tile: TileAddress; left: number; top: number }[]
  /** Size of the mosaic in pixels. */
  width: number
  height: number
  /** From pixels of the mosaic to pixels of the tile to be drawn. */
  transform: Transform
}

/** Pixels of the whole world at a zoom, from its north-west corner. */
export function worldPixel([lon, lat]: LonLat, zoom: number): [number, number] {
  const size = TILE_PX * 2 ** zoom
  const sine = Math.sin(lat * RADIANS)
  return [((lon + 180) / 360) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size]
}

/** The place of a pixel of the whole world. */
export function placeOf([x, y]: readonly [number, number], zoom: number): LonLat {
  const size = TILE_PX * 2 ** zoom
  const lat = (2 * Math.atan(Math.exp(Math.PI * (1 - (2 * y) / size))) - Math.PI / 2) / RADIANS
  return [(x / size) * 360 - 180, lat]
}

/**
 * Which GCJ-02 tiles show the ground of a tile, and where in it they belong.
 *
 * Over one tile the shift is a plane to within half a pixel at every zoom, and to within a hundredth where houses
 * are drawn, so that one transform, taken from the four corners, draws the whole tile.
 */
export function shiftedTile(tile: TileAddress): ShiftedTile {
  const { z, x, y } = tile
  const corner = (column: number, row: number) =>
    worldPixel(toGcj02(placeOf([(x + column) * TILE_PX, (y + row) * TILE_PX], z)), z)
  const [nw, ne, sw, se] = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)]
  const moved = Math.max(Math.abs(nw[0] - x * TILE_PX), Math.abs(se[0] - (x + 1) * TILE_PX))
  if (z < LEAST_ZOOM || moved < UNMOVED_PX) {
    return {
      pieces: [{ tile, left: 0, top: 0 }],
      width: TILE_PX,
      height: TILE_PX,
      transform: [1, 0, 0, 1, 0, 0],
    }
  }
  // Pixels of the picture that one pixel of the tile to the east, and one to the south, go on.
  const east = [0, 1].map((k) => (at(ne, k) - at(nw, k) + at(se, k) - at(sw, k)) / (2 * TILE_PX))
  const south = [0, 1].map((k) => (at(sw, k) - at(nw, k) + at(se, k) - at(ne, k)) / (2 * TILE_PX))
  const middle = [0, 1].map((k) => (at(nw, k) + at(ne, k) + at(sw, k) + at(se, k)) / 4)
  const start = [0, 1].map((k) => at(middle, k) - (TILE_PX / 2) * (at(east, k) + at(south, k)))

  const [xs, ys] = [0, 1].map((k) => [nw, ne, sw, se].map((one) => at(one, k)))
  const first = [xs, ys].map((all = []) => Math.floor(Math.min(...all) / TILE_PX))
  const last = [xs, ys].map((all = []) => Math.ceil(Math.max(...all) / TILE_PX) - 1)
  const pieces: ShiftedTile['pieces'] = []
  for (let row = at(first, 1); row <= at(last, 1); row += 1) {
    for (let column = at(first, 0); column <= at(last, 0); column += 1) {
      const [left, top] = [(column - at(first, 0)) * TILE_PX, (row - at(first, 1)) * TILE_PX]
      pieces.push({ tile: { z, x: column, y: row }, left, top })
    }
  }
  return {
    pieces,
    width: (at(last, 0) - at(first, 0) + 1) * TILE_PX,
    height: (at(last, 1) - at(first, 1) + 1) * TILE_PX,
    transform: inverse([
      at(east, 0),
      at(east, 1),
      at(south, 0),
      at(south, 1),
      at(start, 0) - at(first, 0) * TILE_PX,
      at(start, 1) - at(first, 1) * TILE_PX,
    ]),
  }
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0
}

/** The transform back. */
function inverse([a, b, c, d, e, f]: Transform): Transform {
  const det = a * d - b * c
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det]
}

/** The address of a tile's picture. */
export function pictureAddress(template: string, { z, x, y }: TileAddress): string {
  return template.replaceAll('{z}', String(z)).replaceAll('{x}', String(x)).replaceAll('{y}', String(y))
}
