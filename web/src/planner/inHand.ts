import { type Ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { insideOf } from '@/core/edits'
import { toUnits } from '@/core/lattice'
import { useComments } from './comments'
import { useDraft } from './draft'
import { handlesOf } from './dragging'
import { collection, lineFeature, pointFeature, shapeOf } from './gridFeatures'
import type { GridSources } from './gridSources'
import { useHands } from './hands'
import { usePlan } from './plan'
import { linesOf, useRefused } from './refused'
import type { useVertexTool } from './vertexTool'

/** Draws what is picked, dragged, previewed, refused and said beside the grids, as it changes. */
export function useInHand(sources: Ref<GridSources | undefined>, vertex: ReturnType<typeof useVertexTool>) {
  const { t } = useI18n()
  const plan = usePlan()
  const hands = useHands()
  const draft = useDraft()
  const refused = useRefused()
  const comments = useComments()
  const { dragging, chosen, sides, refusal, snapped } = vertex

  const shapes = (keys: readonly string[]) =>
    collection(
      keys
        .flatMap((key) => plan.grids.get(key) ?? [])
        .map(({ polygons }) => ({ type: 'Feature', properties: {}, geometry: shapeOf(polygons) })),
    )

  function drawPicked(): void {
    sources.value?.put('picked', shapes(plan.picked))
    sources.value?.put('chosen', shapes(hands.chosen))
    drawHandles()
  }

  function drawHandles(): void {
    const key = plan.pickedGrid?.key
    const shown = (hands.tool === 'vertex' || hands.tool === 'straighten') && key && !dragging.value
    const handles = shown ? handlesOf(plan.scene, key) : []
    const marked = handles.filter(({ part }) => hands.tool === 'vertex' || part !== 'middle')
    const dots = marked.map(({ at, part }) => pointFeature(at, { part }))
    const held = dragging.value ? [dragging.value.to] : []
    const touched = chosen.value && hands.tool === 'vertex' ? [chosen.value] : []
    const extra = [...held, ...touched, ...hands.places]
    sources.value?.put(
      'handles',
      collection([...dots, ...extra.map((at) => pointFeature(at, { part: 'chosen' }))]),
    )
  }

  function drawTarget(): void {
    const now = hands.target ?? snapped.value
    const kind = now ? t(`planner.target.${now.kind}`) : ''
    const text = now?.name ? `${kind} ${now.name}` : kind
    sources.value?.put('target', collection(now ? [pointFeature(now.at, { text })] : []))
  }

  function drawPath(): void {
    const { path, places } = hands
    const line = path ? path.line : hands.tool === 'follow' && places.length > 1 ? places : []
    sources.value?.put('path', collection(line.length > 1 ? [lineFeature(line.flat())] : []))
  }

  function drawGhost(): void {
    sources.value?.setAside(draft.sides.map(({ key }) => key))
    const after = draft.sides.flatMap((side) => (side.after ? [side.after] : []))
    const features = after.map(({ polygons, hue }) => ({
      type: 'Feature' as const,
      properties: { hue },
      geometry: shapeOf(polygons),
    }))
    const { stays, goes } = draft.halves ?? {}
    const named =
      stays?.after && goes
        ? [[stays.after, 'planner.half.stays'] as const, [goes, 'planner.half.goes'] as const]
        : []
    const names = named.map(([{ polygons, name, code }, words]) =>
      pointFeature(insideOf(polygons), { hue: 0, text: t(words, { name: name || code }) }),
    )
    sources.value?.put('ghost', collection([...features, ...names]))
  }

  function drawDragging(): void {
    const now = dragging.value
    drawHandles()
    const after = now && !refusal.value ? sides.value.flatMap((side) => (side.after ? [side.after] : [])) : []
    const features = after.map(({ polygons, hue }) => ({
      type: 'Feature' as const,
      properties: { hue, refused: false },
      geometry: shapeOf(polygons),
    }))
    const lead = now && refusal.value ? [lineFeature([...now.from, ...now.to], { refused: true })] : []
    sources.value?.put('dragging', collection([...features, ...lead]))
  }

  /** The attempt refused last, and steps refused after the network came back. */
  function drawRefused(): void {
    const lines = [...(refused.last?.lines ?? []), ...plan.refused.flatMap(({ step }) => linesOf(step))]
    sources.value?.put('refused', collection(lines.map((line) => lineFeature(line.flat()))))
  }

  function drawPins(): void {
    const pins = comments.items.map(({ number, lon, lat, resolved_at }) => {
      const state = number === comments.chosen ? 'chosen' : resolved_at ? 'settled' : 'open'
      return pointFeature([toUnits(lon), toUnits(lat)], { number, state })
    })
    const { place } = comments
    const put = place ? [pointFeature([toUnits(place[0]), toUnits(place[1])], { state: 'chosen' })] : []
    sources.value?.put('pins', collection([...pins, ...put]))
  }

  function drawAll(): void {
    sources.value?.draw(plan.grids, plan.scene, { all: true, changed: [], ended: [] })
    drawPicked()
    drawTarget()
    drawPath()
    drawGhost()
    drawRefused()
    drawPins()
  }

  watch(
    () => plan.redraw,
    (change) => {
      sources.value?.draw(plan.grids, plan.scene, change)
      drawPicked()
    },
    { flush: 'sync' },
  )
  watch(() => [plan.picked, hands.tool, hands.chosen], drawPicked)
  watch(() => [hands.places, chosen.value], drawHandles)
  watch(() => [hands.target, snapped.value], drawTarget)
  watch(() => [hands.path, hands.places], drawPath)
  watch(() => draft.sides, drawGhost)
  watch([sides, refusal], drawDragging)
  watch(() => [refused.last, plan.refused], drawRefused)
  watch(() => [comments.items, comments.chosen, comments.place], drawPins)
  watch(dragging, (now) => {
    hands.target = null
    sources.value?.setAside(now?.sides ?? [])
    drawDragging()
  })

  return { drawAll }
}
