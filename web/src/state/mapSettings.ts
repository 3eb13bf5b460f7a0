import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type BaseMap, type MapSettings, mapSettings } from '@/api/map'
import { keepZone } from '@/core/instant'
import type { Box } from '@/core/place'
import { i18n } from '@/words'

const NO_BASE: BaseMap = {
  kind: 'none',
  tiles: [],
  labels: [],
  attribution: null,
  max_zoom: 18,
  crs: 'EPSG:3857',
}

/** Metres within which a border is near, as long as the installation has not said. */
const NEAR_BORDER_M = 20

/** What this installation's map is opened with. The grids stand without it, on plain paper. */
export const useMapSettings = defineStore('mapSettings', () => {
  const settled = ref(false)
  const found = shallowRef<MapSettings | null>(null)
  const base = computed(() => found.value?.basemap ?? NO_BASE)
  const isMadeUp = computed(() => found.value?.made_up ?? false)
  const box = computed<Box | null>(() => found.value?.view?.bbox ?? null)
  const title = computed(() => found.value?.title?.[i18n.global.locale.value] ?? '')

  const nearBorderM = computed(() => found.value?.near_border_m ?? NEAR_BORDER_M)

  async function load(): Promise<void> {
    found.value = await mapSettings().catch((error) => {
      console.warn(error)
      return null
    })
    keepZone(found.value?.timezone)
    settled.value = true
  }

  return { settled, base, isMadeUp, box, title, nearBorderM, load }
})
