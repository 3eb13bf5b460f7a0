import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settled } from '../../src/core/settled'

const asked: number[] = []
let wait: number | null = null
let signals: AbortSignal[] = []
let slowMs = 0

async function ask(question: number, signal: AbortSignal): Promise<number | null> {
  asked.push(question)
  signals.push(signal)
  if (slowMs) await new Promise((done) => setTimeout(done, slowMs))
  return wait
}

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  signals = []
  wait = null
  slowMs = 0
})
afterEach(() => vi.useRealTimers())

test('only the last of a movement is asked, once it rests', async () => {
  const asking = settled(300, ask)
  for (const question of [1, 2, 3]) {
    asking.want(question)
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(100)
  expect(asked).toEqual([3])
})

test('the same is not asked twice', async () => {
  const asking = settled(300, ask)
  asking.want(1)
  await vi.advanceTimersByTimeAsync(300)
  asking.want(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toEqual([1])
})

test('a newer question ends the one under way, which may be asked again', async () => {
  slowMs = 1000
  const asking = settled(300, ask)
  asking.want(1)
  await vi.advanceTimersByTimeAsync(400)
  asking.want(2)
  expect(signals[0]?.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(2000)
  asking.want(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(asked).toEqual([1, 2, 1])
})

test('a server that was asked too often is left alone for as long as it says, then asked the latest', async () => {
  const asking = settled(300, ask)
  wait = 20
  asking.want(1)
  await vi.advanceTimersByTimeAsync(300)
  wait = null
  asking.want(2)
  await vi.advanceTimersByTimeAsync(19_000)
  expect(asked).toEqual([1])
  await vi.advanceTimersByTimeAsync(1100)
  expect(asked).toEqual([1, 2])
})

test('nothing is asked after the end', async () => {
  const asking = settled(300, ask)
  asking.want(1)
  asking.stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toEqual([])
})
