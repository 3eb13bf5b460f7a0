import { nextTick, watch } from 'vue'

/**
 * A form that opens in place of the button that opens it: closed again, the focus goes back to that button,
 * which is drawn anew and so found by its selector.
 */
export function useFocusBack(isOpen: () => boolean, opener: string): void {
  watch(isOpen, async (now) => {
    if (now) return
    await nextTick()
    // Where the focus has gone somewhere else meanwhile, it stays there.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(opener)?.focus()
  })
}

/** Whether Escape is meant for the form itself, not for a calendar or a list that is open in it. */
export function closesForm(event: KeyboardEvent): boolean {
  const target = event.target as HTMLInputElement
  return (
    !event.isComposing && !target.closest('.el-date-editor') && !(target.type === 'search' && target.value)
  )
}
