const NOT_AGAIN: readonly string[] = ['/sign-in', '/sign-in/return', '/reset']

function resolved(path: string, origin: string): URL | null {
  try {
    return new URL(path, origin)
  } catch {
    return null
  }
}

/**
 * Where to go after signing in: only ever a page of our own, whatever an address says.
 *
 * Browsers read `//host` and `/\host` as another host, so the path is resolved before it is trusted.
 */
export function returnPath(asked: unknown, origin: string): string {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return '/'
  const target = resolved(asked, origin)
  if (target?.origin !== origin || NOT_AGAIN.includes(target.pathname)) return '/'
  // Two slashes may be left where a path had dots in it.
  if (target.pathname.startsWith('//')) return '/'
  return target.pathname + target.search + target.hash
}
