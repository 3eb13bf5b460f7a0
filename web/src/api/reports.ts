import type { LonLat } from '@/core/place'
import type { components } from './schema'
import { type Asking, answered, server } from './server'

type Schemas = components['schemas']

/** A photo that the server has taken: what it is called, and where it was taken if it said so. */
export type PhotoTaken = Schemas['PhotoKept']
export type ReportBody = Pick<
  Schemas['ReportIn'],
  'category' | 'text' | 'lon' | 'lat' | 'place' | 'grid' | 'contact' | 'language' | 'same_as'
> & { photos?: string[] }
/** What became of a report. The secret is told this once: with the number it opens the report again. */
export type Reported = Schemas['ReportOut']
/** Something open nearby that may be the same. */
export type LikelySame = Schemas['LikelyReport']
/** What whoever knows the secret may see of a report: nobody's name. */
export type Followed = Schemas['FollowedOut']
export type FollowAct = Followed['can'][number]
export type FollowGiven = Omit<Schemas['ReporterActIn'], 'photos'> & { photos?: string[] }

/** Sends a photo as it is; its position is told and then forgotten by the server. */
export function sendPhoto(photo: Blob): Promise<PhotoTaken> {
  const asking = server.POST('/api/v1/incident-photos', {
    body: photo as unknown as string,
    bodySerializer: (body) => body,
    headers: { 'Content-Type': photo.type || 'application/octet-stream' },
  })
  return answered(asking)
}

/** Reports something. The same key sent twice is one report, and has the same answer. */
export function sendReport(body: ReportBody, key: string): Promise<Reported> {
  const whole = body as Schemas['ReportIn']
  return answered(server.POST('/api/v1/reports', { body: whole, headers: { 'Idempotency-Key': key } }))
}

export async function likelySame(
  category: string,
  [lon, lat]: LonLat,
  { signal }: Asking = {},
): Promise<LikelySame[]> {
  const params = { query: { category, lon, lat } }
  const asking = server.GET('/api/v1/reports/likely', { params, signal })
  return (await answered<Schemas['LikelyReports']>(asking)).incidents
}

export function followed(number: string, secret: string, { signal }: Asking = {}): Promise<Followed> {
  const params = { path: { number }, header: { 'X-Report-Secret': secret } }
  return answered(server.GET('/api/v1/reports/{number}', { params, signal }))
}

export function followAct(
  number: string,
  secret: string,
  act: FollowAct,
  given: FollowGiven,
): Promise<Followed> {
  const params = { path: { number, act }, header: { 'X-Report-Secret': secret } }
  const body = given as Schemas['ReporterActIn']
  return answered(server.POST('/api/v1/reports/{number}/{act}', { params, body }))
}
