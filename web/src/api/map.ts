import type { components } from './schema'
import { type Asking, answered, server } from './server'

export type BaseMap = components['schemas']['BaseMapOut']
export type MapSettings = components['schemas']['MapOut']

export function mapSettings({ signal }: Asking = {}): Promise<MapSettings> {
  return answered(server.GET('/api/v1/map', { signal }))
}
