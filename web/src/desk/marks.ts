import { type Palette, readPalette } from '@/map/palette'
import { dots, hatch, PICTURE_RATIO, type Picture } from '@/map/pattern'
import { COLOURS, LOOKS, type Look, SHAPES } from './look'

const MARK_PX = 22
const RIM_PX = 2.4
/** The paths of shapes are drawn on a square of so many units. */
const UNITS = 20

function mark(path: string, colour: string, rim: string): Picture {
  const size = MARK_PX * PICTURE_RATIO
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  const shape = new Path2D(path)
  const scale = ((MARK_PX - RIM_PX) / UNITS) * PICTURE_RATIO
  context.translate((RIM_PX / 2) * PICTURE_RATIO, (RIM_PX / 2) * PICTURE_RATIO)
  context.scale(scale, scale)
  context.lineJoin = 'round'
  context.strokeStyle = rim
  context.lineWidth = RIM_PX
  context.stroke(shape)
  context.fillStyle = colour
  context.fill(shape, 'evenodd')
  const data = context.getImageData(0, 0, size, size).data as Uint8ClampedArray<ArrayBuffer>
  return { width: size, height: size, data }
}

export const markName = (look: Look) => `case-${look}`

export function statusColour(look: Look): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${COLOURS[look]}`).trim()
}

/** Pictures that the desk's map puts on the ground. */
export function deskPictures(palette: Palette = readPalette()): Record<string, Picture> {
  const marks = LOOKS.map(
    (look) => [markName(look), mark(SHAPES[look], statusColour(look), palette.halo)] as const,
  )
  return {
    'special-hatch': hatch(palette.hatch, 8, 0.9),
    'outside-dots': dots(palette.outsideDot, 14, 0.8),
    ...Object.fromEntries(marks),
  }
}
