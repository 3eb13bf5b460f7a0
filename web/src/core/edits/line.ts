import { meeting } from './crossing'
import { Refused } from './outcome'
import type { Place, Places } from './places'
import type { Point } from './shape'
import { isValid } from './validity'

/** A line as it was drawn, without repeated points; refused where it is too short or crosses itself. */
export function drawnLine(points: readonly Point[], places: Places): Place[] {
  const line = withoutRepeats(points.map((point) => places.of(point)))
  if (line.length < 2) throw new Refused('line_too_short')
  if (!isSimple(line, places)) throw new Refused('line_crosses_itself')
  return line
}

/** Rings of a drawn piece, open, with its ground on their left: the shell and its holes. */
export function drawnPiece(rings: readonly (readonly Point[])[], places: Places): Place[][] {
  const found = rings.map((ring, number) => {
    const corners = withoutRepeats(ring.map((point) => places.of(point)))
    while (corners.length > 1 && corners[0] === corners.at(-1)) corners.pop()
    if (corners.length < 3) throw new Refused('line_too_short')
    const turnsLeft = places.twiceArea(places.edgesRound(corners)) > 0n
    return turnsLeft === (number === 0) ? corners : corners.reverse()
  })
  const flat = found.map((ring) => [...ring, ring[0] as Place].flatMap((place) => places.point(place)))
  if (!isValid([flat])) throw new Refused('line_crosses_itself')
  return found
}

/** The same points, those beside a vertex (all eight neighbours on the lattice) put onto it. */
export function snapped(line: readonly Place[], vertices: ReadonlySet<Place>, places: Places): Place[] {
  return withoutRepeats(line.map((place) => onto(place, vertices, places)))
}

function onto(place: Place, vertices: ReadonlySet<Place>, places: Places): Place {
  if (vertices.has(place)) return place
  const [x, y] = places.point(place)
  const away = [-1, 0, 1]
  const beside = away
    .flatMap((dx) => away.map((dy) => ({ place: places.put(x + dx, y + dy), away: dx * dx + dy * dy })))
    .filter((each) => vertices.has(each.place))
    .sort((a, b) => a.away - b.away || places.compare(a.place, b.place))
  return beside[0]?.place ?? place
}

function withoutRepeats(line: readonly Place[]): Place[] {
  return line.filter((place, at) => at === 0 || place !== line[at - 1])
}

/** Whether a line comes to no place twice, but that its end may be its beginning. */
function isSimple(line: readonly Place[], places: Places): boolean {
  const last = line.length - 2
  const isClosed = line[0] === line.at(-1)
  for (let i = 0; i <= last; i++) {
    const [a, b] = [places.point(line[i] as Place), places.point(line[i + 1] as Place)]
    for (let j = i + 1; j <= last; j++) {
      const [c, d] = [places.point(line[j] as Place), places.point(line[j + 1] as Place)]
      const how = meeting(...a, ...b, ...c, ...d)
      if (how === 'apart') continue
      const mayTouch = j === i + 1 || (isClosed && i === 0 && j === last)
      if (how !== 'touching' || !mayTouch) return false
    }
  }
  return true
}
