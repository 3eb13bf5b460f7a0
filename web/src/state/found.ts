import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Found } from '@/api/search'
import type { LonLat } from '@/core/place'

/** A point as an address writes it. */
export function pointText([lon, lat]: LonLat): string {
  return [lon, lat].map((degrees) => Number(degrees.toFixed(7))).join(',')
}

/** What was last chosen in the search, so that its name stands where its point is shown. */
export const useFound = defineStore('found', () => {
  const last = shallowRef<Found | null>(null)

  /** What stands at a point, if it is the one that was found. */
  function at(point: LonLat | null): Found | null {
    const now = last.value
    return now && point && pointText(point) === pointText([now.lon, now.lat]) ? now : null
  }

  return { last, at }
})
