/** Comes true once what is on the page now has been painted: for what must not keep the text waiting. */
export function afterPaint(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done))
  })
}
