// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { useIdle } from '../../src/state/idle'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('the last seconds are counted, then it ends, and a touch begins anew', () => {
  const end = vi.fn()
  const scope = effectScope()
  const left = scope.run(() => useIdle(60, 10, end))?.left
  vi.advanceTimersByTime(49_000)
  expect(left?.value).toBeNull()
  vi.advanceTimersByTime(3000)
  expect(left?.value).toBe(8)
  window.dispatchEvent(new Event('pointerdown'))
  expect(left?.value).toBeNull()
  vi.advanceTimersByTime(59_000)
  expect(end).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  expect(end).toHaveBeenCalledTimes(1)
  expect(left?.value).toBeNull()
  scope.stop()
  vi.advanceTimersByTime(200_000)
  expect(end).toHaveBeenCalledTimes(1)
})
