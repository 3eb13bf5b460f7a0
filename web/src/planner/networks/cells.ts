import type { Cell, CellGrid, CellIn } from '@/api/networks'

/** A cell as it is being drawn: whole grids, or a shape of its own; the number stays while the name changes. */
export interface DraftCell {
  number: number
  name: string
  grids: readonly CellGrid[]
  shape: CellIn['geometry']
}

export function draftOf(cells: readonly Cell[]): DraftCell[] {
  return cells.map(({ name, kind, grids, geometry }, at) => ({
    number: at + 1,
    name,
    grids,
    shape: kind === 'drawn' && geometry ? { type: 'MultiPolygon', coordinates: geometry.coordinates } : null,
  }))
}

/** One cell more, named by the first number that no other has. */
export function added(cells: readonly DraftCell[], nameOf: (n: number) => string): DraftCell[] {
  const number = Math.max(0, ...cells.map((cell) => cell.number)) + 1
  let n = cells.length + 1
  while (cells.some(({ name }) => name === nameOf(n))) n += 1
  return [...cells, { number, name: nameOf(n), grids: [], shape: null }]
}

/** A grid joins a cell and leaves any other; where it was in the cell already, it leaves. */
export function toggled(cells: readonly DraftCell[], number: number, grid: CellGrid): DraftCell[] {
  return cells.map((cell) => {
    const without = cell.grids.filter(({ code }) => code !== grid.code)
    const had = without.length < cell.grids.length
    if (cell.number !== number) return had ? { ...cell, grids: without } : cell
    // Whoever is made of grids has no shape of its own.
    return { ...cell, shape: null, grids: had ? without : [...without, grid] }
  })
}

/** A cell gets a shape of its own in the place of grids. */
export function shaped(
  cells: readonly DraftCell[],
  number: number,
  shape: NonNullable<CellIn['geometry']>,
): DraftCell[] {
  return cells.map((cell) => (cell.number === number ? { ...cell, grids: [], shape } : cell))
}

/** As they are sent; a cell without ground is none yet. */
export function bodyOf(cells: readonly DraftCell[]): CellIn[] {
  return cells
    .filter(({ grids, shape }) => grids.length > 0 || shape)
    .map(({ name, grids, shape }) => ({
      name: name.trim(),
      grids: shape ? [] : grids.map(({ code }) => code),
      geometry: shape ?? null,
    }))
}
