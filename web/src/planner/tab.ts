import { uuid } from './uuid'

const NAME = 'geo-grid.tab'
let token = ''

/**
 * The name of this tab, by which a plan knows who draws. It survives a reload but not a copy of the tab:
 * it is laid down only when the page is left.
 */
export function tabToken(): string {
  if (token) return token
  try {
    token = sessionStorage.getItem(NAME) ?? ''
    sessionStorage.removeItem(NAME)
    window.addEventListener('pagehide', () => sessionStorage.setItem(NAME, token))
  } catch {
    // A browser that keeps nothing gives a new name to every visit.
  }
  token ||= uuid()
  return token
}
