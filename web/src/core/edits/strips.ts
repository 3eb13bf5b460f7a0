import type { Ring } from './shape'

/** A strip is told from an acute corner by its length, as so many times its width; the server is stricter. */
const LONG = 15

interface Edge {
  x: number
  y: number
  /** Unit vector along it; the ground is on its left. */
  ux: number
  uy: number
  length: number
}

/** A stretch of an edge with the other side of the ground opposite, nearer than it should be. */
interface Opposite {
  from: number
  to: number
  /** Mean distance. */
  width: number
}

/**
 * The first stretch along new edges of a part, in metres, that has the part's border opposite nearer than
 * `narrowest`, and is long for that: its middle and mean width; null where there is none.
 *
 * @param isNew Ring → edge → whether to look at it.
 */
export function longStrip(
  rings: readonly Ring[],
  isNew: readonly (readonly boolean[])[],
  narrowest: number,
): { x: number; y: number; widthM: number } | null {
  const edges = rings.map(edgesOf)
  const all = edges.flat()
  for (const [number, ring] of edges.entries()) {
    let run = { length: 0, area: 0 }
    // Round once and on, for a stretch that passes where the ring begins.
    for (let i = 0; i < 2 * ring.length; i++) {
      const at = i % ring.length
      const edge = ring[at] as Edge
      const before = ring[(at + ring.length - 1) % ring.length] as Edge
      // At a sharp corner it is the same strip on its other side.
      if (edge.ux * before.ux + edge.uy * before.uy < 0) run = { length: 0, area: 0 }
      const stretches = isNew[number]?.[at] ? oppositeOf(edge, all, narrowest) : []
      for (const { from, to, width } of stretches.length ? stretches : [{ from: 0, to: 0, width: 0 }]) {
        if (from > 0.01 * narrowest || from === to) run = { length: 0, area: 0 }
        run = { length: run.length + to - from, area: run.area + (to - from) * width }
        if (run.length > LONG * narrowest) {
          const [along, across] = [(from + to) / 2, width / 2]
          return {
            x: edge.x + along * edge.ux - across * edge.uy,
            y: edge.y + along * edge.uy + across * edge.ux,
            widthM: run.area / run.length,
          }
        }
        if (to < edge.length - 0.01 * narrowest) run = { length: 0, area: 0 }
      }
    }
  }
  return null
}

function edgesOf(ring: Ring): Edge[] {
  return Array.from({ length: ring.length / 2 - 1 }, (_, i) => {
    const x = ring[2 * i] as number
    const y = ring[2 * i + 1] as number
    const dx = (ring[2 * i + 2] as number) - x
    const dy = (ring[2 * i + 3] as number) - y
    const length = Math.hypot(dx, dy)
    return { x, y, ux: dx / length, uy: dy / length, length }
  })
}

/** The stretches of an edge that have another edge opposite within a distance, joined and in order. */
function oppositeOf(edge: Edge, all: readonly Edge[], within: number): Opposite[] {
  const found: Opposite[] = []
  for (const other of all) {
    // How the other edge runs, seen along this one and across it.
    const along = other.ux * edge.ux + other.uy * edge.uy
    if (along >= 0) continue
    const [dx, dy] = [other.x - edge.x, other.y - edge.y]
    const start = dx * edge.ux + dy * edge.uy
    const height = dy * edge.ux - dx * edge.uy
    const rise = other.uy * edge.ux - other.ux * edge.uy
    // Along the other edge: where it is opposite this one, and neither behind it nor too far.
    const limits = [0, other.length]
    const narrow = (from: number, to: number) => {
      limits[0] = Math.max(limits[0] as number, Math.min(from, to))
      limits[1] = Math.min(limits[1] as number, Math.max(from, to))
    }
    narrow(-start / along, (edge.length - start) / along)
    if (Math.abs(rise) > 1e-12) narrow(-height / rise, (within - height) / rise)
    else if (height <= 0 || height >= within) continue
    const [first, last] = limits as [number, number]
    if (first >= last) continue
    found.push({
      from: Math.max(0, start + last * along),
      to: Math.min(edge.length, start + first * along),
      width: height + (rise * (first + last)) / 2,
    })
  }
  found.sort((a, b) => a.from - b.from)
  const joined: Opposite[] = []
  for (const each of found) {
    const before = joined.at(-1)
    if (!before || each.from > before.to + 0.01 * within) joined.push({ ...each })
    else if (each.to > before.to) {
      const more = each.to - before.to
      const length = before.to - before.from
      before.width = (before.width * length + each.width * more) / (length + more)
      before.to = each.to
    }
  }
  return joined
}
