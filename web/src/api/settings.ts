import { type Asking, answered } from './server'
import { untyped } from './untyped'

export interface Setting {
  name: string
  meaning: string
  default: unknown
  /** Null for a secret, which is never sent. */
  value: unknown
  secret: boolean
}

export async function settings({ signal }: Asking = {}): Promise<Setting[]> {
  return (await answered<{ items: Setting[] }>(untyped.GET('/api/v1/settings', { signal }))).items
}
