import type { Palette } from '@/map/palette'
import { dots, hatch, PICTURE_RATIO, type Picture } from '@/map/pattern'

const LOCK_PX = 16

/** A small padlock on a round ground, to stand on a border that may not be moved. */
function lock(colour: string, ground: string): Picture {
  const size = LOCK_PX * PICTURE_RATIO
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  context.scale(PICTURE_RATIO, PICTURE_RATIO)
  context.fillStyle = ground
  context.beginPath()
  context.arc(8, 8, 7.5, 0, 2 * Math.PI)
  context.fill()
  context.fillStyle = colour
  context.fillRect(4.5, 7.2, 7, 5)
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(5.8, 7.4)
  context.lineTo(5.8, 5.8)
  context.arc(8, 5.8, 2.2, Math.PI, 0)
  context.lineTo(10.2, 7.4)
  context.stroke()
  const data = context.getImageData(0, 0, size, size).data as Uint8ClampedArray<ArrayBuffer>
  return { width: size, height: size, data }
}

/** A drop that points at the place of a comment, with a round white eye. */
function pin(colour: string, eye: string, width: number): Picture {
  const height = Math.round(width * 1.3)
  const canvas = document.createElement('canvas')
  canvas.width = width * PICTURE_RATIO
  canvas.height = height * PICTURE_RATIO
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  context.scale(PICTURE_RATIO, PICTURE_RATIO)
  const radius = width / 2 - 1.5
  const middle = width / 2
  context.beginPath()
  context.arc(middle, radius + 1.5, radius, 0.8 * Math.PI, 0.2 * Math.PI)
  context.lineTo(middle, height - 1)
  context.closePath()
  context.fillStyle = colour
  context.strokeStyle = eye
  context.lineWidth = 1.5
  context.fill()
  context.stroke()
  context.beginPath()
  context.arc(middle, radius + 1.5, radius * 0.4, 0, 2 * Math.PI)
  context.fillStyle = eye
  context.fill()
  const data = context.getImageData(0, 0, canvas.width, canvas.height).data
  return { width: canvas.width, height: canvas.height, data: data as Uint8ClampedArray<ArrayBuffer> }
}

export function plannerPictures(palette: Palette): Record<string, Picture> {
  return {
    'special-hatch': hatch(palette.hatch, 8, 0.9),
    'void-hatch': hatch(palette.gapLine, 9, 1, false),
    'changed-dots': dots(palette.vertex, 18, 0.9),
    pin: pin(palette.vertex, palette.selectedCasing, 22),
    'pin-chosen': pin(palette.selected, palette.selectedCasing, 30),
    'pin-settled': pin(palette.textSoft, palette.selectedCasing, 18),
    lock: lock(palette.level1, palette.level1Casing),
  }
}
