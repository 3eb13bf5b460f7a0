import { ahead, isOnSegment, orientation } from './orientation'
import type { Point } from './shape'

/**
 * How two segments meet: `apart`; `crossing` between the ends of both; `touching` in one point that is an end
 * of at least one; `along` each other for more than a point.
 */
export type Meeting = 'apart' | 'crossing' | 'touching' | 'along'

/** How the segments a–b and c–d meet. Exact. */
export function meeting(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): Meeting {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return 'apart'
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return 'apart'
  const c = orientation(ax, ay, bx, by, cx, cy)
  const d = orientation(ax, ay, bx, by, dx, dy)
  if (c === 0 && d === 0) return onOneLine(ax, ay, bx, by, cx, cy, dx, dy)
  if (c * d > 0) return 'apart'
  const a = orientation(cx, cy, dx, dy, ax, ay)
  const b = orientation(cx, cy, dx, dy, bx, by)
  if (a * b > 0) return 'apart'
  return a && b && c && d ? 'crossing' : 'touching'
}

function onOneLine(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): Meeting {
  const holds = [
    isOnSegment(cx, cy, ax, ay, bx, by),
    isOnSegment(dx, dy, ax, ay, bx, by),
    isOnSegment(ax, ay, cx, cy, dx, dy),
    isOnSegment(bx, by, cx, cy, dx, dy),
  ]
  if (!holds.includes(true)) return 'apart'
  // They meet in one point only where an end is common and the rest goes the other way.
  const common =
    (ax === cx && ay === cy && ahead(ax, ay, bx, by, dx, dy) < 0) ||
    (ax === dx && ay === dy && ahead(ax, ay, bx, by, cx, cy) < 0) ||
    (bx === cx && by === cy && ahead(bx, by, ax, ay, dx, dy) < 0) ||
    (bx === dx && by === dy && ahead(bx, by, ax, ay, cx, cy) < 0)
  return common ? 'touching' : 'along'
}

function floorDivided(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator !== 0n && numerator < 0n !== denominator < 0n ? quotient - 1n : quotient
}

/** floor(start + run·numerator/denominator + ½). */
function roundedAlong(start: number, run: number, numerator: bigint, denominator: bigint): number {
  const twice = 2n * (BigInt(start) * denominator + BigInt(run) * numerator)
  return Number(floorDivided(twice + denominator, 2n * denominator))
}

/**
 * Where the lines through a–b and c–d cross: the exact rational, each coordinate rounded once, half up.
 *
 * Null where they are parallel. The same numbers as the server's.
 */
export function crossing(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [abx, aby] = [BigInt(b[0] - a[0]), BigInt(b[1] - a[1])]
  const [cdx, cdy] = [BigInt(d[0] - c[0]), BigInt(d[1] - c[1])]
  let denominator = abx * cdy - aby * cdx
  if (denominator === 0n) return null
  let numerator = BigInt(c[0] - a[0]) * cdy - BigInt(c[1] - a[1]) * cdx
  if (denominator < 0n) {
    denominator = -denominator
    numerator = -numerator
  }
  return [
    roundedAlong(a[0], b[0] - a[0], numerator, denominator),
    roundedAlong(a[1], b[1] - a[1], numerator, denominator),
  ]
}
