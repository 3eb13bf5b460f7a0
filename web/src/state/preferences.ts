import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { browserLanguage, i18n, isLanguage, type Language } from '@/words'

export type Appearance = 'auto' | 'light' | 'dark'

const APPEARANCES: readonly string[] = ['auto', 'light', 'dark']
export const PANEL_MIN_PX = 360
export const PANEL_MAX_PX = 560
const PANEL_USUAL_PX = 392

/** What the reader chose on this device. Storage may be closed (private windows): then nothing is kept. */
function kept(name: string): string | null {
  try {
    return localStorage.getItem(`geo-grid.${name}`)
  } catch {
    return null
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`geo-grid.${name}`, value)
  } catch {
    // Not kept; the choice still holds for this visit.
  }
}

export const usePreferences = defineStore('preferences', () => {
  const keptLanguage = kept('language')
  const language = ref<Language>(
    isLanguage(keptLanguage) ? keptLanguage : browserLanguage(navigator.languages),
  )
  const keptAppearance = kept('appearance') ?? ''
  const appearance = ref((APPEARANCES.includes(keptAppearance) ? keptAppearance : 'auto') as Appearance)
  const panelWidth = ref(clampWidth(Number(kept('panel-width')) || PANEL_USUAL_PX))
  const panelFolded = ref(kept('panel-folded') === 'yes')

  const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = ref(systemDark.matches)
  systemDark.addEventListener('change', (event) => {
    systemIsDark.value = event.matches
  })
  const theme = computed<'light' | 'dark'>(() => {
    if (appearance.value !== 'auto') return appearance.value
    return systemIsDark.value ? 'dark' : 'light'
  })

  function clampWidth(pixels: number): number {
    return Math.round(Math.min(PANEL_MAX_PX, Math.max(PANEL_MIN_PX, pixels)))
  }
  function setPanelWidth(pixels: number): void {
    panelWidth.value = clampWidth(pixels)
  }

  function switchLanguage(): void {
    language.value = language.value === 'zh' ? 'en' : 'zh'
  }

  watch(
    language,
    (now) => {
      i18n.global.locale.value = now
      document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en'
    },
    { immediate: true, flush: 'sync' },
  )
  // Only a choice is kept: until then the browser's own languages decide.
  watch(language, (now) => keep('language', now))
  watch(
    theme,
    (now) => {
      document.documentElement.dataset.theme = now
    },
    { immediate: true, flush: 'sync' },
  )
  watch(appearance, (now) => keep('appearance', now))
  watch(panelWidth, (now) => keep('panel-width', String(now)))
  watch(panelFolded, (now) => keep('panel-folded', now ? 'yes' : 'no'))

  return { language, appearance, theme, panelWidth, panelFolded, setPanelWidth, switchLanguage }
})
