import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../src/style/tokens.css', import.meta.url), 'utf8')

const [lightCss = '', darkCss = ''] = css.split(':root[data-theme="dark"]')

function colours(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, value]) => [name, value]),
  )
}
const light = colours(lightCss)
const themes = { light, dark: { ...light, ...colours(darkCss) } }

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const texts = [
  ['ink', 'paper'],
  ['ink', 'paper-raised'],
  ['ink-soft', 'paper-raised'],
  ['ink-soft', 'paper-sunk'],
  ['ink-faint', 'paper-raised'],
  ['ink-faint', 'paper'],
  ['brand', 'paper-raised'],
  ['brand', 'brand-soft'],
  ['on-brand', 'brand'],
  ['danger', 'danger-soft'],
  ['warning', 'warning-soft'],
  ['success', 'success-soft'],
  ['ink-soft', 'danger-soft'],
  ['map-text', 'map-land'],
  ['map-text-soft', 'map-land'],
  ['base-street-text', 'map-land'],
  ['base-place-text', 'base-compound'],
  ['base-park-text', 'base-park'],
  ['base-water-text', 'base-water'],
  ['base-house-text', 'base-building'],
] as const
const lines = [
  ['line-strong', 'paper-raised'],
  ['focus', 'paper-raised'],
  ['focus', 'map-land'],
  ['fault-overlap', 'map-land'],
  ['fault-vertex', 'map-land'],
  ['fault-gap-line', 'map-land'],
  ['fault-outside', 'map-land'],
] as const

for (const [name, theme] of Object.entries(themes)) {
  test.each(texts)(`${name}: %s on %s can be read (4.5 to 1)`, (front, back) => {
    expect(contrast(theme[front] ?? '', theme[back] ?? '')).toBeGreaterThanOrEqual(4.5)
  })
  test.each(lines)(`${name}: %s on %s can be seen (3 to 1)`, (front, back) => {
    expect(contrast(theme[front] ?? '', theme[back] ?? '')).toBeGreaterThanOrEqual(3)
  })
  test(`${name}: the six hues of grids are equally light`, () => {
    const all = [0, 1, 2, 3, 4, 5].map((n) => luminance(theme[`hue-${n}`] ?? ''))
    expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.35)
  })
}
