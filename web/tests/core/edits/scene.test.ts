import { describe, expect, test } from 'vitest'
import type { Arc } from '../../../src/core/edits/arc'
import { canonical } from '../../../src/core/edits/canonical'
import type { SceneGrid } from '../../../src/core/edits/grid'
import { type Edge, Places } from '../../../src/core/edits/places'
import { Scene } from '../../../src/core/edits/scene'
import { type Point, pointAt } from '../../../src/core/edits/shape'
import { town, vertexAt } from './town'

const square = (west: number, south: number, east: number, north: number): number[] => [
  ...[west, south, east, south, east, north, west, north, west, south],
]

/**
 * Two communities of two grids, beside each other, with a pond in the first grid.
 *
 *   8 +-----+-----+
 *     |  b  |     |
 *   4 +-----+  d  |   left community p: a (with the pond v in it) and b, right community q: c and d
 *     | a v |-----|
 *     |     |  c  |
 *   0 +-----+-----+
 *     0     8    16
 */
const GRIDS: SceneGrid[] = [
  {
    key: 'o',
    level: 0,
    parent: null,
    polygons: [[[0, 0, 8, 0, 16, 0, 16, 2, 16, 8, 8, 8, 0, 8, 0, 4, 0, 0]]],
  },
  {
    key: 't',
    level: 1,
    parent: 'o',
    polygons: [[[0, 0, 8, 0, 16, 0, 16, 2, 16, 8, 8, 8, 0, 8, 0, 4, 0, 0]]],
  },
  {
    key: 'p',
    level: 2,
    parent: 't',
    polygons: [[[0, 0, 8, 0, 8, 2, 8, 4, 8, 8, 0, 8, 0, 4, 0, 0]]],
    statutory: true,
  },
  { key: 'q', level: 2, parent: 't', polygons: [[[8, 0, 16, 0, 16, 2, 16, 8, 8, 8, 8, 4, 8, 2, 8, 0]]] },
  { key: 'a', level: 3, parent: 'p', polygons: [[[0, 0, 8, 0, 8, 2, 8, 4, 0, 4, 0, 0], square(2, 1, 4, 3)]] },
  { key: 'v', level: 3, parent: 'p', kind: 'void', polygons: [[square(2, 1, 4, 3)]] },
  { key: 'b', level: 3, parent: 'p', polygons: [[[0, 4, 8, 4, 8, 8, 0, 8, 0, 4]]] },
  { key: 'c', level: 3, parent: 'q', polygons: [[[8, 0, 16, 0, 16, 2, 8, 2, 8, 0]]] },
  { key: 'd', level: 3, parent: 'q', polygons: [[[8, 2, 16, 2, 16, 8, 8, 8, 8, 4, 8, 2]]] },
]

const told = (arcs: Iterable<Arc>) =>
  [...arcs]
    .map(
      ({ line, left, right, level, locked }) => `${[...line]} ${left}|${right} ${level}${locked ? '!' : ''}`,
    )
    .sort()

describe('the arcs of two communities', () => {
  const scene = Scene.from(GRIDS)

  test('lead from junction to junction, with both sides and their level', () => {
    expect(told(scene.arcs.values())).toEqual(
      [
        '0,4,0,0,8,0 a|null 0!',
        '0,4,0,8,8,8 null|b 0!',
        '0,4,8,4 b|a 3',
        '2,1,2,3,4,3,4,1,2,1 a|v 3',
        '8,0,8,2 a|c 2!',
        '8,2,8,4 a|d 2!',
        '8,4,8,8 b|d 2!',
        '8,0,16,0,16,2 c|null 0!',
        '8,2,16,2 d|c 3',
        '8,8,16,8,16,2 null|d 0!',
      ].sort(),
    )
  })

  test('are found by place, by edge and by grid', () => {
    const within = told(scene.arcsAt([3, 5, 3, 5]))
    expect(within).toEqual(['0,4,0,8,8,8 null|b 0!'])
    expect(scene.arcWith([8, 4], [8, 2])?.right).toBe('d')
    expect(scene.arcWith([8, 4], [8, 0])).toBeNull()
    expect(told(scene.arcsOf('v'))).toEqual(['2,1,2,3,4,3,4,1,2,1 a|v 3'])
    expect(scene.arcsOf('q')).toHaveLength(5)
    expect(scene.gridsOn(scene.arcWith([8, 0], [8, 2]) as Arc)).toEqual(['a', 'c', 'p', 'q'])
    expect(scene.gridsOn(scene.arcWith([8, 0], [0, 0]) as Arc)).toEqual(['a', 'o', 'p', 't'])
    expect(scene.gridsOn(scene.arcWith([8, 2], [16, 2]) as Arc)).toEqual(['c', 'd'])
  })

  test('the nearest vertex wins over a nearer edge, on screen', () => {
    const equator = scene.nearest([7, 5], 3)
    expect(equator).toMatchObject({ kind: 'vertex', at: [8, 4] })
    expect(equator?.kind === 'vertex' && equator.arcs).toHaveLength(3)
    expect(scene.nearest([12, 3], 1.5)).toMatchObject({ kind: 'edge', at: [12, 2], index: 0, distance: 1 })
    expect(scene.nearest([12, 5], 1.5)).toBeNull()
  })

  test('who is where', () => {
    expect(scene.leafAt([1, 1])).toBe('a')
    expect(scene.leafAt([3, 2])).toBe('v')
    expect(scene.leafAt([17, 1])).toBeNull()
    expect(scene.leaves()).toEqual(['a', 'b', 'c', 'd', 'v'])
    expect(scene.children('p')).toEqual(['a', 'b', 'v'])
  })
})

