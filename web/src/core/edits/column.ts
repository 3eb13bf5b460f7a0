/** Int32Array that grows. */
export class Column {
  data: Int32Array
  readonly #empty: number

  constructor(empty: number) {
    this.#empty = empty
    this.data = new Int32Array(1024).fill(empty)
  }

  reach(size: number): void {
    if (size <= this.data.length) return
    const wider = new Int32Array(Math.max(size, 2 * this.data.length)).fill(this.#empty)
    wider.set(this.data)
    this.data = wider
  }
}
