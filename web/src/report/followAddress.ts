/**
 * The address at which a report is followed. The secret stands in its fragment, which a browser never sends
 * to a server: it reaches no log and no referrer.
 */
export function followAddress(origin: string, number: string, secret: string): string {
  return `${origin}/report/${encodeURIComponent(number)}#${encodeURIComponent(secret)}`
}

/** The secret of such an address; empty where it has none. */
export function secretIn(hash: string): string {
  try {
    return decodeURIComponent(hash.replace(/^#/, ''))
  } catch {
    return ''
  }
}
