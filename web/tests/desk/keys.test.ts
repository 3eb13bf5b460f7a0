// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { actOf, type DeskActs, KEYS } from '../../src/desk/keys'

const NAMES = [...new Set(KEYS.map(({ act }) => act))]

function pressed(
  key: string,
  more: KeyboardEventInit = {},
  target: HTMLElement = document.body,
): string | null {
  const event = new KeyboardEvent('keydown', { key, ...more })
  Object.defineProperty(event, 'target', { value: target })
  const acts = Object.fromEntries(NAMES.map((name) => [name, vi.fn()])) as unknown as DeskActs
  actOf(event)?.(acts)
  const [name, called] = Object.entries(acts).find(([, one]) => vi.mocked(one).mock.calls.length > 0) ?? []
  return name && called ? [name, ...(vi.mocked(called).mock.calls[0] ?? [])].join(' ') : null
}

test('one key does it', () => {
  expect(pressed('n')).toBe('newCall')
  expect(pressed('A')).toBe('next')
  expect(pressed('3')).toBe('act 2')
  expect(pressed('j')).toBe('step 1')
  expect(pressed('ArrowUp')).toBe('step -1')
  expect(pressed('?', { shiftKey: true })).toBe('help')
  expect(pressed('Escape')).toBe('close')
  expect(pressed('q')).toBeNull()
})

test('whatever is typed stays where it is typed', () => {
  const field = document.createElement('textarea')
  for (const key of ['n', '1', '?', 'Escape', 'ArrowDown']) expect(pressed(key, {}, field)).toBeNull()
  expect(pressed('n', { ctrlKey: true })).toBeNull()
  expect(pressed('s', { metaKey: true })).toBeNull()
})

test('the map keeps its arrows, a button its Enter', () => {
  const map = document.createElement('div')
  map.dataset.map = ''
  const button = document.createElement('button')
  expect(pressed('ArrowDown', {}, map)).toBeNull()
  expect(pressed('j', {}, map)).toBe('step 1')
  expect(pressed('Enter', {}, button)).toBeNull()
  expect(pressed('Enter')).toBe('open')
})

test('the help leaves no act out', () => {
  for (const key of ['n', 'j', 'Enter', 'a', '1', 'c', 'l', 'f', 'o', 'h', 't', 's', 'Escape', '?']) {
    expect(NAMES.some((name) => pressed(key)?.startsWith(name))).toBe(true)
  }
})
