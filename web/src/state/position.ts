import { onScopeDispose, ref } from 'vue'

export type PositionTrouble = 'denied' | 'unavailable' | 'timeout' | 'insecure'

export interface Position {
  lon: number
  lat: number
  accuracyM: number
}

const WAIT_MS = 12_000

/** Asks the device where it is, once, and only when the reader asked for it. */
export function usePosition() {
  const busy = ref(false)
  const trouble = ref<PositionTrouble | null>(null)
  let ended = false
  onScopeDispose(() => {
    ended = true
  })

  function ask(found: (position: Position) => void): void {
    trouble.value = null
    if (!window.isSecureContext || !navigator.geolocation) {
      trouble.value = window.isSecureContext ? 'unavailable' : 'insecure'
      return
    }
    busy.value = true
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        busy.value = false
        if (!ended) found({ lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy })
      },
      ({ code }) => {
        busy.value = false
        trouble.value = code === 1 ? 'denied' : code === 3 ? 'timeout' : 'unavailable'
      },
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 30_000 },
    )
  }

  return { busy, trouble, ask }
}
