import type { ExpressionSpecification } from 'maplibre-gl'

/** Half the zoom range over which one level gives way to the next. */
export const FADE = 0.3
/** Zoom between houses, where one grid fills the page. */
const CLOSE_FROM = 16

type Stops = [zoom: number, value: number | ExpressionSpecification][]

/** A value by zoom, with the stops put in strictly rising order as the map demands. */
export function byZoom(stops: Stops): ExpressionSpecification {
  const rising: Stops = []
  for (const stop of stops) {
    const before = rising.at(-1)
    if (!before || stop[0] > before[0] + 1e-6) rising.push(stop)
  }
  return ['interpolate', ['linear'], ['zoom'], ...rising.flat()] as ExpressionSpecification
}

/** Opacity that comes in around `from` and leaves around `until`, or turns to `close` between houses. */
export function whileIn(
  from: number,
  until: number,
  full: number | ExpressionSpecification,
  close = full,
): ExpressionSpecification {
  const stops: Stops = []
  if (from >= 0) stops.push([from - FADE, 0], [from, full])
  else stops.push([0, full])
  if (until < 24) stops.push([Math.max(until - FADE, from + 0.01), full], [until, 0])
  else stops.push([CLOSE_FROM, full], [CLOSE_FROM + 1, close])
  return byZoom(stops)
}
