// @vitest-environment happy-dom
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type App, createApp, h, nextTick } from 'vue'
import SearchBox from '../../src/ui/SearchBox.vue'
import { i18n } from '../../src/words'

const found = [
  { kind: 'grid', code: '10020010', name: '东片', grids: [], distance_m: 20, detail: null },
  {
    kind: 'address',
    code: null,
    name: '东片路12号',
    grids: [{ code: '10020010001', name: '东片第1网格' }],
    distance_m: null,
    detail: '阳光小区',
  },
]
let app: App
let root: HTMLElement
const chosen = vi.fn()
const place = vi.fn()
const asked: string[] = []
const places: string[] = []

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
  localStorage.setItem('geo-grid.language', 'zh')
  asked.length = 0
  chosen.mockClear()
  place.mockClear()
  vi.stubGlobal('fetch', async (request: Request) => {
    const question = new URL(request.url, 'http://localhost').searchParams
    asked.push(question.get('q') ?? '')
    places.push(`${question.get('lon')},${question.get('lat')}`)
    const items = asked.at(-1) === 'nothing' ? [] : found
    return new Response(JSON.stringify({ items, truncated: false }), {
      headers: { 'content-type': 'application/json' },
    })
  })
  root = document.createElement('div')
  document.body.append(root)
  app = createApp({
    render: () => h(SearchBox, { asOf: null, near: [120, 30], onFound: chosen, onPlace: place }),
  })
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
  expect(places.at(-1)).toBe('120,30')
  await press('Enter')
  expect(chosen).toHaveBeenCalledWith(found[0])
  // What was chosen stands in the box, and is not asked for again.
  expect(input().value).toBe('东片')
  await answered()
  expect(asked).toEqual(['东片'])
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
  expect(root.textContent).toContain('没有找到「nothing」')
})

test('keys belong to the input method while it composes', async () => {
  await type('东片')
  await answered()
  input().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
  expect(chosen).not.toHaveBeenCalled()
})

test('each answer says what it is and where, and shows what matched', async () => {
  await type('东片')
  await answered()
  const [grid, address] = root.querySelectorAll('[role=option]')
  expect(grid?.textContent).toContain('网格 · 10020010')
  expect(grid?.textContent).toContain('20 m')
  expect(address?.querySelector('mark')?.textContent).toBe('东片')
  expect(address?.textContent).toContain('地址 · 阳光小区 · 东片第1网格')
})

test('Enter before the answer chooses the first of the new answer, never one of the old', async () => {
  await type('东片')
  await answered()
  await type('nothing')
  await press('Enter')
  await answered()
  expect(asked).toEqual(['东片', 'nothing'])
  expect(chosen).not.toHaveBeenCalled()
  await type('东片路')
  await press('Enter')
  await answered()
  expect(chosen).toHaveBeenCalledWith(found[0])
})
