import type { components } from './schema'
import { type Asking, answered, day, server } from './server'

/** What lies in a grid. A layer that is null was never loaded, which is not the same as nothing there. */
export type LedgerCounts = components['schemas']['CountsOut']
export type Ledger = components['schemas']['LedgerOut']

export function ledger(code: string, { asOf, signal }: Asking = {}): Promise<Ledger> {
  const params = { path: { code }, query: { as_of: day(asOf) } }
  return answered(server.GET('/api/v1/grids/{code}/ledger', { params, signal }))
}
