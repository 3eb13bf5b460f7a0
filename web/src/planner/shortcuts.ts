import { onBeforeUnmount, onMounted } from 'vue'
import { TOOLS, type ToolId } from './tools'

/** What the keys of the planner's screen do. */
export interface Acts {
  take: (tool: ToolId) => void
  finish: () => void
  cancel: () => void
  put: () => void
  remove: () => void
  back: (which: 'undo' | 'redo') => void
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}

function isOnMap(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target === document.body || target.closest('[data-map]') !== null)
}

/** What a key asks for; null where it is somebody else's. */
export function actOf(event: KeyboardEvent): ((acts: Acts) => void) | null {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event
  if (isTyping(target) || event.isComposing || altKey) return null
  const letter = key.toLowerCase()
  if (ctrlKey || metaKey) {
    if (letter === 'z') return ({ back }) => back(shiftKey ? 'redo' : 'undo')
    return letter === 'y' ? ({ back }) => back('redo') : null
  }
  if (key === 'Escape') return ({ cancel }) => cancel()
  // Buttons keep Enter and the space bar for themselves.
  if (key === 'Enter') return isOnMap(target) ? ({ finish }) => finish() : null
  if (key === ' ') return isOnMap(target) ? ({ put }) => put() : null
  if (key === 'Delete' || key === 'Backspace') return ({ remove }) => remove()
  const tool = TOOLS.find((one) => one.key === letter)
  return tool && !shiftKey ? ({ take }) => take(tool.id) : null
}

export function useShortcuts(acts: Acts): void {
  const onKey = (event: KeyboardEvent) => {
    if (document.querySelector('dialog[open]')) return
    const act = actOf(event)
    if (!act) return
    event.preventDefault()
    act(acts)
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
