import type { PlanGrid } from '@/api/plans'
import type { Scene } from '@/core/edits'

interface Here {
  scene: Scene
  grids: ReadonlyMap<string, PlanGrid>
}

/** Leaves that share a border with a grid. */
export function besideOf({ scene, grids }: Here, key: string): PlanGrid[] {
  const own = new Set<string | null>([key, null])
  const found = new Set<string>()
  for (const { left, right } of scene.arcsOf(key)) {
    for (const side of [left, right])
      if (side !== null && !own.has(side) && !scene.above(side).some((one) => own.has(one.key)))
        found.add(side)
  }
  return [...found].flatMap((one) => grids.get(one) ?? []).filter(({ kind }) => kind !== 'void')
}

/** Grids of the level above that could take a grid: those whose ground it touches, its own first. */
export function parentsFor({ scene, grids }: Here, grid: PlanGrid): PlanGrid[] {
  const found = new Set<string>(grid.parent ? [grid.parent] : [])
  for (const arc of scene.arcsOf(grid.key)) {
    for (const key of scene.gridsOn(arc)) {
      const beside = grids.get(key)
      if (beside?.level === grid.level && beside.parent) found.add(beside.parent)
    }
  }
  return [...found].flatMap((key) => grids.get(key) ?? [])
}
