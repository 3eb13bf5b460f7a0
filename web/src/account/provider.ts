import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { beginProviderSignIn } from '@/api/session'
import { useSession } from '@/state/session'
import { returnPath } from './returnPath'
import { useSaving } from './saving'

/** Where somebody wanted to go, for as long as this tab lives: a sign-in that failed does not know it. */
const KEPT = 'geo-grid.sign-in.to'

export function wantedPath(): string {
  return returnPath(sessionStorage.getItem(KEPT), window.location.origin)
}

/** Signing in by the provider of this installation, which leads away from the page and back. */
export function useProvider() {
  const { locale } = useI18n()
  const session = useSession()
  const saving = useSaving()
  const name = computed(() => session.provider?.name[locale.value === 'en' ? 'en' : 'zh'] ?? '')

  /** Leads away; says whether it does. */
  async function leave(to: string): Promise<boolean> {
    const address = await saving.save(() => beginProviderSignIn(to))
    if (!address) return false
    sessionStorage.setItem(KEPT, to)
    // Stays busy: the page is about to go.
    saving.busy.value = true
    window.location.assign(address)
    return true
  }

  return { ...saving, name, leave }
}
