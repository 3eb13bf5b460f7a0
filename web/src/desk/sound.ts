import { ref, watch } from 'vue'

const NAME = 'geo-grid.desk-sound'
/** Two short notes, high and higher: heard over talk, and over within half a second. */
const NOTES: readonly { hertz: number; atS: number; forS: number }[] = [
  { hertz: 740, atS: 0, forS: 0.16 },
  { hertz: 988, atS: 0.2, forS: 0.26 },
]
const LOUDNESS = 0.22
const FADE_S = 0.02

function kept(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off'
  } catch {
    return true
  }
}

/** Whether emergencies are heard. */
export const soundOn = ref(kept())
watch(soundOn, (now) => {
  try {
    localStorage.setItem(NAME, now ? 'on' : 'off')
  } catch {
    // Not kept; it still holds for this visit.
  }
})

let context: AudioContext | null = null

/** Sounds the tone of an emergency; silent where sound is off, or until the page has been touched. */
export function ring(): void {
  if (!soundOn.value || typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  const from = context.currentTime
  for (const { hertz, atS, forS } of NOTES) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.type = 'triangle'
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, from + atS)
    volume.gain.linearRampToValueAtTime(LOUDNESS, from + atS + FADE_S)
    volume.gain.setValueAtTime(LOUDNESS, from + atS + forS - FADE_S)
    volume.gain.linearRampToValueAtTime(0, from + atS + forS)
    tone.connect(volume).connect(context.destination)
    tone.start(from + atS)
    tone.stop(from + atS + forS)
  }
}
