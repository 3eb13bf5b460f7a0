/** Hands a file that was made on the page to whoever looks at it. */
export function offerFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser has begun to save by then.
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
