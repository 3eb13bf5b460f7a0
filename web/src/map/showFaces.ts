import type { GeoJSONSource, Map as LibreMap } from 'maplibre-gl'
import type { Face } from '@/api/people'
import type { Handover } from '@/core/handover'
import { FACES, facePoints, underFaces } from './faceLayer'
import { drawFace, faceName } from './facePicture'
import { nameSize } from './gridLayers'
import { readPalette } from './palette'
import { PICTURE_RATIO } from './pattern'

/** Names step under the markers where there are some, and back where there are none. */
function moveNames(target: LibreMap, order: readonly Handover[], faces: boolean): void {
  for (const [place, { level }] of order.entries()) {
    if (!target.getLayer(`label-${level}`)) continue
    const where = underFaces(nameSize(place, order.length), faces)
    target.setLayoutProperty(`label-${level}`, 'text-anchor', where['text-anchor'])
    target.setLayoutProperty(`label-${level}`, 'text-offset', where['text-offset'])
  }
}

/**
 * Puts markers of people on a map; pictures that it does not have yet are drawn first.
 *
 * @param wanted Whether these are still the ones to show, once their pictures are drawn.
 */
export async function showFaces(
  target: LibreMap,
  faces: readonly Face[],
  theme: string,
  order: readonly Handover[],
  wanted: () => boolean,
): Promise<void> {
  const palette = readPalette()
  const font = getComputedStyle(document.body).fontFamily
  const missing = new Map(faces.map((face) => [faceName(face, theme), face]))
  for (const name of missing.keys()) if (target.hasImage(name)) missing.delete(name)
  await Promise.all(
    [...missing].map(async ([name, face]) => {
      const picture = await drawFace(face, palette, font)
      if (wanted() && picture && !target.hasImage(name)) {
        target.addImage(name, picture, { pixelRatio: PICTURE_RATIO })
      }
    }),
  )
  if (!wanted()) return
  target.getSource<GeoJSONSource>(FACES)?.setData(facePoints(faces, theme))
  moveNames(target, order, faces.length > 0)
}

/** Draws around the grids of one person; around none where there are no codes. */
export function showHeld(target: LibreMap, codes: readonly string[], order: readonly Handover[]): void {
  for (const { level } of order) {
    if (target.getLayer(`held-${level}`)) {
      target.setFilter(`held-${level}`, ['in', ['get', 'code'], ['literal', [...codes]]])
    }
  }
}
