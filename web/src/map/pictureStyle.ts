import type { LayerSpecification, RasterSourceSpecification } from 'maplibre-gl'
import type { BaseMap } from '@/api/map'
import { TILE_PX } from '@/core/shiftedTile'
import type { Palette } from './palette'
import { shiftedTemplate } from './shiftedPictures'

/** Name of the source of an outside map's pictures; its names have another. */
export const PICTURES = 'pictures'
const NAMES = 'picture-names'

/** The pictures of an outside map as sources, those in GCJ-02 drawn where they belong. */
export function pictureSources({
  tiles,
  labels,
  max_zoom,
  crs,
}: BaseMap): Record<string, RasterSourceSpecification> {
  const source = (templates: string[]): RasterSourceSpecification => ({
    type: 'raster',
    tiles: crs === 'GCJ-02' ? templates.map(shiftedTemplate) : templates,
    tileSize: TILE_PX,
    maxzoom: max_zoom,
  })
  return { [PICTURES]: source(tiles), ...(labels.length ? { [NAMES]: source(labels) } : {}) }
}

/** Pictures recede as our own ground does: paler by day, darker by night. */
export function pictureLayers({ labels }: BaseMap, { dark }: Palette): LayerSpecification[] {
  const paint = dark
    ? { 'raster-saturation': -0.5, 'raster-brightness-max': 0.45 }
    : { 'raster-saturation': -0.35, 'raster-brightness-min': 0.12 }
  const layer = (id: string): LayerSpecification => ({ id, type: 'raster', source: id, paint })
  return [layer(PICTURES), ...(labels.length ? [layer(NAMES)] : [])]
}
