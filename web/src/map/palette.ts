/** The colours of the ground: what the base map is drawn with. */
export interface BasePalette {
  water: string
  waterLine: string
  park: string
  compound: string
  building: string
  buildingLine: string
  street: string
  streetCasing: string
  path: string
  railway: string
  railwayGap: string
  streetText: string
  placeText: string
  parkText: string
  waterText: string
  houseText: string
}

/** The colours of the map, read from the tokens of the page so that they are written down only once. */
export interface Palette {
  base: BasePalette
  dark: boolean
  land: string
  outside: string
  outsideDot: string
  outlineGlow: string
  veil: string
  hues: string[]
  gridFill: number
  level1: string
  level1Casing: string
  level2: string
  level3: string
  selected: string
  selectedCasing: string
  text: string
  textSoft: string
  halo: string
  hatch: string
  vacant: string
  overlap: string
  gap: string
  gapLine: string
  vertex: string
  outsideParent: string
  shape: string
  ink: string
}

export function readPalette(element: Element = document.documentElement): Palette {
  const tokens = getComputedStyle(element)
  const token = (name: string) => tokens.getPropertyValue(`--${name}`).trim()
  return {
    base: {
      water: token('base-water'),
      waterLine: token('base-water-line'),
      park: token('base-park'),
      compound: token('base-compound'),
      building: token('base-building'),
      buildingLine: token('base-building-line'),
      street: token('base-street'),
      streetCasing: token('base-street-casing'),
      path: token('base-path'),
      railway: token('base-railway'),
      railwayGap: token('base-railway-gap'),
      streetText: token('base-street-text'),
      placeText: token('base-place-text'),
      parkText: token('base-park-text'),
      waterText: token('base-water-text'),
      houseText: token('base-house-text'),
    },
    dark: tokens.colorScheme === 'dark',
    land: token('map-land'),
    outside: token('map-outside'),
    outsideDot: token('map-outside-dot'),
    outlineGlow: token('map-outline-glow'),
    veil: token('map-veil'),
    hues: [0, 1, 2, 3, 4, 5].map((n) => token(`hue-${n}`)),
    gridFill: Number(token('grid-fill')),
    level1: token('level-1-line'),
    level1Casing: token('level-1-casing'),
    level2: token('level-2-line'),
    level3: token('level-3-line'),
    selected: token('selected-line'),
    selectedCasing: token('selected-casing'),
    text: token('map-text'),
    textSoft: token('map-text-soft'),
    halo: token('map-halo'),
    hatch: token('special-hatch'),
    vacant: token('danger'),
    overlap: token('fault-overlap'),
    gap: token('fault-gap'),
    gapLine: token('fault-gap-line'),
    vertex: token('fault-vertex'),
    outsideParent: token('fault-outside'),
    shape: token('fault-shape'),
    ink: token('ink'),
  }
}
