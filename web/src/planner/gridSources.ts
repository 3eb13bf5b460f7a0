import type { FeatureCollection } from 'geojson'
import type { GeoJSONSource, Map as LibreMap } from 'maplibre-gl'
import type { PlanGrid } from '@/api/plans'
import type { Scene } from '@/core/edits'
import type { Redraw } from './drawnGrids'
import { collection, gridFeature, labelFeature, Numbers } from './gridFeatures'
import type { SourceName } from './plannerSources'

/** Keeps the map's sources the same as the plan: all at first, and then only what has changed. */
export class GridSources {
  private readonly numbers = new Numbers()
  private aside: string[] = []

  constructor(
    private readonly map: LibreMap,
    private readonly noteOf: (grid: PlanGrid) => string,
  ) {}

  put(name: SourceName, data: FeatureCollection): void {
    this.map.getSource<GeoJSONSource>(name)?.setData(data)
  }

  draw(grids: ReadonlyMap<string, PlanGrid>, scene: Scene, { all, changed, ended }: Redraw): void {
    if (all) {
      const shown = [...grids.values()]
      this.put('grids', collection(shown.map((grid) => this.feature(grid, scene))))
      this.put('labels', collection(shown.map((grid) => this.label(grid, scene))))
      return
    }
    const now = changed.map((key) => grids.get(key)).filter((grid) => grid !== undefined)
    const remove = ended.map((key) => this.numbers.get(key))
    // A feature that is added under a known number takes the place of the former.
    void this.source('grids')?.updateData({ remove, add: now.map((grid) => this.feature(grid, scene)) })
    void this.source('labels')?.updateData({ remove, add: now.map((grid) => this.label(grid, scene)) })
  }

  /** Grids that step back, because they are being drawn anew over it; none ends that. */
  setAside(keys: readonly string[]): void {
    for (const key of this.aside) this.mark(key, false)
    this.aside = [...keys]
    for (const key of this.aside) this.mark(key, true)
  }

  private mark(key: string, aside: boolean): void {
    if (this.source('grids'))
      this.map.setFeatureState({ source: 'grids', id: this.numbers.get(key) }, { aside })
  }

  private source(name: SourceName): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(name)
  }

  private feature(grid: PlanGrid, scene: Scene) {
    return gridFeature(grid, this.numbers.get(grid.key), scene.isLeaf(grid.key))
  }

  private label(grid: PlanGrid, scene: Scene) {
    return labelFeature(grid, this.numbers.get(grid.key), scene.isLeaf(grid.key), this.noteOf(grid))
  }
}
