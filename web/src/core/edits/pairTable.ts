const FREE = -1

/**
 * Pairs of int32 numbered in the order in which they first come: an open-addressing hash in typed arrays.
 *
 * A point of the lattice takes 63 bits, more than a number can be a key of; as a pair it is looked up without
 * making a string of it. The hash only places a pair: equality is that of its two integers.
 */
export class PairTable {
  #first: Int32Array
  #second: Int32Array
  #slots: Int32Array
  #size = 0

  constructor(expected = 1024) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(16, expected)))
    this.#first = new Int32Array(room)
    this.#second = new Int32Array(room)
    this.#slots = new Int32Array(2 * room).fill(FREE)
  }

  get size(): number {
    return this.#size
  }

  first(index: number): number {
    return this.#first[index] as number
  }

  second(index: number): number {
    return this.#second[index] as number
  }

  /** The number of a pair; -1 where it was never put. */
  find(a: number, b: number): number {
    return this.#slots[this.#place(a, b)] as number
  }

  /** The number of a pair, a new one where it is new. */
  put(a: number, b: number): number {
    const place = this.#place(a, b)
    const known = this.#slots[place] as number
    if (known !== FREE) return known
    if (this.#size === this.#first.length) {
      this.reserve(2 * this.#size)
      return this.put(a, b)
    }
    this.#first[this.#size] = a
    this.#second[this.#size] = b
    this.#slots[place] = this.#size
    this.#size += 1
    return this.#size - 1
  }

  /** Makes room for so many pairs. */
  reserve(expected: number): void {
    if (expected <= this.#first.length) return
    const room = 2 ** Math.ceil(Math.log2(expected))
    const first = new Int32Array(room)
    const second = new Int32Array(room)
    first.set(this.#first)
    second.set(this.#second)
    this.#first = first
    this.#second = second
    this.#slots = new Int32Array(2 * room).fill(FREE)
    for (let i = 0; i < this.#size; i++) this.#slots[this.#place(first[i] as number, second[i] as number)] = i
  }

  #place(a: number, b: number): number {
    const mask = this.#slots.length - 1
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let place = (hash ^ (hash >>> 13)) & mask
    for (;;) {
      const index = this.#slots[place] as number
      if (index === FREE || (this.#first[index] === a && this.#second[index] === b)) return place
      place = (place + 1) & mask
    }
  }
}
