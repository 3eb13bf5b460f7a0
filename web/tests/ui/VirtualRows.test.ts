// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { type App, createApp, h } from 'vue'
import VirtualRows from '../../src/ui/VirtualRows.vue'

let app: App | undefined
afterEach(() => app?.unmount())

test('ten thousand rows take the room of all and the cost of those in sight', () => {
  const items = Array.from({ length: 10_000 }, (_, n) => n)
  const root = document.createElement('div')
  document.body.append(root)
  app = createApp({
    render: () =>
      h('div', { style: 'overflow: auto; height: 600px' }, [
        h(
          VirtualRows<number>,
          { items, rowHeight: 56 },
          { default: ({ item }: { item: number }) => h('button', `${item}`) },
        ),
      ]),
  })
  app.mount(root)
  const list = root.querySelector('ul')
  expect(list?.style.height).toBe('560000px')
  const rows = root.querySelectorAll('li')
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.length).toBeLessThan(60)
  expect(rows[0]?.getAttribute('aria-setsize')).toBe('10000')
})
