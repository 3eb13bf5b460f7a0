import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/client'

/** One thing sent at a time, with what went wrong in words and that it went well. */
export function useSaving() {
  const { t } = useI18n()
  const busy = ref(false)
  const done = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const wrong = ref('')

  function forget(): void {
    done.value = false
    error.value = null
    wrong.value = ''
  }

  /** What came of it; null where it failed. */
  async function save<T>(act: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    forget()
    busy.value = true
    try {
      const answer = await act()
      done.value = true
      return answer
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      error.value = caught
      wrong.value = caught.isUnreachable
        ? t('state.unreachable')
        : caught.detail || caught.title || t('state.failed')
      return null
    } finally {
      busy.value = false
    }
  }

  return { busy, done, error, wrong, save, forget }
}
