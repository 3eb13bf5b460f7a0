import type { OwnStep } from './drawnGrids'
import { rekeyed } from './provisional'

/** A step that the server has not confirmed yet. Its id makes sending it twice harmless. */
export interface Unsent extends OwnStep {
  id: string
  name?: string
  /** When it was drawn, ISO. */
  at: string
}

/** Where unsent steps outlive the page; a browser that keeps nothing still holds them while it is open. */
export interface Keeping {
  getItem(name: string): string | null
  setItem(name: string, value: string): void
  removeItem(name: string): void
}

const MOST_KEPT = 1000

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== 'object' || value === null) return false
  const { id, verb, arguments: given } = value as Partial<Unsent>
  return typeof id === 'string' && typeof verb === 'string' && typeof given === 'object' && given !== null
}

/** Steps in the order in which they were drawn, kept until the server has answered each. */
export class Outbox {
  private readonly name: string
  private steps: Unsent[]

  constructor(
    plan: number,
    private readonly keeping: Keeping | null,
  ) {
    this.name = `geo-grid.unsent.${plan}`
    this.steps = this.read()
  }

  get waiting(): readonly Unsent[] {
    return this.steps
  }

  /** False where there is no room for more: then drawing has to wait for the network. */
  add(step: Unsent): boolean {
    if (this.steps.length >= MOST_KEPT) return false
    this.steps = [...this.steps, step]
    this.write()
    return true
  }

  /** The step has been answered, or was given up. */
  remove(id: string): void {
    this.steps = this.steps.filter((one) => one.id !== id)
    this.write()
  }

  /** The server has given a grid its key: steps that name it by the former say the new one. */
  rekey(from: string, to: string): void {
    this.steps = this.steps.map((step) => ({
      ...step,
      arguments: rekeyed(step.arguments, from, to) as Unsent['arguments'],
    }))
    this.write()
  }

  private read(): Unsent[] {
    try {
      const found: unknown = JSON.parse(this.keeping?.getItem(this.name) ?? '[]')
      return Array.isArray(found) ? found.filter(isUnsent) : []
    } catch {
      return []
    }
  }

  private write(): void {
    try {
      if (this.steps.length) this.keeping?.setItem(this.name, JSON.stringify(this.steps))
      else this.keeping?.removeItem(this.name)
    } catch {
      // No room, or a private window: they are held while the page is open.
    }
  }
}

/** The storage of this browser, if it lets us. */
export function browserKeeping(): Keeping | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
