import { ApiError } from '@/api/client'
import type { ActBody, FieldIncident, NewIncident } from '@/api/field'
import type { PhotoTaken } from '@/api/reports'
import { isPassing } from '@/report/sendDraft'
import type { Shelf } from '@/state/shelf'
import type { Errand, Refused } from './errand'

/** What sending needs of the server. */
export interface Door {
  photo: (blob: Blob) => Promise<PhotoTaken>
  act: (number: string, body: ActBody) => Promise<FieldIncident>
  find: (body: NewIncident, key: string) => Promise<FieldIncident>
}

/** How sending ended: all of it, nobody signed in, or it goes on after so many seconds. */
export type Ended = { kind: 'sent' } | { kind: 'signed out' } | { kind: 'later'; afterS: number }

interface Kept {
  key: string
  errand: Errand
}

const KEY_DIGITS = 10
const USUAL_WAIT_S = 15

function refusedBy(error: ApiError): Refused {
  const { code, title, detail, params } = error
  return { code, title, detail, state: typeof params.state === 'string' ? params.state : null }
}

/**
 * What was done without a network, kept on this device and sent in the order in which it was done.
 *
 * What is refused stays until somebody has read it, and holds back what came after it with the same incident;
 * other incidents go on.
 */
export class Errands {
  private kept: Kept[] = []
  private sending: Promise<Ended> | null = null

  constructor(
    private readonly shelf: Shelf<Kept>,
    private readonly door: Door,
    private readonly account: number,
    private readonly told: (list: readonly Errand[], answer: FieldIncident | null) => void,
  ) {}

  get list(): readonly Errand[] {
    return this.kept.filter(({ errand }) => errand.account === this.account).map(({ errand }) => errand)
  }

  async load(): Promise<void> {
    this.kept = (await this.shelf.all()).sort((a, b) => (a.key < b.key ? -1 : 1))
    this.told(this.list, null)
  }

  /** Keeps it; only then has it been done as far as whoever did it is told. */
  async add(errand: Errand): Promise<void> {
    const last = Number(this.kept.at(-1)?.key ?? 0)
    const one = { key: String(last + 1).padStart(KEY_DIGITS, '0'), errand }
    this.kept = [...this.kept, one]
    await this.shelf.put(one.key, one)
    this.told(this.list, null)
  }

  /** Gives it up. */
  async drop(id: string): Promise<void> {
    const found = this.kept.find(({ errand }) => errand.id === id)
    if (!found) return
    this.kept = this.kept.filter((one) => one !== found)
    await this.shelf.remove(found.key)
    this.told(this.list, null)
  }

  /** Lets it be tried once more. */
  async again(id: string): Promise<void> {
    await this.change(id, (errand) => ({ ...errand, refused: null }))
  }

  /** Sends what waits; asked twice at once it is sent once. */
  flush(): Promise<Ended> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null
    })
    return this.sending
  }

  private async sendAll(): Promise<Ended> {
    const held = new Set<string>()
    const tried = new Set<string>()
    for (;;) {
      // Asked anew each time: more may be done while something is being sent.
      const next = this.list.find((one) => {
        if (one.refused && one.kind === 'act') held.add(one.number)
        return !one.refused && !tried.has(one.id) && !(one.kind === 'act' && held.has(one.number))
      })
      if (!next) return { kind: 'sent' }
      tried.add(next.id)
      try {
        const answer = await this.send(next)
        await this.drop(next.id)
        this.told(this.list, answer)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        if (error.status === 401) return { kind: 'signed out' }
        if (isPassing(error)) return { kind: 'later', afterS: error.waitS ?? USUAL_WAIT_S }
        await this.change(next.id, (errand) => ({ ...errand, refused: refusedBy(error) }))
      }
    }
  }

  private async send(errand: Errand): Promise<FieldIncident> {
    let now = errand
    for (const photo of errand.photos) {
      if (photo.token) continue
      const { photo: token } = await this.door.photo(photo.blob)
      const photos = now.photos.map((one) => (one.id === photo.id ? { ...one, token } : one))
      now = { ...now, photos }
      await this.change(errand.id, (one) => ({ ...one, photos }))
    }
    const tokens = now.photos.flatMap(({ token }) => token ?? [])
    const photos = tokens.length ? { photos: tokens } : {}
    if (now.kind === 'find') return this.door.find({ ...now.body, ...photos }, now.id)
    const { number, act, id, made_at, given } = now
    return this.door.act(number, { ...given, ...photos, act, id, made_at })
  }

  private async change(id: string, to: (errand: Errand) => Errand): Promise<void> {
    const found = this.kept.find(({ errand }) => errand.id === id)
    if (!found) return
    const now = { ...found, errand: to(found.errand) }
    this.kept = this.kept.map((one) => (one === found ? now : one))
    await this.shelf.put(now.key, now)
    this.told(this.list, null)
  }
}

export type KeptErrand = Kept
