import type { Operation, Place } from '@/api/plans'
import type { Arc, Near, Outcome, Scene } from '@/core/edits'
import { reckon } from './reckoning'

/** A vertex, or a new one on an edge, that is being dragged: one drag moves both neighbours and all levels. */
export class Dragging {
  private now: Place
  outcome: Outcome | null = null

  constructor(
    private readonly scene: Scene,
    private readonly held: Near,
  ) {
    this.now = held.at
  }

  get from(): Place {
    return this.held.at
  }

  get to(): Place {
    return this.now
  }

  /** Leaves on either side of where it was taken. */
  get sides(): string[] {
    return [...new Set(arcsOf(this.held).flatMap(({ left, right }) => [left, right]))].filter(
      (key) => key !== null,
    )
  }

  get isMoved(): boolean {
    return this.now[0] !== this.held.at[0] || this.now[1] !== this.held.at[1]
  }

  move(to: Place): Outcome {
    this.now = to
    this.outcome = reckon(this.scene, this.operation)
    return this.outcome
  }

  get operation(): Operation {
    if (this.held.kind === 'vertex')
      return { verb: 'move_vertex', arguments: { at: this.held.at, to: this.now } }
    return { verb: 'insert_vertex', arguments: { edge: this.held.edge, to: this.now } }
  }
}

export function arcsOf(near: Near): Arc[] {
  return near.kind === 'vertex' ? near.arcs : [near.arc]
}

/** Vertices of the border of a grid, those of locked borders apart, and the middles between them. */
export interface Handle {
  at: Place
  part: 'vertex' | 'locked' | 'middle'
}

export function handlesOf(scene: Scene, key: string): Handle[] {
  const found = new Map<string, Handle>()
  for (const { line, locked } of scene.arcsOf(key)) {
    for (let n = 0; n + 1 < line.length; n += 2) {
      const at: Place = [line[n] ?? 0, line[n + 1] ?? 0]
      const known = found.get(at.join())
      // Where a locked border ends, so does the freedom of its last vertex.
      if (!known || locked) found.set(at.join(), { at, part: locked ? 'locked' : 'vertex' })
      if (locked || n + 3 >= line.length) continue
      const middle: Place = [
        Math.floor((at[0] + (line[n + 2] ?? 0)) / 2),
        Math.floor((at[1] + (line[n + 3] ?? 0)) / 2),
      ]
      found.set(`m${middle.join()}`, { at: middle, part: 'middle' })
    }
  }
  return [...found.values()]
}

/** The leaf across the border of a grid that runs through both places, if it is one. */
export function acrossFrom(scene: Scene, key: string, from: Place, to: Place): string | null {
  const isOn = ({ line }: Arc, [x, y]: Place) => {
    for (let n = 0; n + 1 < line.length; n += 2) if (line[n] === x && line[n + 1] === y) return true
    return false
  }
  for (const arc of scene.arcsOf(key)) {
    if (isOn(arc, from) && isOn(arc, to)) return arc.left === key ? arc.right : arc.left
  }
  return null
}