test('a scene takes changes in and tells which arcs they touch', () => {
  const scene = Scene.from(GRIDS)
  const before = new Map(scene.arcs)
  const version = scene.version
  // The border between c and d goes up by one in the east.
  const moved: SceneGrid[] = [
    { key: 'c', level: 3, parent: 'q', polygons: [[[8, 0, 16, 0, 16, 2, 12, 3, 8, 2, 8, 0]]] },
    { key: 'd', level: 3, parent: 'q', polygons: [[[8, 2, 12, 3, 16, 2, 16, 8, 8, 8, 8, 4, 8, 2]]] },
  ]
  const change = scene.apply(moved)
  expect(change.keys).toEqual(['c', 'd'])
  expect(scene.version).toBe(version + 1)
  expect(scene.arcWith([8, 2], [12, 3])).toMatchObject({ left: 'd', right: 'c', level: 3 })
  expect(scene.arcWith([8, 2], [16, 2])).toBeNull()
  // Nothing far from it was touched.
  const near = [scene.arcsThrough([8, 2]), scene.arcsThrough([16, 2])].flat().map(({ id }) => id)
  const far = [...before.values()].filter(({ id }) => scene.arcs.has(id) && !near.includes(id))
  expect(far).toHaveLength(5)
  for (const arc of far) expect(scene.arcs.get(arc.id)).toBe(arc)
  expect(told(scene.arcs.values())).toEqual(told(Scene.from(scene.grids.values()).arcs.values()))
  // The same once more is no change.
  expect(scene.apply(moved)).toMatchObject({ added: [], removed: [] })
})

test('a grid without children is a leaf, and one whose children come is none', () => {
  const scene = Scene.from(GRIDS.filter(({ level }) => level < 3))
  expect(scene.leaves()).toEqual(['p', 'q'])
  expect(scene.arcs.size).toBe(3)
  scene.apply(GRIDS.filter(({ level }) => level === 3))
  expect(told(scene.arcs.values())).toEqual(told(Scene.from(GRIDS).arcs.values()))
  scene.apply([], ['a', 'b', 'v'])
  expect(scene.leaves()).toEqual(['c', 'd', 'p'])
  expect(Scene.from([{ ...(GRIDS[2] as SceneGrid), leaf: false }]).leaves()).toEqual([])
})

test('an outcome leaves the scene alone, and applied it keeps what grids are like', () => {
  const scene = Scene.from(GRIDS, { narrowestM: 0, unlocked: new Set(['p']) })
  const { version } = scene
  const outcome = scene.perform('move_vertex', { at: [8, 2], to: [7, 2] })
  expect(outcome).toMatchObject({ ok: true, ended: [] })
  if (!outcome.ok) return
  expect(outcome.change.map(({ key }) => key)).toEqual(['a', 'c', 'd', 'p', 'q'])
  expect([scene.version, scene.arcWith([8, 0], [7, 2])]).toEqual([version, null])
  scene.apply(outcome.change, outcome.ended)
  expect(scene.arcWith([8, 0], [7, 2])).toMatchObject({ left: 'c', right: 'a', level: 2 })
  expect(scene.grid('p')).toMatchObject({ statutory: true })
  expectSound(scene)
})

