/** Where the worker stands that keeps the page itself, so that it opens without a network. */
const WORKER = '/field-worker.js'
const SCOPE = '/field'

/** Files of this page that have arrived: the page, its scripts and styles. */
function files(): string[] {
  const arrived = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const own = arrived.filter(
    ({ origin, pathname }) => origin === window.location.origin && pathname.startsWith('/assets/'),
  )
  return [...new Set(own.map(({ pathname }) => pathname))]
}

/**
 * Lets this page be opened without a network from now on; nothing else is kept by it, and no answer of the server.
 *
 * What comes later (the map, a form) is kept as it arrives.
 */
export async function openWithoutNetwork(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  try {
    await navigator.serviceWorker.register(WORKER, { scope: SCOPE })
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage({ keep: files() })
  } catch (error) {
    console.warn(error) // the page works all the same as long as it is open
  }
}
