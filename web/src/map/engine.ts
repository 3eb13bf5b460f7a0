import type * as MapLibre from 'maplibre-gl'
import { addShiftedPictures } from './shiftedPictures'

let loading: Promise<typeof MapLibre> | null = null

/**
 * The map library, fetched only when a map is first shown: the text of a page is usable before it.
 *
 * Its worker is not bundled by Vite and must be named, or the map stays empty.
 */
export function mapEngine(): Promise<typeof MapLibre> {
  loading ??= Promise.all([
    import('maplibre-gl'),
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?url'),
    import('maplibre-gl/dist/maplibre-gl.css'),
  ]).then(([engine, worker]) => {
    engine.setWorkerUrl(worker.default)
    addShiftedPictures(engine)
    return engine
  })
  loading.catch(() => {
    loading = null // so that a retry after a lost connection asks again
  })
  return loading
}

/** Whether this browser can draw a map at all. */
export function canDrawMaps(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}
