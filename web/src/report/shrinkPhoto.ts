import { exifPosition } from '@/core/exifPosition'
import type { LonLat } from '@/core/place'

/** Large enough to read a number plate, small enough for a weak network. */
const LONGEST_PX = 1600
const QUALITY = 0.82
/** Below this making it smaller gains nothing. */
const SMALL_BYTES = 400_000
const EXIF_WITHIN = 256 * 1024

export interface Shrunk {
  blob: Blob
  /** Where it was taken, if its camera wrote so; it is not in the smaller picture any more. */
  position: LonLat | null
}

/** A photo as it is sent: upright, at most 1600 px, without what the camera wrote into it. */
export async function shrinkPhoto(file: Blob): Promise<Shrunk> {
  const position = exifPosition(await file.slice(0, EXIF_WITHIN).arrayBuffer())
  // What this browser cannot read, the server may, or says why not.
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return { blob: file, position }
  try {
    const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height))
    if (scale === 1 && file.size <= SMALL_BYTES && position === null) return { blob: file, position }
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    return { blob: blob && blob.size < file.size ? blob : (blob ?? file), position }
  } finally {
    picture.close()
  }
}
