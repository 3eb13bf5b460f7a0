import type { Map as LibreMap } from 'maplibre-gl'
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawRenderMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import type { Place } from '@/api/plans'
import { toDegrees, toUnits } from '@/core/lattice'
import type { Palette } from '@/map/palette'

/** Decimals of a degree on the lattice. */
const PRECISION = 7
const REST = 'rest'

export interface DrawingWishes {
  palette: Palette
  /** The place on the lattice that a place in degrees is drawn to, if any is near. */
  snap: (lon: number, lat: number) => Place | null
  done: (kind: 'line' | 'area', places: Place[]) => void
}

/** Lines and areas drawn on the map by terra-draw, snapped as the planner wants it. */
export class Drawing {
  private readonly draw: TerraDraw
  private kind: 'line' | 'area' | null = null

  constructor(
    private readonly map: LibreMap,
    { palette, snap, done }: DrawingWishes,
  ) {
    const colour = palette.vertex as `#${string}`
    const white = palette.selectedCasing as `#${string}`
    const toCustom = ({ lng, lat }: { lng: number; lat: number }) => {
      const to = snap(lng, lat)
      return to ? [toDegrees(to[0]), toDegrees(to[1])] : undefined
    }
    const points = {
      closingPointColor: white,
      closingPointWidth: 5,
      closingPointOutlineColor: colour,
      closingPointOutlineWidth: 2,
      snappingPointColor: colour,
      snappingPointWidth: 4,
    }
    const common = { snapping: { toCustom }, pointerDistance: 12, showCoordinatePoints: true }
    const coordinates = {
      coordinatePointColor: white,
      coordinatePointWidth: 4,
      coordinatePointOutlineColor: colour,
      coordinatePointOutlineWidth: 2,
    }
    const keyEvents = { cancel: 'Escape', finish: 'Enter' }
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: PRECISION }),
      modes: [
        new TerraDrawLineStringMode({
          ...common,
          keyEvents,
          styles: { lineStringColor: colour, lineStringWidth: 3, ...points, ...coordinates },
        }),
        new TerraDrawPolygonMode({
          ...common,
          keyEvents,
          styles: {
            fillColor: colour,
            fillOpacity: 0.14,
            outlineColor: colour,
            outlineWidth: 3,
            ...points,
            ...coordinates,
          },
        }),
        new TerraDrawRenderMode({ modeName: REST, styles: {} }),
      ],
    })
    this.draw.start()
    this.draw.setMode(REST)
    this.draw.on('finish', (id) => {
      const drawn = this.draw.getSnapshotFeature(id)?.geometry
      this.draw.clear()
      const line =
        drawn?.type === 'Polygon'
          ? drawn.coordinates[0]
          : drawn?.type === 'LineString'
            ? drawn.coordinates
            : []
      const places = (line ?? []).map(([lon = 0, lat = 0]): Place => [toUnits(lon), toUnits(lat)])
      const apart = places.filter(([x, y], n) => x !== places[n - 1]?.[0] || y !== places[n - 1]?.[1])
      if (this.kind && apart.length > 1) done(this.kind, apart)
    })
  }

  /** Draws this from now on; null for nothing. */
  set(kind: 'line' | 'area' | null): void {
    if (kind === this.kind) return
    this.kind = kind
    this.draw.clear()
    this.draw.setMode(kind === 'line' ? 'linestring' : kind === 'area' ? 'polygon' : REST)
  }

  get isDrawing(): boolean {
    return this.draw.getModeState() === 'drawing'
  }

  /** Puts a point where the map is aimed at, for those who draw by keyboard. */
  put(x: number, y: number): void {
    const canvas = this.map.getCanvas()
    const { left, top } = canvas.getBoundingClientRect()
    const where = { clientX: left + x, clientY: top + y, bubbles: true, isPrimary: true, button: 0 }
    for (const type of ['pointermove', 'pointerdown', 'pointerup']) {
      canvas.dispatchEvent(new PointerEvent(type, { ...where, buttons: type === 'pointerdown' ? 1 : 0 }))
    }
  }

  /** Enter and Escape reach terra-draw wherever the focus is. */
  press(key: 'Enter' | 'Escape'): void {
    this.map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key }))
  }

  stop(): void {
    this.draw.stop()
  }
}
