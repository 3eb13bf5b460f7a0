/** Pixels of a small picture that tiles without a seam. */
export interface Picture {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

/** Device pixels to a map pixel in the pictures below. */
export const PICTURE_RATIO = 2

function canvas(size: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas')
  element.width = size
  element.height = size
  const context = element.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  return context
}

function picture(context: CanvasRenderingContext2D): Picture {
  const { width, height } = context.canvas
  return {
    width,
    height,
    data: context.getImageData(0, 0, width, height).data as Uint8ClampedArray<ArrayBuffer>,
  }
}

/** Diagonal lines, `gap` map pixels apart, rising to the right (or falling). */
export function hatch(colour: string, gap: number, width: number, rising = true, ground = ''): Picture {
  const size = gap * PICTURE_RATIO
  const context = canvas(size)
  if (ground) {
    context.fillStyle = ground
    context.fillRect(0, 0, size, size)
  }
  context.strokeStyle = colour
  context.lineWidth = width * PICTURE_RATIO
  context.lineCap = 'square'
  context.beginPath()
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - size, rising ? 2 * size : -size)
    context.lineTo(shift + 2 * size, rising ? -size : 2 * size)
  }
  context.stroke()
  return picture(context)
}

/** Small dots in a staggered grid. */
export function dots(colour: string, gap: number, radius: number): Picture {
  const size = gap * PICTURE_RATIO
  const context = canvas(size)
  context.fillStyle = colour
  for (const [x, y] of [
    [size / 4, size / 4],
    [(3 * size) / 4, (3 * size) / 4],
  ] as const) {
    context.beginPath()
    context.arc(x, y, radius * PICTURE_RATIO, 0, 2 * Math.PI)
    context.fill()
  }
  return picture(context)
}

export type Mark = 'bar' | 'hollow' | 'ring' | 'arrow' | 'cross'

/** A drop-shaped pin whose head carries a mark, so that faults differ in shape and not in colour only. */
export function pin(colour: string, rim: string, mark: Mark): Picture {
  const [width, height] = [26 * PICTURE_RATIO, 34 * PICTURE_RATIO]
  const element = document.createElement('canvas')
  element.width = width
  element.height = height
  const context = element.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no 2d canvas')
  context.scale(PICTURE_RATIO, PICTURE_RATIO)
  context.beginPath()
  context.moveTo(13, 32)
  context.bezierCurveTo(10, 25, 3, 20.5, 3, 12.5)
  context.arc(13, 12.5, 10, Math.PI, 0)
  context.bezierCurveTo(23, 20.5, 16, 25, 13, 32)
  context.closePath()
  context.fillStyle = colour
  context.fill()
  context.strokeStyle = rim
  context.lineWidth = 2
  context.stroke()
  context.strokeStyle = rim
  context.fillStyle = rim
  context.lineWidth = 2.2
  context.lineCap = 'round'
  context.lineJoin = 'round'
  const lines = (...parts: [number, number][][]) => {
    context.beginPath()
    for (const part of parts) {
      for (const [index, [x, y]] of part.entries()) index ? context.lineTo(x, y) : context.moveTo(x, y)
    }
    context.stroke()
  }
  if (mark === 'bar') {
    context.strokeRect(7.5, 10.5, 7, 6.5)
    context.strokeRect(11.5, 7.5, 7, 6.5)
  } else if (mark === 'hollow') {
    context.setLineDash([2.6, 3])
    context.strokeRect(8.5, 8, 9, 9)
  } else if (mark === 'ring') {
    context.beginPath()
    context.arc(13, 12.5, 4.2, 0, 2 * Math.PI)
    context.stroke()
  } else if (mark === 'arrow')
    lines(
      [
        [8.5, 17],
        [17, 8.5],
      ],
      [
        [11, 8.2],
        [17.3, 8.2],
        [17.3, 14.5],
      ],
    )
  else
    lines(
      [
        [9, 8.5],
        [17, 16.5],
      ],
      [
        [17, 8.5],
        [9, 16.5],
      ],
    )
  return picture(context)
}
