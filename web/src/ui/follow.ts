/** Follows the pointer with `move` until it is let go, then calls `end` with whether it moved at all. */
export function follow(
  event: PointerEvent,
  move: (dx: number, dy: number) => void,
  end: (moved: boolean) => void,
): void {
  const handle = event.currentTarget as HTMLElement
  const [x, y] = [event.clientX, event.clientY]
  let moved = false
  handle.setPointerCapture(event.pointerId)
  const onMove = (now: PointerEvent) => {
    if (Math.abs(now.clientX - x) + Math.abs(now.clientY - y) > 4) moved = true
    if (moved) move(now.clientX - x, now.clientY - y)
  }
  const onEnd = () => {
    handle.removeEventListener('pointermove', onMove)
    handle.removeEventListener('pointerup', onEnd)
    handle.removeEventListener('pointercancel', onEnd)
    end(moved)
  }
  handle.addEventListener('pointermove', onMove)
  handle.addEventListener('pointerup', onEnd)
  handle.addEventListener('pointercancel', onEnd)
}
