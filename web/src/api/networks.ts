import type { components } from './schema'
import { type Asking, answered, day, server } from './server'

type Schemas = components['schemas']

/** A professional network (专业网格): the districts of one service on the ground of a grid. */
export type Network = Schemas['NetworkOut']
export type NetworkWhole = Schemas['NetworkWhole']
export type NetworkFields = Schemas['NetworkIn']
export type NetworkChange = Schemas['NetworkChange']
export type Cell = Schemas['CellOut']
export type CellIn = Schemas['CellIn']
export type CellGrid = Schemas['NamedGrid']
export type NetworkProof = Schemas['NetworkProof']

const seen = (id: number, version: number) => ({ path: { id }, header: { 'If-Match': `"${version}"` } })

export async function networks(closed: boolean, { signal }: Asking = {}): Promise<Network[]> {
  const params = { query: { closed } }
  return (await answered<Schemas['NetworkList']>(server.GET('/api/v1/networks', { params, signal }))).items
}

export function addNetwork(body: NetworkFields): Promise<NetworkWhole> {
  return answered(server.POST('/api/v1/networks', { body }))
}

export function network(id: number, { asOf, signal }: Asking = {}): Promise<NetworkWhole> {
  const params = { path: { id }, query: { as_of: day(asOf) } }
  return answered(server.GET('/api/v1/networks/{id}', { params, signal }))
}

export function changeNetwork(id: number, version: number, body: NetworkChange): Promise<NetworkWhole> {
  return answered(server.PATCH('/api/v1/networks/{id}', { params: seen(id, version), body }))
}

/** These cells and no others, from now on. */
export function replaceCells(id: number, version: number, cells: CellIn[]): Promise<NetworkWhole> {
  return answered(server.PUT('/api/v1/networks/{id}/cells', { params: seen(id, version), body: { cells } }))
}

/** Whether the cells on record are a coverage, on a day. */
export function networkProof(id: number, { asOf, signal }: Asking = {}): Promise<NetworkProof> {
  const params = { path: { id }, query: { as_of: day(asOf) } }
  return answered(server.GET('/api/v1/networks/{id}/proof', { params, signal }))
}

/** Whether some cells would be one. */
export function proveCells(id: number, cells: CellIn[], { signal }: Asking = {}): Promise<NetworkProof> {
  return answered(
    server.POST('/api/v1/networks/{id}/proof', { params: { path: { id } }, body: { cells }, signal }),
  )
}
