import type { Appearance } from '@/state/preferences'
import type { IconName } from './icons'

/** What a reader may choose of light and dark, in the order it is offered. */
export const APPEARANCES: readonly { id: Appearance; icon: IconName }[] = [
  { id: 'auto', icon: 'system' },
  { id: 'light', icon: 'sun' },
  { id: 'dark', icon: 'moon' },
]