test('what would move a locked border is refused, and what the server alone can do is left to it', () => {
  const scene = Scene.from(GRIDS, { narrowestM: 0 })
  expect(scene.perform('move_vertex', { at: [8, 2], to: [7, 2] })).toEqual({
    ok: false,
    refusal: 'statutory_locked',
    params: { grids: ['p'] },
  })
  expect(scene.perform('rename', { grid: 'a', name: 'A' })).toMatchObject({ refusal: 'ask_server' })
  expect(scene.perform('move_vertex', { at: [8, 2] })).toMatchObject({ refusal: 'argument_missing' })
  expect(scene.perform('move_vertex', { at: [8, 2.5], to: [1, 1] })).toMatchObject({
    refusal: 'argument_wrong',
  })
  expect(scene.perform('split', { grid: 'a', children: [] })).toMatchObject({ refusal: 'argument_wrong' })
})

/** Every edge of every leaf lies on exactly one arc, the leaf on the side that the arc says. */
function expectSound(scene: Scene): void {
  const places = new Places()
  const sides = new Map<Edge, string | null>()
  for (const { id, line, left, right } of scene.arcs.values())
    for (let i = 0; i + 3 < line.length; i += 2) {
      const edge = places.edge(places.of(pointAt(line, i / 2)), places.of(pointAt(line, i / 2 + 1)))
      if (sides.has(edge) || sides.has(places.turned(edge)))
        expect.fail(`an edge of arc ${id} is on two arcs`)
      sides.set(edge, left).set(places.turned(edge), right)
    }
  let edges = 0
  for (const key of scene.leaves())
    for (const edge of places.chainOf(places.ringsOf(scene.grid(key)?.polygons ?? []))) {
      edges += 1
      if (sides.get(edge) !== key) expect.fail(`${places.point(places.start(edge))} is not ${key}'s`)
    }
  expect([...sides.values()].filter((key) => key !== null)).toHaveLength(edges)
}

/** Long enough for a machine that has much else to do. */
const PATIENCE = { timeout: 60_000 }

describe('5,000 grids of 40 vertices', PATIENCE, () => {
  const grids = town(100, 50, 10)
  const scene = Scene.from(grids)

  test('every edge is on one arc, and arcs lead from junction to junction', () => {
    expect(scene.leaves()).toHaveLength(5000)
    expectSound(scene)
    // Where four corners meet, and on the outline three; the four corners of the town are none.
    expect(scene.arcs.size).toBe(100 * 51 + 101 * 50 - 4)
    const levels = [0, 0, 0, 0]
    for (const { level } of scene.arcs.values()) levels[level] = (levels[level] ?? 0) + 1
    expect(levels).toEqual([296, 0, 100 * 4 + 50 * 9, 100 * 45 + 50 * 90])
  })

  test('moving a vertex of all that have it leaves the arcs that a new scene has', () => {
    const places: [number, number][] = [
      [200, 200],
      [205, 200],
      [333, 210],
      [0, 77],
      [410, 100],
    ]
    for (const place of places) {
      const [x, y] = vertexAt(...place)
      const to: Point = [x + 300, y - 200]
      const has = scene.near([x, y, x, y])
      const moved = has.map((grid) => ({
        ...grid,
        polygons: canonical(
          grid.polygons.map((rings) =>
            rings.map((ring) =>
              ring.map((value, i) => {
                const at = i - (i % 2)
                return ring[at] === x && ring[at + 1] === y ? (to[i % 2] as number) : value
              }),
            ),
          ),
        ),
      }))
      const { added, removed } = scene.apply(moved)
      expect(added.length).toBeGreaterThan(0)
      expect(added.length).toBeLessThan(8)
      expect(removed.length).toBeLessThan(8)
    }
    const anew = Scene.from(scene.grids.values())
    const named = ({ line, left, right, level }: Arc) => `${line.join()} ${left} ${right} ${level}`
    const expected = new Set([...anew.arcs.values()].map(named))
    expect(scene.arcs.size).toBe(expected.size)
    for (const arc of scene.arcs.values()) if (!expected.has(named(arc))) expect.fail(named(arc))
  })

  test('taking a grid out and putting it back changes nothing in the end', () => {
    const before = told(scene.arcsOf('33/21'))
    const count = scene.arcs.size
    const grid = scene.grid('33/21') as SceneGrid
    scene.apply([], ['33/21'])
    expect(scene.arcsOf('34/21').some(({ right, left }) => right === null || left === null)).toBe(true)
    scene.apply([grid])
    expect(told(scene.arcsOf('33/21'))).toEqual(before)
    expect(scene.arcs.size).toBe(count)
  })
})
