import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ApiError } from '@/api/client'
import { type Reported, sendPhoto, sendReport } from '@/api/reports'
import { uuid } from '@/planner/uuid'
import { usePreferences } from '@/state/preferences'
import { deviceShelf } from '@/state/shelf'
import { type Draft, emptyDraft, type Field, fieldOf, isBlank, missing } from './draft'
import { sendDraft } from './sendDraft'

const KEY = 'report'
const RETRY_MS = 20_000
const REST_MS = 300

/** The report that is being written on this device: kept, sent, and sent again where no answer came. */
export function useReport() {
  const preferences = usePreferences()
  const shelf = deviceShelf<Draft>('drafts')
  const draft = shallowRef<Draft>(emptyDraft(uuid()))
  const ready = ref(false)
  const sending = ref(false)
  const wrong = shallowRef<{ field: Field | null; error: ApiError } | null>(null)
  /** Whether what is missing is said: not before somebody tried to send. */
  const asked = ref(false)
  const sent = shallowRef<{ answer: Reported; asFirstWritten: boolean; category: string } | null>(null)
  const lacking = computed(() => (asked.value ? missing(draft.value) : []))
  let retry = 0
  let resting = 0
  let waitUntil = 0

  async function keep(now: Draft): Promise<void> {
    draft.value = now
    clearTimeout(resting)
    await (isBlank(now) ? shelf.remove(KEY) : shelf.put(KEY, now)).catch(console.warn)
  }

  function change(to: Partial<Draft>): void {
    draft.value = { ...draft.value, ...to }
    wrong.value = null
    clearTimeout(resting)
    resting = window.setTimeout(() => void keep(draft.value), REST_MS)
  }

  async function begin(): Promise<void> {
    const kept = await shelf.get(KEY).catch(() => null)
    if (kept && isBlank(draft.value)) draft.value = { ...emptyDraft(kept.key), ...kept } // one of an earlier version may lack something
    ready.value = true
    if (draft.value.waiting) void send()
  }

  async function send(): Promise<void> {
    asked.value = true
    if (sending.value || missing(draft.value).length) return
    clearTimeout(retry)
    sending.value = true
    wrong.value = null
    try {
      const outcome = await sendDraft(
        draft.value,
        preferences.language,
        { photo: sendPhoto, report: sendReport },
        keep,
      )
      if (outcome.kind === 'sent') {
        sent.value = { ...outcome, category: draft.value.category ?? '' }
        await forget()
      } else if (outcome.kind === 'refused') {
        await keep({ ...draft.value, waiting: false })
        const { error } = outcome
        wrong.value = { field: outcome.at ?? fieldOf(error.code, error.params), error }
      } else {
        waitUntil = Date.now() + (outcome.error.waitS ?? 0) * 1000
        wrong.value = outcome.error.isUnreachable ? null : { field: null, error: outcome.error }
        await keep({ ...draft.value, waiting: true })
        retry = window.setTimeout(again, Math.max(RETRY_MS, waitUntil - Date.now()))
      }
    } finally {
      sending.value = false
    }
  }

  function again(): void {
    if (draft.value.waiting && Date.now() >= waitUntil) void send()
  }

  /** A new one is begun; nothing is left of the old. */
  async function forget(): Promise<void> {
    clearTimeout(retry)
    asked.value = false
    wrong.value = null
    await keep(emptyDraft(uuid()))
  }

  window.addEventListener('online', again)
  onScopeDispose(() => {
    window.removeEventListener('online', again)
    clearTimeout(retry)
    if (resting) void keep(draft.value)
  })
  void begin()
  return { draft, ready, sending, wrong, lacking, sent, change, send, forget }
}
