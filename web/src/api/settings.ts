import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type Setting = Schemas['SettingOut']

export async function settings({ signal }: Asking = {}): Promise<Setting[]> {
  return (await answered<{ items: Setting[] }>(server.GET('/api/v1/settings', { signal }))).items
}
