/** Puts a text on the clipboard. Pages opened without https have none; there the old command still copies. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'only-read'
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
