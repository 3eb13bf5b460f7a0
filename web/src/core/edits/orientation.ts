/** Relative error of a difference of two products in float64, with room to spare. */
const ROUNDING = 4.5e-16
/** Products below this are whole numbers that a float64 holds. */
const EXACT = Number.MAX_SAFE_INTEGER

/**
 * Where a point lies of a directed line through two others: 1 on its left, -1 on its right, 0 on it. Exact.
 *
 * Decided in float64 wherever its rounding cannot change the sign, and in integers of any size elsewhere.
 */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay)
  const right = (by - ay) * (cx - ax)
  const turn = left - right
  const size = Math.abs(left) + Math.abs(right)
  if (size < EXACT || Math.abs(turn) > ROUNDING * size) return Math.sign(turn)
  const exact = BigInt(bx - ax) * BigInt(cy - ay) - BigInt(by - ay) * BigInt(cx - ax)
  return exact > 0n ? 1 : exact < 0n ? -1 : 0
}

/** Sign of the scalar product of a→b and a→c, exact. */
export function ahead(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  // The scalar product is the cross product with one of the two turned by a right angle.
  return orientation(0, 0, by - ay, ax - bx, cx - ax, cy - ay)
}

/** Whether a point lies on a segment, its ends included. */
export function isOnSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): boolean {
  return (
    Math.min(ax, bx) <= px &&
    px <= Math.max(ax, bx) &&
    Math.min(ay, by) <= py &&
    py <= Math.max(ay, by) &&
    orientation(ax, ay, bx, by, px, py) === 0
  )
}

/**
 * Whether a closed simple ring runs counter-clockwise: 1; clockwise: -1; 0 where its ends fold upon themselves.
 *
 * The turn at the smallest vertex tells, exactly, since the ring lies on one side of it.
 */
export function windingOf(ring: ArrayLike<number>): number {
  const count = ring.length / 2 - 1
  const at = smallestVertex(ring)
  const before = (at + count - 1) % count
  const after = (at + 1) % count
  return orientation(
    ring[2 * before] as number,
    ring[2 * before + 1] as number,
    ring[2 * at] as number,
    ring[2 * at + 1] as number,
    ring[2 * after] as number,
    ring[2 * after + 1] as number,
  )
}

/** Position of the smallest vertex, by x and then y, of a closed ring. */
export function smallestVertex(ring: ArrayLike<number>): number {
  let at = 0
  for (let i = 1; i < ring.length / 2 - 1; i++) {
    const dx = (ring[2 * i] as number) - (ring[2 * at] as number)
    if (dx < 0 || (dx === 0 && (ring[2 * i + 1] as number) < (ring[2 * at + 1] as number))) at = i
  }
  return at
}

/** Where a point lies of a closed ring: 1 inside, 0 on it, -1 outside. Exact; halves of units allowed. */
export function placeInRing(px: number, py: number, ring: ArrayLike<number>): number {
  let inside = false
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const ax = ring[i] as number
    const ay = ring[i + 1] as number
    const bx = ring[i + 2] as number
    const by = ring[i + 3] as number
    if ((ay > py && by > py) || (ay < py && by < py)) continue
    if (ax < px && bx < px) continue
    // Doubled, so that halves are whole numbers.
    const turn = orientation(2 * ax, 2 * ay, 2 * bx, 2 * by, 2 * px, 2 * py)
    if (turn === 0 && isOnSegment(2 * px, 2 * py, 2 * ax, 2 * ay, 2 * bx, 2 * by)) return 0
    if (ay > py !== by > py && turn > 0 === by > ay) inside = !inside
  }
  return inside ? 1 : -1
}
