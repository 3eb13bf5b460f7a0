import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

export type NotificationRoute = Schemas['RouteOut']
export type NotificationRoutes = Schemas['RouteList']
export type QuietHours = Schemas['QuietHours']

export function routes({ signal }: Asking = {}): Promise<NotificationRoutes> {
  return answered(server.GET('/api/v1/me/notification-routes', { signal }))
}

export function addRoute(body: Schemas['RouteIn']): Promise<NotificationRoute> {
  return answered(server.POST('/api/v1/me/notification-routes', { body }))
}

export function removeRoute(id: NotificationRoute['id']): Promise<NotificationRoutes> {
  return answered(server.DELETE('/api/v1/me/notification-routes/{id}', { params: { path: { id } } }))
}

/** Whether the other side took a test message. */
export async function testRoute(id: NotificationRoute['id']): Promise<boolean> {
  const asking = server.POST('/api/v1/me/notification-routes/{id}/test', { params: { path: { id } } })
  return (await answered<Schemas['RouteTested']>(asking)).taken
}

export function setQuietHours(quiet: QuietHours | null): Promise<NotificationRoutes> {
  return answered(server.PUT('/api/v1/me/quiet-hours', { body: { quiet } }))
}
