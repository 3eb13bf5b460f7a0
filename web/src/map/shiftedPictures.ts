import type { AddProtocolAction } from 'maplibre-gl'
import { pictureAddress, type ShiftedTile, shiftedTile, TILE_PX } from '@/core/shiftedTile'

/**
 * Pictures in GCJ-02, drawn where the ground truly is: for a tile of the map the tiles of the picture that
 * show its ground are fetched, put side by side and drawn shifted. Everything else on the map stays WGS 84.
 */
const SCHEME = 'gcj02'
/** Each picture serves up to four tiles; this many are kept. */
const MOST_KEPT = 96

const kept = new Map<string, Promise<ImageBitmap | null>>()

/** A template of GCJ-02 pictures as one whose tiles are true. */
export function shiftedTemplate(template: string): string {
  return `${SCHEME}://{z}/{x}/{y}/${encodeURIComponent(template)}`
}

async function load(address: string): Promise<ImageBitmap | null> {
  const answer = await fetch(address)
  // A server has no picture where there is nothing to show.
  if (answer.status === 204 || answer.status === 404) return null
  if (!answer.ok) throw new Error(`${answer.status} ${address}`)
  return createImageBitmap(await answer.blob())
}

function picture(address: string): Promise<ImageBitmap | null> {
  const before = kept.get(address)
  const now = before ?? load(address)
  kept.delete(address)
  kept.set(address, now)
  if (!before) now.catch(() => kept.delete(address))
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break
    kept.delete(oldest)
  }
  return now
}

function context(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const made = new OffscreenCanvas(width, height).getContext('2d')
  if (!made) throw new Error('no 2d canvas')
  return made
}

function draw(made: ShiftedTile, pictures: (ImageBitmap | null)[]): ImageBitmap {
  // Side by side first: pieces drawn one by one at broken pixels would show a seam.
  const mosaic = context(made.width, made.height)
  for (const [n, { left, top }] of made.pieces.entries()) {
    const one = pictures[n]
    if (one) mosaic.drawImage(one, left, top, TILE_PX, TILE_PX)
  }
  const tile = context(TILE_PX, TILE_PX)
  tile.imageSmoothingQuality = 'high'
  tile.setTransform(...made.transform)
  tile.drawImage(mosaic.canvas, 0, 0)
  return tile.canvas.transferToImageBitmap()
}

const loadShifted: AddProtocolAction = async ({ url }) => {
  const [z, x, y, template] = url.slice(`${SCHEME}://`.length).split('/')
  const made = shiftedTile({ z: Number(z), x: Number(x), y: Number(y) })
  const addresses = made.pieces.map(({ tile }) => pictureAddress(decodeURIComponent(template ?? ''), tile))
  return { data: draw(made, await Promise.all(addresses.map(picture))) }
}

/** Teaches the map library the scheme; needed once. */
export function addShiftedPictures(engine: {
  addProtocol: (scheme: string, load: AddProtocolAction) => void
}): void {
  engine.addProtocol(SCHEME, loadShifted)
}
