// @vitest-environment happy-dom
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type App, createApp, h, nextTick } from 'vue'
import SearchBox from '../../src/ui/SearchBox.vue'
import { i18n } from '../../src/words'

const found = [
  { code: '10020010', name: '东片', level: 2 },
  { code: '10020010001', name: '东片第1网格', level: 3 },
]
let app: App
let root: HTMLElement
const grid = vi.fn()
const place = vi.fn()
const asked: string[] = []

function input(): HTMLInputElement {
  return root.querySelector('input') as HTMLInputElement
}
async function type(text: string): Promise<void> {
  input().focus()
  input().value = text
  input().dispatchEvent(new Event('input'))
  await nextTick()
}
async function press(key: string): Promise<void> {
  input().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await nextTick()
}
async function answered(): Promise<void> {
  await vi.advanceTimersByTimeAsync(250)
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  grid.mockClear()
  place.mockClear()
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url, 'http://localhost').searchParams.get('q') ?? '')
    const items = asked.at(-1) === 'nothing' ? [] : found
    return new Response(JSON.stringify({ items, next: null }), {
      headers: { 'content-type': 'application/json' },
    })
  })
  root = document.createElement('div')
  document.body.append(root)
  app = createApp({ render: () => h(SearchBox, { asOf: null, onGrid: grid, onPlace: place }) })
  app.use(createPinia()).use(i18n).mount(root)
})
afterEach(() => {
  app.unmount()
  root.remove()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('typing is asked once it rests, and the first answer is ready for Enter', async () => {
  await type('东')
  await vi.advanceTimersByTimeAsync(100)
  await type('东片')
  await answered()
  expect(asked).toEqual(['东片'])
  expect(input().getAttribute('aria-expanded')).toBe('true')
  expect(root.querySelectorAll('[role=option]')).toHaveLength(2)
  await press('Enter')
  expect(grid).toHaveBeenCalledWith(found[0])
})

test('arrows walk around the list and the field says where they are', async () => {
  await type('东片')
  await answered()
  await press('ArrowDown')
  const second = root.querySelectorAll('[role=option]')[1]
  expect(second?.getAttribute('aria-selected')).toBe('true')
  expect(input().getAttribute('aria-activedescendant')).toBe(second?.id)
  await press('ArrowDown')
  expect(root.querySelector('[aria-selected=true]')).toBe(root.querySelector('[role=option]'))
  await press('Escape')
  expect(input().getAttribute('aria-expanded')).toBe('false')
})

test('a place typed as numbers is offered without asking the server', async () => {
  await type('120.45, 23.48')
  await answered()
  expect(asked).toEqual([])
  await press('Enter')
  expect(place).toHaveBeenCalledWith([120.45, 23.48])
})

test('no answer says what to try', async () => {
  await type('nothing')
  await answered()
  expect(root.textContent).toContain('没有叫「nothing」的网格')
})

test('keys belong to the input method while it composes', async () => {
  await type('东片')
  await answered()
  input().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
  expect(grid).not.toHaveBeenCalled()
})
