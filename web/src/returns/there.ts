import type { Map as LibreMap } from 'maplibre-gl'
import type { LocationQuery } from 'vue-router'

const CLOSE_ZOOM = 17
/** How long a map may take until it is there. */
const PATIENCE_MS = 15_000
const LOOK_MS = 100

export interface There {
  lon: number
  lat: number
  /** Code of a grid on one side. */
  grid: string
  other: string
  /** How often something went over it, in how many days; empty where the address does not say. */
  count: string
  days: string
}

/** A place that an address asks to begin a plan at: `?at=lon,lat&grid=CODE`. */
export function thereIn(query: LocationQuery): There | null {
  const text = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '')
  const [lon, lat] = text('at').split(',').map(Number)
  if (lon === undefined || lat === undefined || !text('at')) return null
  const good = Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  return good
    ? { lon, lat, grid: text('grid'), other: text('other'), count: text('count'), days: text('days') }
    : null
}

/** Moves the map of the page to a place as soon as there is one; ends by itself, or when told to. */
export function lookThere({ lon, lat }: There): () => void {
  const begun = Date.now()
  const timer = window.setInterval(() => {
    const holder = document.querySelector<HTMLElement & { map?: LibreMap }>('[data-map]')
    const over = Date.now() - begun > PATIENCE_MS
    if (holder?.map?.isStyleLoaded()) holder.map.jumpTo({ center: [lon, lat], zoom: CLOSE_ZOOM })
    else if (!over) return
    window.clearInterval(timer)
  }, LOOK_MS)
  return () => window.clearInterval(timer)
}
