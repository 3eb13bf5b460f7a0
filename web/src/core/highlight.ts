/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string
  hit: boolean
}

/** One character for one, so that places in the text stay the same: half-width, lower case. */
function folded(text: string): string {
  return [...text]
    .map((one) => {
      const same = one.normalize('NFKC').toLowerCase()
      return same.length === one.length ? same : one
    })
    .join('')
}

/** A text with what was typed marked in it: all of it, else the longest beginning of two characters or more. */
export function highlight(text: string, typed: string): Piece[] {
  const [inside, wanted] = [folded(text), folded(typed.trim())]
  for (let length = wanted.length; length >= Math.min(2, wanted.length) && length > 0; length -= 1) {
    const at = inside.indexOf(wanted.slice(0, length))
    if (at < 0) continue
    const pieces = [
      { text: text.slice(0, at), hit: false },
      { text: text.slice(at, at + length), hit: true },
      { text: text.slice(at + length), hit: false },
    ]
    return pieces.filter((piece) => piece.text)
  }
  return [{ text, hit: false }]
}
