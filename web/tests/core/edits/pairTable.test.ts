import { expect, test } from 'vitest'
import { PairTable } from '../../../src/core/edits/pairTable'

test('pairs are numbered as they come, through growth', () => {
  const table = new PairTable(4)
  const pairs = Array.from({ length: 5000 }, (_, i): [number, number] => [
    (i * 7919) % 71,
    -(i % 997) * 1_000_003,
  ])
  const numbers = new Map<string, number>()
  for (const [a, b] of pairs) {
    const key = `${a} ${b}`
    const expected = numbers.get(key) ?? numbers.size
    numbers.set(key, expected)
    if (table.put(a, b) !== expected) expect.fail(`${key} is not ${expected}`)
  }
  expect(table.size).toBe(numbers.size)
  for (const [key, number] of numbers) {
    const [a, b] = key.split(' ').map(Number) as [number, number]
    const same = table.find(a, b) === number && table.first(number) === a && table.second(number) === b
    if (!same) expect.fail(`${key} is not found as ${number}`)
  }
  expect(table.find(1_800_000_000, 0)).toBe(-1)
})
