import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import {
  addIncident,
  doAct,
  type FieldIncident,
  type FieldRow,
  fieldIncident,
  type Given,
  myWork,
  type NewIncident,
  type Work,
} from '@/api/field'
import { sendPhoto } from '@/api/reports'
import { uuid } from '@/planner/uuid'
import type { ChosenPhoto } from '@/report/photo'
import { useSession } from '@/state/session'
import { deviceShelf } from '@/state/shelf'
import { type Errand, projected } from './errand'
import { Errands, type KeptErrand } from './errands'

/** So many are looked at beforehand, so that they can be read where there is no network. */
const READ_AHEAD = 8
const REFRESH_MS = 60_000

interface KeptWork {
  work: Work
  at: string
}

/** What somebody has to do in their grids, with and without a network. */
export function useField(account: number) {
  const session = useSession()
  const shelf = deviceShelf<KeptWork>('work')
  const cases = deviceShelf<FieldIncident>('work')
  const work = shallowRef<Work | null>(null)
  /** When the list was last told by the server. */
  const seenAt = ref<string | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  const unreachable = ref(!navigator.onLine)
  const errands = shallowRef<readonly Errand[]>([])
  const details = shallowRef<ReadonlyMap<string, FieldIncident>>(new Map())
  const sending = ref(false)
  let retry = 0
  let ended = false
  const KEY = `work-${account}`
  const caseKey = (number: string) => `case-${account}-${number}`

  const book = new Errands(
    deviceShelf<KeptErrand>('waiting'),
    { photo: sendPhoto, act: doAct, find: addIncident },
    account,
    (list, answer) => {
      errands.value = [...list]
      if (answer) take(answer)
    },
  )

  function take(incident: FieldIncident): void {
    details.value = new Map(details.value).set(incident.number, incident)
    void cases.put(caseKey(incident.number), incident).catch(console.warn)
    const now = work.value
    if (!now) return
    const put = (rows: FieldRow[]) =>
      rows.map((row) => (row.number === incident.number ? { ...row, ...rowOf(incident) } : row))
    work.value = { mine: put(now.mine), to_verify: put(now.to_verify), to_sample: put(now.to_sample) }
  }

  const arrivedAt = (number: string): boolean => {
    const history = details.value.get(number)?.history ?? []
    // Only since it was last given to somebody.
    const from = history.findLastIndex(
      ({ act, to }) => to === 'dispatched' || act === 'reopen' || act === 'rework',
    )
    return history.slice(from + 1).some(({ act }) => act === 'arrive')
  }
  const show = (row: FieldRow) => projected(row, errands.value, arrivedAt(row.number))
  const mine = computed(() => (work.value?.mine ?? []).map(show))
  const toCheck = computed(() =>
    [...(work.value?.to_verify ?? []), ...(work.value?.to_sample ?? [])].map(show),
  )
  const waiting = computed(() => errands.value.filter(({ refused }) => !refused).length)
  const refused = computed(() => errands.value.filter((one) => one.refused).length)

  async function load(): Promise<void> {
    if (loading.value) return
    loading.value = true
    try {
      const found = await myWork()
      work.value = found
      seenAt.value = new Date().toISOString()
      error.value = null
      unreachable.value = false
      void shelf.put(KEY, { work: found, at: seenAt.value }).catch(console.warn)
      void readAhead(found)
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      unreachable.value = caught.isUnreachable
      if (!caught.isUnreachable || !work.value) error.value = caught
    } finally {
      loading.value = false
    }
  }

  async function readAhead(found: Work): Promise<void> {
    for (const { number, version } of [...found.mine, ...found.to_verify, ...found.to_sample].slice(
      0,
      READ_AHEAD,
    )) {
      if (ended) return
      if (details.value.get(number)?.version !== version) await look(number).catch(() => null)
    }
  }

  /** One incident whole: as the server has it, else as it was last seen. */
  async function look(number: string): Promise<FieldIncident | null> {
    try {
      const found = await fieldIncident(number)
      take(found)
      return found
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      const kept = details.value.get(number) ?? (await cases.get(caseKey(number)).catch(() => null))
      if (!kept || !caught.isUnreachable) throw caught
      details.value = new Map(details.value).set(number, kept)
      return kept
    }
  }

  async function send(): Promise<void> {
    if (sending.value) return
    clearTimeout(retry)
    sending.value = true
    const before = errands.value.length
    try {
      // Opened without a network, the page does not know yet who is signed in.
      if (!session.isKnown && before) await session.load()
      const how = await book.flush()
      unreachable.value = how.kind === 'later'
      if (how.kind === 'later' && !ended) retry = window.setTimeout(() => void send(), how.afterS * 1000)
      if (how.kind === 'signed out') session.ended()
    } finally {
      sending.value = false
    }
    if (before && errands.value.length < before) void load()
  }

  async function act(
    row: FieldRow,
    what: string,
    given: Given,
    photos: readonly ChosenPhoto[],
  ): Promise<void> {
    const made_at = new Date().toISOString()
    const { number, title } = row
    await book.add({
      kind: 'act',
      id: uuid(),
      account,
      made_at,
      number,
      act: what,
      given,
      photos: [...photos],
      refused: null,
      title,
    })
    void send()
  }

  async function find(body: NewIncident, photos: readonly ChosenPhoto[], title: string): Promise<void> {
    const made_at = new Date().toISOString()
    await book.add({
      kind: 'find',
      id: uuid(),
      account,
      made_at,
      body: { ...body, happened_at: made_at },
      photos: [...photos],
      refused: null,
      title,
    })
    void send()
  }

  async function drop(errand: Errand): Promise<void> {
    await book.drop(errand.id)
    void send()
  }

  async function again(errand: Errand): Promise<void> {
    await book.again(errand.id)
    void send()
  }

  async function begin(): Promise<void> {
    const kept = await shelf.get(KEY).catch(() => null)
    if (kept && !work.value) {
      work.value = kept.work
      seenAt.value = kept.at
    }
    await book.load()
    await load()
    void send()
  }

  const online = () => {
    void send()
    void load()
  }
  const offline = () => {
    unreachable.value = true
  }
  window.addEventListener('online', online)
  window.addEventListener('offline', offline)
  const clock = window.setInterval(() => {
    if (document.visibilityState === 'visible') void load()
  }, REFRESH_MS)
  onScopeDispose(() => {
    ended = true
    clearTimeout(retry)
    clearInterval(clock)
    window.removeEventListener('online', online)
    window.removeEventListener('offline', offline)
  })
  void begin()
  return {
    work,
    mine,
    toCheck,
    seenAt,
    error,
    loading,
    unreachable,
    errands,
    waiting,
    refused,
    details,
    sending,
    load,
    look,
    act,
    find,
    drop,
    again,
    send,
    show,
  }
}

/** What of an incident a list shows. */
function rowOf({
  text: _,
  chain: __,
  history: ___,
  can: ____,
  reporter: _____,
  ...row
}: FieldIncident): FieldRow {
  return row
}

export type Field = ReturnType<typeof useField>
