// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { actOf } from '../../src/planner/shortcuts'

function pressed(
  key: string,
  more: KeyboardEventInit = {},
  target: HTMLElement = document.body,
): string | null {
  const event = new KeyboardEvent('keydown', { key, ...more })
  Object.defineProperty(event, 'target', { value: target })
  const acts = {
    take: vi.fn(),
    finish: vi.fn(),
    cancel: vi.fn(),
    put: vi.fn(),
    remove: vi.fn(),
    back: vi.fn(),
  }
  actOf(event)?.(acts)
  const [name, called] = Object.entries(acts).find(([, one]) => one.mock.calls.length > 0) ?? []
  return name && called ? [name, ...(called.mock.calls[0] ?? [])].join(' ') : null
}

test('a letter takes its tool', () => {
  expect(pressed('s')).toBe('take split')
  expect(pressed('M')).toBe('take vertex')
  expect(pressed('x')).toBeNull()
})

test('undo and redo as everywhere', () => {
  expect(pressed('z', { ctrlKey: true })).toBe('back undo')
  expect(pressed('Z', { ctrlKey: true, shiftKey: true })).toBe('back redo')
  expect(pressed('z', { metaKey: true })).toBe('back undo')
})

test('keys that are typed or that belong to a button stay there', () => {
  const [field, button] = [document.createElement('input'), document.createElement('button')]
  expect(pressed('s', {}, field)).toBeNull()
  expect(pressed('Enter', {}, button)).toBeNull()
  expect(pressed(' ', {}, button)).toBeNull()
  expect(pressed('Enter')).toBe('finish')
  expect(pressed('Escape', {}, button)).toBe('cancel')
})
