import { shallowRef } from 'vue'
import type { Box } from '@/core/place'

/** A place that a list beside the map asks to see: west, south, east, north in degrees. */
export const lookAt = shallowRef<Box | null>(null)
