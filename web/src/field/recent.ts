/** Categories that were lately used on this device, newest first: what somebody finds, they find again. */
const NAME = 'geo-grid.recent-categories'
const MOST = 6

export function recentCategories(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]')
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : []
  } catch {
    return []
  }
}

export function keepRecent(code: string): void {
  const now = [code, ...recentCategories().filter((one) => one !== code)].slice(0, MOST)
  try {
    localStorage.setItem(NAME, JSON.stringify(now))
  } catch {
    // A browser that keeps nothing offers all of them each time.
  }
}
