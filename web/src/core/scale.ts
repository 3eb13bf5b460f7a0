/** The longest round length (1, 2 or 5 times a power of ten, metres) no wider than `maxPixels`. */
export function scaleBar(metresPerPx: number, maxPixels: number): { metres: number; pixels: number } {
  const most = metresPerPx * maxPixels
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power
  return { metres, pixels: metres / metresPerPx }
}
