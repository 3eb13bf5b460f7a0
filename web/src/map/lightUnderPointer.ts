import type { Map as LibreMap, MapMouseEvent } from 'maplibre-gl'
import type { Handover } from '@/core/handover'

/** The grid under the pointer is lit; nothing depends on it, so that touch misses nothing. */
export function lightUnderPointer(target: LibreMap, order: () => readonly Handover[]): void {
  let lit: { source: string; sourceLayer: string; id: string | number } | null = null
  const light = (now: typeof lit) => {
    if (lit?.id === now?.id && lit?.source === now?.source) return
    if (lit && target.getSource(lit.source)) target.setFeatureState(lit, { hover: false })
    lit = now
    if (lit) target.setFeatureState(lit, { hover: true })
  }
  target.on('mousemove', ({ point }: MapMouseEvent) => {
    const layers = order()
      .map(({ level }) => `fill-${level}`)
      .filter((id) => target.getLayer(id))
    const found = target.queryRenderedFeatures(point, { layers }).at(0)
    target.getCanvas().style.cursor = found ? 'pointer' : 'default'
    const id = found?.id
    light(
      found && id !== undefined ? { source: found.source, sourceLayer: found.sourceLayer ?? '', id } : null,
    )
  })
  target.on('mouseout', () => light(null))
}
