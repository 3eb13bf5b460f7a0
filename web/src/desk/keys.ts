import { onBeforeUnmount, onMounted } from 'vue'

/** What the keys of the desk do. */
export interface DeskActs {
  newCall: () => void
  step: (by: 1 | -1) => void
  open: () => void
  close: () => void
  next: () => void
  act: (place: number) => void
  find: () => void
  scope: () => void
  locate: () => void
  call: () => void
  heat: () => void
  time: () => void
  sound: () => void
  help: () => void
}

/** Each key with what it does, in the order in which the help lists them. */
export const KEYS: readonly { key: string; act: keyof DeskActs }[] = [
  { key: 'N', act: 'newCall' },
  { key: 'J', act: 'step' },
  { key: 'Enter', act: 'open' },
  { key: 'A', act: 'next' },
  { key: '1', act: 'act' },
  { key: 'C', act: 'call' },
  { key: 'L', act: 'locate' },
  { key: 'F', act: 'find' },
  { key: 'O', act: 'scope' },
  { key: 'H', act: 'heat' },
  { key: 'T', act: 'time' },
  { key: 'S', act: 'sound' },
  { key: 'Esc', act: 'close' },
  { key: '?', act: 'help' },
]

const LETTERS: Record<string, (acts: DeskActs) => void> = {
  n: ({ newCall }) => newCall(),
  a: ({ next }) => next(),
  c: ({ call }) => call(),
  l: ({ locate }) => locate(),
  f: ({ find }) => find(),
  o: ({ scope }) => scope(),
  h: ({ heat }) => heat(),
  t: ({ time }) => time(),
  s: ({ sound }) => sound(),
  '?': ({ help }) => help(),
  '？': ({ help }) => help(),
}

function closest(target: EventTarget | null, selector: string): boolean {
  return target instanceof HTMLElement && target.closest(selector) !== null
}

/** What a key asks for; null where it is somebody else's. */
export function actOf(event: KeyboardEvent): ((acts: DeskActs) => void) | null {
  const { key, ctrlKey, metaKey, altKey, target } = event
  if (event.isComposing || ctrlKey || metaKey || altKey) return null
  if (closest(target, 'input, textarea, select, [contenteditable]')) return null
  if (key === 'Escape') return ({ close }) => close()
  const letter = LETTERS[key.toLowerCase()]
  if (letter) return letter
  if (/^[1-9]$/.test(key)) return ({ act }) => act(Number(key) - 1)
  // Arrows move the map where it has the focus, and buttons keep Enter for themselves; a row of the list is one.
  const down = key === 'j' || key === 'J' || key === 'ArrowDown'
  const up = key === 'k' || key === 'K' || key === 'ArrowUp'
  if (
    (down || up) &&
    !(key.startsWith('Arrow') && closest(target, '[data-map], [role=tablist], [role=slider]'))
  ) {
    return ({ step }) => step(down ? 1 : -1)
  }
  if (key === 'Enter' && !closest(target, 'button, a, [data-map], summary')) return ({ open }) => open()
  return null
}

export function useDeskKeys(acts: DeskActs): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const act = actOf(event)
    if (!act) return
    event.preventDefault()
    act(acts)
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
