import { type Box, boxesMeet } from './shape'

/** Cells along one axis that a key has room for. */
const CELLS = 2 ** 26
/** What covers more cells than this is looked at every time instead. */
const MOST_CELLS = 1024

/** Boxes by number in a grid of square cells: put, dropped and found again without sorting anything. */
export class BucketIndex {
  readonly #cell: number
  readonly #cells = new Map<number, Set<number>>()
  readonly #boxes = new Map<number, Box>()
  readonly #wide = new Set<number>()

  /** @param cell Side of a cell in lattice units: about the size of what is put. */
  constructor(cell: number) {
    // No finer than what keeps the number of cells within their keys.
    this.#cell = Math.max(cell, 64)
  }

  put(number: number, box: Box): void {
    this.drop(number)
    this.#boxes.set(number, box)
    if (this.#count(box) > MOST_CELLS) {
      this.#wide.add(number)
      return
    }
    for (const key of this.#keys(box)) {
      const cell = this.#cells.get(key)
      if (cell) cell.add(number)
      else this.#cells.set(key, new Set([number]))
    }
  }

  drop(number: number): void {
    const box = this.#boxes.get(number)
    if (!box) return
    this.#boxes.delete(number)
    if (this.#wide.delete(number)) return
    for (const key of this.#keys(box)) {
      const cell = this.#cells.get(key)
      cell?.delete(number)
      if (cell?.size === 0) this.#cells.delete(key)
    }
  }

  /** Numbers of the boxes that meet a box, in order. */
  at(box: Box): number[] {
    const found = new Set<number>()
    const look = (number: number) => {
      if (boxesMeet(this.#boxes.get(number) as Box, box)) found.add(number)
    }
    // A wide look is rather at everything than at cells that hold nothing.
    if (this.#count(box) > this.#cells.size) for (const number of this.#boxes.keys()) look(number)
    else {
      for (const key of this.#keys(box)) this.#cells.get(key)?.forEach(look)
      this.#wide.forEach(look)
    }
    return [...found].sort((a, b) => a - b)
  }

  #count(box: Box): number {
    const [west, south, east, north] = this.#range(box)
    return (east - west + 1) * (north - south + 1)
  }

  #range([west, south, east, north]: Box): Box {
    const place = (value: number) => Math.floor(value / this.#cell)
    return [place(west), place(south), place(east), place(north)]
  }

  *#keys(box: Box): Generator<number> {
    const [west, south, east, north] = this.#range(box)
    for (let x = west; x <= east; x++) for (let y = south; y <= north; y++) yield (x + CELLS / 2) * CELLS + y
  }
}
