import { onScopeDispose, type Ref, ref } from 'vue'

/** Below this the panel becomes a sheet at the bottom; also a desktop page at 200 % zoom. */
const NARROW = '(max-width: 859px)'

/** Whether the page is as narrow as a phone, as it changes. */
export function useNarrow(): Ref<boolean> {
  const query = window.matchMedia(NARROW)
  const narrow = ref(query.matches)
  const listen = (event: MediaQueryListEvent) => {
    narrow.value = event.matches
  }
  query.addEventListener('change', listen)
  onScopeDispose(() => query.removeEventListener('change', listen))
  return narrow
}
