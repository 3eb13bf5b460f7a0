/** Words that part a number from its extension, in either language. */
const EXTENSION = /(?:转|分机|ext\.?|x|#)\s*(\d+)\s*$/i

/** A mobile number in groups, as people read it aloud; any other as it is published. */
export function readable(number: string): string {
  return number.trim().replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')
}

/**
 * A published telephone number as the address of a call; null where there is no number in it.
 *
 * An extension is dialled after a pause, which telephones read as a comma.
 */
export function callAddress(text: string | null | undefined): string | null {
  if (!text) return null
  const extension = EXTENSION.exec(text)?.[1]
  const number = text.replace(EXTENSION, '').replace(/[^\d+]/g, '')
  if (!/^\+?\d{3,15}$/.test(number)) return null
  return `tel:${number}${extension ? `,${extension}` : ''}`
}
