import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef } from 'vue'
import { ApiError, isAbort, unreachable } from '@/api/client'
import {
  type Category,
  type Counts,
  type IncidentRow,
  incidentCounts,
  incidents,
  categories as loadCategories,
} from '@/api/incidents'
import { startOfDay } from '@/core/instant'
import { usePreferences } from '@/state/preferences'
import { findable } from './categories'
import { asked, type Filters, lets, USUAL } from './filters'
import { listen, type News } from './live'
import { joined, withoutRow, withRow } from './rows'
import { ring } from './sound'

const PAGE = 200
/** So many are fetched without being asked for; beyond them the list offers more. */
const MOST_AT_ONCE = 1000
const COUNTS_REST_MS = 1500
const CLOCK_MS = 15_000
/** A connection that is lost for so long is said to be. */
const LOST_MS = 6000
/** An emergency this young is heard. */
const JUST_IN_MS = 5 * 60_000
/** How long a case that has just come in stands out. */
const FRESH_MS = 20_000

/** Whether it was reported only now: a case that changes later is not heard again. */
function isJustIn({ reported_at }: IncidentRow): boolean {
  return Date.now() - Date.parse(reported_at) < JUST_IN_MS
}

/** What the desk shows: cases by filter, kept up to date by what the server tells. */
export const useDesk = defineStore('desk', () => {
  const preferences = usePreferences()
  const filters = shallowRef<Filters>(USUAL)
  const rows = shallowRef<readonly IncidentRow[]>([])
  const next = ref<string | null>(null)
  const phase = ref<'loading' | 'full' | 'error'>('loading')
  /** Further pages are on their way. */
  const filling = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const counts = shallowRef<Counts | null>(null)
  const catalogue = shallowRef<readonly Category[]>([])
  const now = ref(Date.now())
  const connected = ref(true)
  /** The case that is open. */
  const chosen = ref<string | null>(null)
  /** Cases that something has just happened to: when it did. */
  const fresh = reactive(new Map<string, number>())
  /** Cases as they are now where the tiles of the map may still have them as they were. */
  const changed = shallowRef<ReadonlyMap<string, IncidentRow | null>>(new Map())
  /** Raised when a case that is open may have changed. */
  const touched = reactive(new Map<string, number>())
  const changedAt = new Map<string, number>()
  const viewers = reactive(new Map<string, string[]>())
  let asking: AbortController | null = null
  let countsTimer = 0
  let clock = 0
  let deaf: (() => void) | null = null
  let lostTimer = 0

  const query = computed(() => asked(filters.value, startOfDay))
  const findables = computed(() => findable(catalogue.value, preferences.language))
  const names = computed(() => {
    return new Map(catalogue.value.map((one) => [one.code, one.name[preferences.language]]))
  })
  const categoryName = (code: string) => names.value.get(code) ?? code
  const isEmpty = computed(() => phase.value === 'full' && rows.value.length === 0)

  function failed(caught: unknown): void {
    if (!(caught instanceof ApiError)) console.error(caught)
    error.value = caught instanceof ApiError ? caught : unreachable()
  }

  async function load(): Promise<void> {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    if (phase.value === 'error' || !rows.value.length) phase.value = 'loading'
    error.value = null
    const how = { ...query.value, sort: filters.value.sort }
    void loadCounts()
    try {
      const first = await incidents(how, PAGE, null, { signal: mine.signal })
      if (mine.signal.aborted) return
      rows.value = first.incidents
      next.value = first.next
      phase.value = 'full'
      deaf ??= listen(first.seen, heard)
      await fill(MOST_AT_ONCE, how, mine.signal)
    } catch (caught) {
      if (mine.signal.aborted || isAbort(caught)) return
      failed(caught)
      phase.value = 'error'
    }
  }

  async function fill(most: number, how: Record<string, string>, signal: AbortSignal): Promise<void> {
    filling.value = true
    try {
      while (next.value && rows.value.length < most && !signal.aborted) {
        const page = await incidents(how, PAGE, next.value, { signal })
        if (signal.aborted) return
        rows.value = joined(rows.value, page.incidents)
        next.value = page.next
      }
    } finally {
      if (!signal.aborted) filling.value = false
    }
  }

  async function more(): Promise<void> {
    if (filling.value || !asking) return
    const how = { ...query.value, sort: filters.value.sort }
    await fill(rows.value.length + MOST_AT_ONCE, how, asking.signal).catch(failed)
  }

  async function loadCounts(): Promise<void> {
    try {
      counts.value = await incidentCounts(query.value)
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      // The list says what is wrong; numbers that are not known are not shown.
      counts.value = null
    }
  }

  function countAgain(): void {
    window.clearTimeout(countsTimer)
    countsTimer = window.setTimeout(() => void loadCounts(), COUNTS_REST_MS)
  }

  function remember(number: string, row: IncidentRow | null): void {
    changedAt.set(number, Date.now())
    changed.value = new Map(changed.value).set(number, row)
  }

  /** The tiles have whatever changed before an instant. */
  function forgetBefore(at: number): void {
    const kept = [...changed.value].filter(([number]) => (changedAt.get(number) ?? 0) >= at)
    if (kept.length === changed.value.size) return
    changed.value = new Map(kept)
    for (const [number, then] of changedAt) if (then < at) changedAt.delete(number)
  }

  /** A case as it now is, from the server or from what was just done here. */
  function put(row: IncidentRow): void {
    const before = changed.value.get(row.number)
    if (before && before.version > row.version) return
    const known = rows.value.some(({ number }) => number === row.number)
    const fits = lets(filters.value, row, Date.now(), startOfDay)
    if (fits === false) rows.value = withoutRow(rows.value, row.number)
    else if (known || fits) rows.value = withRow(rows.value, row, filters.value.sort, next.value !== null)
    // What only the server can judge is drawn as its tiles have it.
    if (known || fits !== null) remember(row.number, fits === false ? null : row)
    touched.set(row.number, (touched.get(row.number) ?? 0) + 1)
    fresh.set(row.number, Date.now())
    countAgain()
  }

  function heard(news: News): void {
    if (news.type === 'incident') {
      const isNew =
        !changed.value.has(news.row.number) && !rows.value.some((one) => one.number === news.row.number)
      const fits = lets(filters.value, news.row, Date.now(), startOfDay)
      put(news.row)
      if (isNew && fits !== false && news.row.urgency === 'emergency' && isJustIn(news.row)) ring()
    } else if (news.type === 'gone') {
      rows.value = withoutRow(rows.value, news.number)
      remember(news.number, null)
      touched.set(news.number, (touched.get(news.number) ?? 0) + 1)
      countAgain()
    } else if (news.type === 'viewers') viewers.set(news.number, news.names)
    else if (news.type === 'counts') countAgain()
    else if (news.type === 'reset') void load()
    else if (news.type === 'lost') {
      // A stream ends now and then and goes on at once: only what lasts is worth a word.
      if (!lostTimer)
        lostTimer = window.setTimeout(() => {
          connected.value = false
        }, LOST_MS)
    } else {
      window.clearTimeout(lostTimer)
      lostTimer = 0
      connected.value = true
    }
  }

  function setFilters(to: Filters): void {
    filters.value = to
    changed.value = new Map()
    void load()
  }

  async function start(): Promise<void> {
    clock = window.setInterval(() => {
      now.value = Date.now()
      for (const [number, at] of fresh) if (now.value - at > FRESH_MS) fresh.delete(number)
    }, CLOCK_MS)
    try {
      catalogue.value = await loadCategories()
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      // Codes stand for names until the page is opened anew.
      console.warn(caught)
    }
  }

  function stop(): void {
    deaf?.()
    deaf = null
    asking?.abort()
    window.clearTimeout(lostTimer)
    lostTimer = 0
    window.clearInterval(clock)
    window.clearTimeout(countsTimer)
    fresh.clear()
    touched.clear()
    viewers.clear()
  }

  return {
    filters,
    query,
    rows,
    next,
    phase,
    filling,
    isEmpty,
    error,
    counts,
    catalogue,
    findables,
    categoryName,
    now,
    connected,
    chosen,
    fresh,
    changed,
    touched,
    viewers,
    load,
    more,
    forgetBefore,
    put,
    setFilters,
    start,
    stop,
  }
})
