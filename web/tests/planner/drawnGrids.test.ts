import { expect, test } from 'vitest'
import type { PlanGrid } from '../../src/api/plans'
import { useDrawnGrids } from '../../src/planner/drawnGrids'

function grid(key: string, level: number, parent: string | null, ring: number[], leaf = true): PlanGrid {
  return {
    key,
    level,
    parent,
    code: key,
    name: `网格${key}`,
    kind: 'comprehensive',
    ground: null,
    class: null,
    setting: null,
    statutory: false,
    locked: false,
    hue: 1,
    area_m2: 1,
    households: 7,
    people: 9,
    head: true,
    mine: true,
    changed: false,
    leaf,
    label: [0, 0],
    polygons: [[ring]],
  }
}

const WHOLE = [0, 0, 20_000, 0, 40_000, 0, 40_000, 20_000, 20_000, 20_000, 0, 20_000, 0, 0]
const WEST = [0, 0, 20_000, 0, 20_000, 20_000, 0, 20_000, 0, 0]
const EAST = [20_000, 0, 40_000, 0, 40_000, 20_000, 20_000, 20_000, 20_000, 0]
const town = () => [
  grid('o', 0, null, WHOLE, false),
  grid('t', 1, 'o', WHOLE, false),
  grid('a', 2, 't', WHOLE, false),
  grid('w', 3, 'a', WEST),
  grid('e', 3, 'a', EAST),
]
const across = {
  verb: 'split',
  arguments: {
    grid: 'w',
    line: [
      [-10, 8000],
      [20_010, 8000],
    ],
    name: '新格',
  },
  makes: '~?1',
}

test('what a step makes appears at once, provisional, with the ground it was made of', () => {
  const drawn = useDrawnGrids()
  drawn.take(town(), [], [], true)
  drawn.draw(across)
  const made = drawn.grids.value.get('~?1')
  expect(made).toMatchObject({ name: '新格', parent: 'a', level: 3, households: null, provisional: true })
  expect(drawn.scene.value.leafAt([5000, 2000])).toBe('~?1')
  expect(drawn.scene.value.leafAt([5000, 15_000])).toBe('w')
  expect(drawn.redraw.value.changed).toContain('~?1')
})

test('the server’s answer takes the place of what was drawn, whatever it says', () => {
  const drawn = useDrawnGrids()
  drawn.take(town(), [], [], true)
  drawn.draw(across)
  const low = [0, 0, 20_000, 0, 20_000, 8000, 0, 8000, 0, 0]
  const high = [0, 8000, 20_000, 8000, 20_000, 20_000, 0, 20_000, 0, 8000]
  drawn.take([grid('w', 3, 'a', high), grid('~4', 3, 'a', low)], [], [])
  expect([...drawn.grids.value.keys()].sort()).toEqual(['a', 'e', 'o', 't', 'w', '~4'])
  expect(drawn.redraw.value.ended).toEqual(['~?1'])
  expect(drawn.scene.value.leafAt([5000, 2000])).toBe('~4')
})

test('a step that waits stays on top of what others did elsewhere, and goes with its refusal', () => {
  const drawn = useDrawnGrids()
  drawn.take(town(), [], [], true)
  drawn.draw(across)
  drawn.take([{ ...grid('e', 3, 'a', EAST), name: '改过名' }], [], [across])
  expect(drawn.grids.value.get('e')?.name).toBe('改过名')
  expect(drawn.scene.value.leafAt([5000, 2000])).toBe('~?1')
  drawn.take([], [], [])
  expect(drawn.scene.value.leafAt([5000, 2000])).toBe('w')
  expect(drawn.grids.value.get('w')?.changed).toBe(false)
  expect(drawn.grids.value.has('~?1')).toBe(false)
})

test('children that go to a new grid belong to it', () => {
  const drawn = useDrawnGrids()
  drawn.take(town(), [], [], true)
  drawn.draw({ verb: 'split', arguments: { grid: 'a', children: ['w'] }, makes: '~?2' })
  expect(drawn.grids.value.get('w')?.parent).toBe('~?2')
  expect(drawn.grids.value.get('~?2')).toMatchObject({ level: 2, parent: 't', leaf: false })
})
