import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { ApiError, isAbort } from '@/api/client'
import {
  act,
  addIncident,
  type ChannelTaken,
  type Incident,
  near as loadNear,
  where as loadWhere,
  type NearIncident,
  type NewIncident,
  type Where,
} from '@/api/incidents'
import type { LonLat } from '@/core/place'
import { uuid } from '@/planner/uuid'
import { guessed } from './categories'
import { described } from './described'
import { useDesk } from './desk'
import { lookWith, type Offered, placesIn } from './places'

/** Typing must rest so long before what is said is read. */
const REST_MS = 250
const TITLE_CHARACTERS = 60

interface Call {
  text: string
  category: string
  place: string
  at: LonLat | null
  /** The leaf chosen at a border; empty for the one the place lies in. */
  side: string
  name: string
  phone: string
  channel: ChannelTaken
  /** Dealt with while the caller was on the line. */
  log: boolean
  /** The case it is the same as, or belongs to. */
  same: string
  relation: 'mark_duplicate' | 'link'
}

const EMPTY: Call = {
  text: '',
  category: '',
  place: '',
  at: null,
  side: '',
  name: '',
  phone: '',
  channel: 'hotline',
  log: false,
  same: '',
  relation: 'mark_duplicate',
}

/** The first sentence of what was said, short enough for a line. */
export function titleOf(said: string): string {
  const first = said.trim().split(/[\n。！？!?]|[.;；]\s/)[0] ?? ''
  return [...first].length > TITLE_CHARACTERS
    ? `${[...first].slice(0, TITLE_CHARACTERS - 1).join('')}…`
    : first
}

/** A call while it is taken down: what is said is read for its category and its place, unless somebody chose them. */
export function useCall(look: () => LonLat | null) {
  const desk = useDesk()
  const call = reactive<Call>({ ...EMPTY })
  /** Whether category and place are guessed from what was said, so that they may still follow it. */
  const guesses = reactive({ category: true, place: true })
  const likely = shallowRef<readonly string[]>([])
  const where = shallowRef<Where | null>(null)
  const whereFailed = ref(false)
  const twins = shallowRef<readonly NearIncident[]>([])
  const reading = ref(false)
  let timer = 0
  let key = uuid()
  let running: AbortController | null = null
  let finding: AbortController | null = null
  let read = ''
  let pending: Promise<void> = Promise.resolve()

  const kind = computed(() => desk.catalogue.find((one) => one.code === call.category)?.kind ?? null)
  const urgency = computed(
    () => desk.catalogue.find((one) => one.code === call.category)?.urgency ?? 'normal',
  )
  const isEmpty = computed(
    () => !call.text.trim() && !call.place.trim() && !call.category && !call.phone.trim(),
  )
  const lacks = computed(() => [
    ...(call.text.trim() ? [] : ['said' as const]),
    ...(call.category ? [] : ['category' as const]),
    ...(call.at ? [] : ['where' as const]),
  ])

  function readIt(): Promise<void> {
    running?.abort()
    pending = pending.then(readNow)
    return pending
  }

  /** Reads what was said so far; a later reading ends an earlier one. */
  async function readNow(): Promise<void> {
    window.clearTimeout(timer)
    const said = call.text.trim()
    if (said === read) return
    read = said
    if (guesses.category) {
      const found = guessed(desk.findables, said)
      likely.value = found.map((one) => one.category.code)
      call.category = likely.value[0] ?? ''
    }
    if (!guesses.place) return
    running?.abort()
    const mine = new AbortController()
    running = mine
    reading.value = true
    try {
      const { streets, landmark } = described(said)
      const found = streets.length || landmark ? await placesIn(said, look(), lookWith(mine.signal)) : []
      if (mine.signal.aborted || !guesses.place) return
      const [first] = found
      if (first) take(first, said)
      else {
        call.place = ''
        call.at = null
      }
    } catch (caught) {
      if (isAbort(caught) || mine.signal.aborted) return
      if (!(caught instanceof ApiError)) throw caught
      read = '' // asked again with the next word
    } finally {
      if (!mine.signal.aborted) reading.value = false
    }
  }

  /** A place with how it lies to what was found, as it was said: 云溪农贸市场后面. */
  function take(found: Offered, said: string): void {
    const { lies } = described(said)
    const follows = /\p{Script=Han}/u.test(lies) && !found.name.endsWith(lies) && found.kind !== 'crossing'
    call.place = follows ? found.name + lies : found.name
    call.at = [found.lon, found.lat]
    call.side = ''
  }

  function choosePlace(found: Offered): void {
    guesses.place = false
    take(found, '')
  }

  /** Somebody types a place: what was guessed no longer holds. */
  function forgetPlace(): void {
    guesses.place = false
    call.at = null
    call.side = ''
  }

  function chooseCategory(code: string): void {
    guesses.category = false
    call.category = code
  }

  /** The pin was put somewhere by hand. */
  function putPin(at: LonLat): void {
    guesses.place = false
    call.at = at
    call.side = ''
  }

  async function ask(): Promise<void> {
    finding?.abort()
    const at = call.at
    if (!at) {
      where.value = null
      twins.value = []
      return
    }
    const mine = new AbortController()
    finding = mine
    try {
      const [found, close] = await Promise.all([
        loadWhere(at, call.category || null, { signal: mine.signal }),
        loadNear(at, call.category || null, { signal: mine.signal }),
      ])
      if (mine.signal.aborted) return
      where.value = found
      twins.value = close
      whereFailed.value = false
      if (!close.some(({ incident }) => incident.number === call.same)) call.same = ''
    } catch (caught) {
      if (isAbort(caught) || mine.signal.aborted) return
      if (!(caught instanceof ApiError)) throw caught
      where.value = null
      whereFailed.value = true
    }
  }

  function fields(): NewIncident {
    const [lon, lat] = call.at ?? [0, 0]
    const contact = call.name.trim() || call.phone.trim()
    return {
      category: call.category,
      title: titleOf(call.text),
      text: call.text.trim(),
      lon,
      lat,
      place: call.place.trim(),
      grid: call.side || null,
      channel: call.channel,
      contact: contact ? { name: call.name.trim() || null, phone: call.phone.trim() || null } : null,
      dispatch: !call.log,
      log: call.log && kind.value === 'general',
    }
  }

  /** Waits for whatever of the reading is still on its way. */
  async function settle(): Promise<void> {
    await readIt()
  }

  async function send(): Promise<Incident> {
    const made = await addIncident(fields(), key)
    key = uuid()
    desk.put(made)
    if (!call.same) return made
    const to = { act: call.relation, id: uuid(), version: made.version, duplicate_of: call.same }
    const joined = await act(made.number, to)
    desk.put(joined)
    return joined
  }

  function reset(): void {
    window.clearTimeout(timer)
    running?.abort()
    Object.assign(call, EMPTY)
    Object.assign(guesses, { category: true, place: true })
    likely.value = []
    where.value = null
    twins.value = []
    read = ''
    key = uuid()
  }

  watch(
    () => call.text,
    () => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => void readIt(), REST_MS)
    },
  )
  watch(
    () => [call.at, call.category],
    () => void ask(),
  )
  onScopeDispose(() => {
    window.clearTimeout(timer)
    running?.abort()
    finding?.abort()
  })

  return {
    call,
    guesses,
    likely,
    where,
    whereFailed,
    twins,
    reading,
    kind,
    urgency,
    isEmpty,
    lacks,
    choosePlace,
    forgetPlace,
    chooseCategory,
    putPin,
    settle,
    send,
    reset,
  }
}
