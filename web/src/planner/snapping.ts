import type { Place } from '@/api/plans'
import { type Scene, type SnapIndex, snapTo } from '@/core/edits'
import { metresPerPixel } from '@/core/place'

/** What a place being drawn is drawn to. */
export interface Target {
  at: Place
  kind: 'vertex' | 'border' | 'street' | 'water' | 'railway'
  /** Of the street or water, where it has one. */
  name: string
}

/** Metres one lattice unit of latitude spans. */
const UNIT_M = 0.01113195

/** Lattice units of latitude that so many pixels span. */
export function reachOf(pixels: number, latitude: number, zoom: number): number {
  return (pixels * metresPerPixel(latitude, zoom)) / UNIT_M
}

function layerOf(layer: string | undefined): Target['kind'] {
  return layer === 'water' || layer === 'railway' ? layer : 'street'
}

/** The vertex, street or border nearest to a place within reach, if any. */
export function targetAt(place: Place, within: number, scene: Scene, lines: SnapIndex | null): Target | null {
  const found = snapTo(place, within, scene, lines ?? undefined)
  if (!found) return null
  if (found.of === 'border')
    return { at: found.at, kind: found.kind === 'vertex' ? 'vertex' : 'border', name: '' }
  return { at: found.at, kind: layerOf(found.line.layer), name: found.line.name ?? '' }
}
