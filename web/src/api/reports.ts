import type { LonLat } from '@/core/place'
import type { Language } from '@/words'
import { type Asking, answered, loose } from './loose'
import type { Answer, GridName } from './people'

/** A photo that the server has taken: what it is called, and where it was taken if it said so. */
export interface PhotoTaken {
  photo: string
  position: { lon: number; lat: number } | null
  width: number
  height: number
}

export interface ReportBody {
  category: string
  text: string
  lon: number
  lat: number
  place?: string
  /** The grid that was chosen where two come near. */
  grid?: string
  photos?: string[]
  contact?: { name?: string; phone?: string }
  language?: Language
}

/** One step of how a due time was reckoned. */
export interface DueStep {
  code: string
  text_zh: string
  text_en: string
}

export interface Reported {
  number: string
  /** Told this once: with the number it opens the report again. */
  secret: string
  state: string
  /** Level ascending; empty outside. */
  chain: GridName[]
  /** Who answers for the last of them now. */
  who: Answer | null
  border: { distance_m: number; neighbour: GridName } | null
  outside: boolean
  due_at: string | null
  due_explained: DueStep[]
}

/** Something open nearby that may be the same. */
export interface LikelySame {
  number: string
  category: string
  state: string
  distance_m: number
  reported_at: string
  photos: number
}

/** What whoever knows the secret may see of a report: nobody's name. */
export interface Followed {
  number: string
  state: string
  category: string
  lon: number
  lat: number
  reported_at: string
  due_at: string | null
  closed_at: string | null
  /** Number of the incident that goes on instead. */
  duplicate_of: string | null
  history: { act: string; at: string; to: string; said?: string | null }[]
  rating: number | null
  can: FollowAct[]
}

export const FOLLOW_ACTS = ['withdraw', 'rate', 'reopen', 'add'] as const
export type FollowAct = (typeof FOLLOW_ACTS)[number]

/** Sends a photo as it is; its position is told and then forgotten by the server. */
export function sendPhoto(photo: Blob): Promise<PhotoTaken> {
  return answered(
    loose.POST('/api/v1/incident-photos', {
      body: photo,
      bodySerializer: (body) => body,
      headers: { 'Content-Type': photo.type || 'application/octet-stream' },
    }),
  )
}

/** Reports something. The same key sent twice is one report, and has the same answer. */
export function sendReport(body: ReportBody, key: string): Promise<Reported> {
  return answered(loose.POST('/api/v1/reports', { body, headers: { 'Idempotency-Key': key } }))
}

export async function likelySame(
  category: string,
  [lon, lat]: LonLat,
  { signal }: Asking = {},
): Promise<LikelySame[]> {
  const params = { query: { category, lon, lat } }
  return (await answered<{ items: LikelySame[] }>(loose.GET('/api/v1/reports/likely', { params, signal })))
    .items
}

export function followed(number: string, secret: string, { signal }: Asking = {}): Promise<Followed> {
  const options = { params: { path: { number } }, headers: { 'X-Report-Secret': secret }, signal }
  return answered(loose.GET('/api/v1/reports/{number}', options))
}

export interface FollowGiven {
  /** Sent twice it is done once. */
  id: string
  text?: string
  reason?: string
  photos?: string[]
  solved?: boolean
  rating?: number
}

export function followAct(
  number: string,
  secret: string,
  act: FollowAct,
  body: FollowGiven,
): Promise<Followed> {
  const options = { params: { path: { number } }, body, headers: { 'X-Report-Secret': secret } }
  return answered(loose.POST(`/api/v1/reports/{number}/${act}`, options))
}
