/*
 * Keeps the page of the field, so that it opens without a network: the page itself, asked anew each time there is
 * one, and its scripts and styles, whose names change with their content. Answers of the server are never kept here.
 */
const KEPT = 'geo-grid-field-1'
const PAGE = '/field'
const WAIT_MS = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

async function keepAll(paths) {
  const kept = await caches.open(KEPT)
  await keepPage(kept)
  const held = new Set((await kept.keys()).map(({ url }) => new URL(url).pathname))
  await Promise.all(paths.filter((path) => !held.has(path)).map((path) => kept.add(path).catch(() => undefined)))
  // Files of an older build that the page does not name any more.
  const now = new Set(paths)
  if (now.size) await Promise.all([...held].filter((path) => path.startsWith('/assets/') && !now.has(path)).map((path) => leave(kept, path)))
}

/** Files that come later than the page (a map, a form) stay for a while, or the next opening would miss them. */
async function leave(kept, path) {
  const answer = await kept.match(path)
  const age = Date.now() - new Date(answer?.headers.get('date') ?? 0).getTime()
  if (age > 14 * 86_400_000) await kept.delete(path)
}

async function keepPage(kept) {
  const answer = await fetch(PAGE, { cache: 'no-cache' })
  if (answer.ok) await kept.put(PAGE, answer)
}

self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep).catch(() => undefined))
})

async function page(request) {
  const kept = await caches.open(KEPT)
  const soon = new Promise((_, refuse) => setTimeout(() => refuse(new Error('slow')), WAIT_MS))
  try {
    return await Promise.race([fetch(request), soon])
  } catch {
    return (await kept.match(PAGE)) ?? fetch(request)
  }
}

async function file(request) {
  const kept = await caches.open(KEPT)
  const found = await kept.match(new URL(request.url).pathname)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) void kept.put(new URL(request.url).pathname, answer.clone())
  return answer
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(file(request))
})
