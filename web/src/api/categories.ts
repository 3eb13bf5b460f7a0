import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** A kind of thing that can be reported; those without a parent are the large groups. */
export type Category = Schemas['CategoryChoice']
export type Catalogue = Schemas['CategoryList']

/** What there is to choose from now. */
export function catalogue({ signal }: Asking = {}): Promise<Catalogue> {
  return answered(server.GET('/api/v1/categories', { signal }))
}
