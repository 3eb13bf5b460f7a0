import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'

/** Lets a file be dropped anywhere on the page; the answer tells whether one hangs over it. */
export function useFileDrop(take: (file: File | undefined) => void): Ref<boolean> {
  const dragging = ref(false)
  function onDrag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    dragging.value = true
  }
  function onDragLeave(event: DragEvent): void {
    if (event.relatedTarget === null) dragging.value = false
  }
  function onDrop(event: DragEvent): void {
    event.preventDefault()
    dragging.value = false
    take(event.dataTransfer?.files[0])
  }

  onMounted(() => {
    window.addEventListener('dragover', onDrag)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('dragover', onDrag)
    window.removeEventListener('dragleave', onDragLeave)
    window.removeEventListener('drop', onDrop)
  })
  return dragging
}
