/**
 * With no `glyphs` address in the style the map draws every letter itself from the fonts of the device:
 * these names become a CSS font family, and the weight is read from the first of them.
 */
const FAMILIES = ['Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'sans-serif']

export const REGULAR = ['Noto Sans SC Regular', ...FAMILIES]
export const MEDIUM = ['Noto Sans SC Medium', ...FAMILIES]
export const BOLD = ['Noto Sans SC Bold', ...FAMILIES]
