import { useI18n } from 'vue-i18n'
import { ApiError } from '@/api/client'
import { blockAt, followPath, type Place, type PlanGrid } from '@/api/plans'
import { useDraft } from './draft'
import { acrossFrom } from './dragging'
import { useHands } from './hands'
import { usePlan } from './plan'
import { lonLatOf, useRefused } from './refused'

const SNAP_PX = 10

/** What a click and a drawn line mean with the tool in hand; `within` turns pixels into lattice units. */
export function useToolActs(within: (pixels: number) => number) {
  const { t } = useI18n()
  const plan = usePlan()
  const hands = useHands()
  const draft = useDraft()
  const refused = useRefused()

  function say(error: ApiError, place: Place): void {
    refused.show(error, lonLatOf(place))
  }

  function propose(verb: string, given: Record<string, unknown>, place: Place, name?: string | null): void {
    void draft.propose({ verb, arguments: given, at: lonLatOf(place), ...(name ? { name } : {}) })
  }

  /** Ground that was drawn or clicked, for the tool that takes ground. */
  function takePiece(piece: Place[][], place: Place, name?: string | null): void {
    const grid = plan.pickedGrid?.key
    if (hands.tool === 'transfer' && grid) propose('transfer', { to: grid, piece }, place, name)
    else if (hands.tool === 'carve')
      propose('carve', { piece, kind: 'special', name: name || t('planner.newSpecial') }, place, name)
  }

  /** What was drawn becomes an operation, which is shown before it is kept. */
  function drawn(kind: 'line' | 'area', places: Place[]): void {
    const middle = places[Math.floor(places.length / 2)] ?? [0, 0]
    const grid = plan.pickedGrid?.key
    if (kind === 'area' && hands.tool === 'gap' && grid) intoGap(grid, places)
    else if (kind === 'area') takePiece([places], middle)
    else if (grid && (hands.tool === 'split' || hands.tool === 'reshape'))
      propose(hands.tool, { grid, line: places }, middle)
  }

  /** A gap, or the piece of it that was drawn, becomes a grid. */
  function intoGap(gap: string, piece?: Place[]): void {
    const place = plan.grids.get(gap)?.label ?? [0, 0]
    const given = { gap, name: t('planner.newGrid'), ...(piece ? { piece: [piece] } : {}) }
    propose('draw_into_gap', given, piece?.[0] ?? place)
  }

  async function takeBlock(place: Place): Promise<void> {
    const [id, kind] = [plan.id, hands.taking]
    if (id === null || kind === 'area') return
    try {
      const { piece, name } = await blockAt(id, lonLatOf(place), kind)
      takePiece(piece, place, name)
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      say(caught, place)
    }
  }

  async function follow(place: Place): Promise<void> {
    hands.places = [...hands.places, place]
    const [id, grid, places] = [plan.id, plan.pickedGrid?.key, hands.places]
    if (id === null || !grid || places.length < 2) return
    try {
      const path = await followPath(id, places, grid, hands.following)
      if (hands.places === places) hands.path = path
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      if (hands.places === places) hands.places = places.slice(0, -1)
      say(caught, place)
    }
  }

  function straighten(place: Place): void {
    const grid = plan.pickedGrid?.key
    const near = plan.scene.nearest(place, within(SNAP_PX))
    if (!grid || near?.kind !== 'vertex') return
    const [from] = hands.places
    if (!from) {
      hands.places = [near.at]
      return
    }
    const other = acrossFrom(plan.scene, grid, from, near.at)
    hands.places = []
    if (other) propose('straighten', { grid, other, from, to: near.at }, near.at)
    else say(new ApiError(422, 'not_one_border', '', '', ''), near.at)
  }

  /** The grid at a place that lies so many levels below the outline. */
  function gridAt(place: Place, level: number): PlanGrid | null {
    let grid = plan.grids.get(plan.scene.leafAt(place) ?? '')
    while (grid && grid.level > level) grid = plan.grids.get(grid.parent ?? '')
    return grid?.level === level ? grid : null
  }

  /** A child more, or one less, for the grid that is to be split by its children. */
  function chooseChild(place: Place): void {
    const grid = plan.pickedGrid
    const child = grid && gridAt(place, grid.level + 1)
    if (child && child.parent === grid.key) hands.choose(child.key)
  }

  function reparent(place: Place): void {
    const grid = plan.pickedGrid
    const to = grid && gridAt(place, grid.level - 1)
    if (to && to.key !== grid.parent) propose('reparent', { grid: grid.key, to: to.key }, place)
  }

  function pick(place: Place, several: boolean): void {
    const leaf = plan.scene.leafAt(place)
    const { picked } = plan
    if (!leaf) plan.pick([])
    else if (!several) plan.pick([leaf])
    else plan.pick(picked.includes(leaf) ? picked.filter((key) => key !== leaf) : [...picked, leaf])
  }

  /** A click, or the space bar where the map is aimed at. */
  function click(place: Place, several: boolean): void {
    if (hands.tool !== 'select') refused.forget()
    if (draft.draft) {
      // Of a grid that is cut in two, the half that is clicked stays it.
      if (draft.halves && plan.scene.leafAt(place) === draft.halves.stays.key) void draft.keep(place)
      return
    }
    if (hands.tool === 'follow') void follow(hands.target?.at ?? place)
    else if (hands.tool === 'straighten') straighten(place)
    else if (hands.tool === 'reparent') reparent(place)
    else if (hands.tool === 'split' && !hands.drawing) chooseChild(place)
    else if (hands.takes && hands.taking !== 'area') void takeBlock(place)
    else if (!hands.drawing) pick(place, several || hands.tool === 'merge')
  }

  /** Accepts what is shown, or makes an operation of the path. Whether there was either. */
  function finish(): boolean {
    const { places, path } = hands
    const grid = plan.pickedGrid?.key
    const last = places.at(-1)
    if (draft.draft) {
      if (draft.isReady) void draft.accept()
      return true
    }
    if (hands.tool !== 'follow' || !path || !grid || !last) return false
    const { line, along } = path
    if (hands.following === 'split') propose('split', { grid, line }, last)
    else propose('follow', { grid, line, along }, last)
    return true
  }

  return { drawn, click, finish, intoGap }
}
