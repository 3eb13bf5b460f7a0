import { type Found, type SearchQuestion, search } from '@/api/search'
import { type LonLat, parseLonLat, roughDistance } from '@/core/place'
import { type Described, described, endings } from './described'

/** A place that is offered for what was typed. */
export interface Offered {
  name: string
  lon: number
  lat: number
  /** What it is, as the search names it; `crossing` where two streets meet. */
  kind: Found['kind'] | 'crossing' | 'position'
  detail: string
  /** The innermost grid at the place; empty outside. */
  grid: string
}

type Look = (q: string, more: Partial<SearchQuestion> & { kinds?: string }) => Promise<Found[]>

const MOST = 8
/** A landmark this far from the street it was named with is another one, in metres. */
const BESIDE_M = 1500

function offered(found: Found): Offered {
  const grid = found.grids.at(-1)
  return {
    name: found.name,
    lon: found.lon,
    lat: found.lat,
    kind: found.kind,
    detail: found.detail ?? '',
    grid: grid ? grid.name || grid.code : '',
  }
}

/** A street by its name, or by the name that what was said ends in. */
async function streetNamed(said: string, look: Look, near: LonLat | null): Promise<Found | null> {
  const isLatin = /^[a-z]+$/.test(said)
  for (const ending of isLatin ? [said] : endings(said)) {
    const found = await look(ending, { near, limit: 5, kinds: 'street' })
    const hit = found.find((one) => (isLatin ? one.match !== 'typo' : one.name === ending))
    if (hit) return hit
  }
  const [close] = isLatin ? [] : await look(said.slice(-4), { near, limit: 1, kinds: 'street' })
  return close ?? null
}

function middle(a: number, b: number): number {
  return (a + b) / 2
}

/** Where two streets meet, from their bounds: the middle of what both cover. */
export function crossing(a: Found, b: Found): Offered | null {
  if (!a.bbox || !b.bbox) return null
  const [west, south] = [Math.max(a.bbox[0], b.bbox[0]), Math.max(a.bbox[1], b.bbox[1])]
  const [east, north] = [Math.min(a.bbox[2], b.bbox[2]), Math.min(a.bbox[3], b.bbox[3])]
  const room = 0.002 // streets that end at each other do not quite cover
  if (west > east + room || south > north + room) return null
  return {
    ...offered(a),
    name: `${a.name} × ${b.name}`,
    kind: 'crossing',
    detail: '',
    lon: middle(west, east),
    lat: middle(south, north),
  }
}

async function landmarkNear(
  { landmark }: Described,
  street: Found | null,
  look: Look,
  near: LonLat | null,
): Promise<Found[]> {
  const around: LonLat | null = street ? [street.lon, street.lat] : near
  const ways = [landmark, landmark.replace(/^菜市场$/, '市场')]
  for (const way of new Set(ways.filter((one) => one.length > 1))) {
    const found = await look(way, { near: around, limit: MOST, kinds: 'compound,organisation,grid' })
    const true_ = found.filter((one) => one.match !== 'typo' && one.kind !== 'grid')
    if (!true_.length) continue
    // What has a ground of its own is the landmark; shops in it only carry its name.
    const size = (one: Found) => (one.kind === 'compound' ? 0 : 1)
    const far = (one: Found) => (around ? roughDistance(around, [one.lon, one.lat]) : 0)
    const close = street ? true_.filter((one) => far(one) < BESIDE_M + reach(street)) : true_
    return close.sort((a, b) => size(a) - size(b) || far(a) - far(b))
  }
  return []
}

/** Half the diagonal of a street, in metres. */
function reach({ bbox }: Found): number {
  return bbox ? roughDistance([bbox[0], bbox[1]], [bbox[2], bbox[3]]) / 2 : 0
}

/**
 * Places that a description means, the likeliest first.
 *
 * @param near Where the operator looks: what is near comes first.
 * @param look The search.
 */
export async function placesIn(said: string, near: LonLat | null, look: Look): Promise<Offered[]> {
  const at = parseLonLat(said)
  if (at) return [{ name: at.join(', '), lon: at[0], lat: at[1], kind: 'position', detail: '', grid: '' }]
  const text = said.trim().slice(0, 400)
  const read = described(text)
  const found: Offered[] = []
  const [first, second] = await Promise.all(read.streets.map((one) => streetNamed(one, look, near)))
  if (first && second) {
    const meet = crossing(first, second)
    if (meet) found.push(meet)
  }
  const street = first ?? second ?? null
  if (street && read.door) {
    const doors = await look(street.name + read.door, { near, limit: 4, kinds: 'address' })
    found.push(...doors.map(offered))
  }
  if (read.landmark) found.push(...(await landmarkNear(read, street, look, near)).map(offered))
  if (street) found.push(offered(street))
  if (second && second !== street) found.push(offered(second))
  // What is short may be a name as such, in Chinese, pinyin or a code.
  if (text.length <= 24) found.push(...(await look(text, { near, limit: MOST })).map(offered))
  const seen = new Set<string>()
  return found
    .filter(({ name, lon, lat }) => {
      const key = `${name}|${lon.toFixed(5)},${lat.toFixed(5)}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, MOST)
}

/** Asks the search of this server. */
export function lookWith(signal: AbortSignal): Look {
  return (q, more) => search(q, { near: null, limit: MOST, signal, ...more })
}
