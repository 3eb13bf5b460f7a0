import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ApiError } from '@/api/client'
import type { Operation, Place } from '@/api/plans'
import { toDegrees } from '@/core/lattice'
import type { LonLat } from '@/core/place'

/** What was drawn and refused, and where on the map that is said. */
export interface Refused {
  lines: readonly (readonly Place[])[]
  at: LonLat
  error: ApiError
}

export const lonLatOf = ([x, y]: Place): LonLat => [toDegrees(x), toDegrees(y)]

/** A place of a refusal's parameters, if it names one. */
export function placeOf(params: Record<string, unknown>): Place | null {
  return isPlace(params.at) ? params.at : null
}

/** The lines that an operation draws: its line, its lines, its piece, or the way of a vertex. */
export function linesOf({ arguments: given }: Operation): Place[][] {
  const { line, lines, piece, gap, at, from, to } = given
  if (isLine(line)) return [line]
  const several = [lines, piece, (gap as { piece?: unknown } | null)?.piece].find(
    (one): one is Place[][] => Array.isArray(one) && one.every(isLine),
  )
  if (several) return lines === several ? several : several.map(closed)
  const start = isPlace(at) ? at : from
  return isPlace(start) && isPlace(to) ? [[start, to]] : []
}

function isPlace(value: unknown): value is Place {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)
}

function isLine(value: unknown): value is Place[] {
  return Array.isArray(value) && value.length > 1 && value.every(isPlace)
}

function closed(ring: Place[]): Place[] {
  return ring[0] ? [...ring, ring[0]] : ring
}

/** The attempt that was refused last: it stays on the map until the next one. */
export const useRefused = defineStore('planner.refused', () => {
  const last = shallowRef<Refused | null>(null)

  function show(error: ApiError, at: LonLat, operation?: Operation): void {
    const place = placeOf(error.params)
    last.value = { lines: operation ? linesOf(operation) : [], at: place ? lonLatOf(place) : at, error }
  }

  function forget(): void {
    last.value = null
  }

  return { last, show, forget }
})
