import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type Camera, cameraText, readView, type View, writeView } from '@/core/view'
import { usePreferences } from './preferences'

/** The address of the map: what it asks for, and how it is changed. */
export function useMapAddress() {
  const route = useRoute()
  const router = useRouter()
  const preferences = usePreferences()
  const view = computed(() => readView(route.query))
  const code = computed(() => view.value.grid)
  const cameraNow = ref<Camera | null>(null)

  /** The address with something changed. The map's camera stays unless it is to be chosen anew. */
  function address(grid: string | null, change: Partial<View>) {
    const camera = cameraNow.value ?? view.value.camera
    const query = writeView({ ...view.value, camera, language: preferences.language, ...change, grid })
    return { name: 'home', query }
  }

  /** Keeps where the map looks in the address, without a step in the history. */
  function writeCamera(camera: Camera): void {
    if (route.name !== 'home') return // the page is being left
    const written = view.value.camera && cameraText(view.value.camera)
    if (written === cameraText(camera)) return
    const query = writeView({ ...view.value, camera, language: preferences.language })
    void router.replace({ name: 'home', query })
  }

  // The language is part of the address, so that a link shows what its sender saw.
  watch(
    () => view.value.language,
    (now) => {
      if (now) preferences.language = now
    },
    { immediate: true },
  )
  watch(
    () => preferences.language,
    () => void router.replace(address(code.value, {})),
  )

  return { route, router, view, code, cameraNow, address, writeCamera }
}
