import type { Face } from '@/api/people'
import { type Ring, ringOf } from '@/people/wording'
import type { Palette } from './palette'
import { PICTURE_RATIO } from './pattern'

/** Across, ring included, px on the page. */
export const FACE_PX = 40
const RING_PX = 3
/** Paper between the ring and the picture. */
const GAP_PX = 1.5
/** How much of the tint is in the ground under an initial. */
const TINT = 0.3
/** Dashes and dots of the ring, px. */
const DASHES: Record<Ring, number[]> = { head: [], 'stand-in': [7, 4.5], vacant: [0.1, 5.2] }

/** Names a picture: equal pictures share a name, so that each is drawn once. */
export function faceName({ photo, initial, tint, because, vacant }: Face, theme: string): string {
  return ['face', theme, ringOf({ because, vacant }), photo ?? `${initial ?? ''}${tint}`].join('|')
}

function circle(context: CanvasRenderingContext2D, radius: number): void {
  context.beginPath()
  context.arc(FACE_PX / 2, FACE_PX / 2, radius, 0, 2 * Math.PI)
}

function drawNobody(context: CanvasRenderingContext2D): void {
  const centre = FACE_PX / 2
  context.beginPath()
  context.arc(centre, centre - 5, 5, 0, 2 * Math.PI)
  context.fill()
  context.beginPath()
  context.arc(centre, centre + 13, 10.5, Math.PI * 1.15, Math.PI * 1.85)
  context.fill()
}

async function loaded(address: string): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = address
  return image.decode().then(
    () => image,
    () => null, // the initial stands in
  )
}

/** Draws a round marker: a photo or an initial on its tint, in the ring of who it is. */
export async function drawFace(face: Face, palette: Palette, font: string): Promise<ImageData | null> {
  const canvas = document.createElement('canvas')
  canvas.width = FACE_PX * PICTURE_RATIO
  canvas.height = FACE_PX * PICTURE_RATIO
  const context = canvas.getContext('2d')
  if (!context) return null
  const photo = face.photo ? await loaded(face.photo) : null
  context.scale(PICTURE_RATIO, PICTURE_RATIO)
  const outer = FACE_PX / 2
  circle(context, outer)
  context.fillStyle = palette.halo
  context.fill()

  const inner = outer - RING_PX - GAP_PX
  context.save()
  circle(context, inner)
  context.clip()
  if (photo) context.drawImage(photo, outer - inner, outer - inner, 2 * inner, 2 * inner)
  else {
    context.globalAlpha = TINT
    context.fillStyle = palette.hues[((face.tint % 6) + 6) % 6] ?? palette.ink
    context.fillRect(0, 0, FACE_PX, FACE_PX)
    context.globalAlpha = 1
    context.fillStyle = palette.ink
    if (face.initial) {
      context.font = `500 17px ${font}`
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillText(face.initial, outer, outer + 1)
    } else drawNobody(context)
  }
  context.restore()

  const ring = ringOf(face)
  circle(context, outer - RING_PX / 2 - 0.25)
  context.lineWidth = RING_PX
  context.lineCap = ring === 'vacant' ? 'round' : 'butt'
  context.setLineDash(DASHES[ring])
  context.strokeStyle = ring === 'vacant' ? palette.vacant : palette.selected
  context.stroke()
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
