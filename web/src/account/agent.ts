/** In order: an earlier one also names itself as those after it. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'],
  [/DingTalk\//, 'DingTalk'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
  [/python/i, 'Python'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** A browser's own description as people would say it: "Chrome · Windows"; empty where nothing is known. */
export function agentName(agent: string | null): string {
  const first = (names: readonly [RegExp, string][]) =>
    names.find(([mark]) => mark.test(agent ?? ''))?.[1] ?? ''
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(' · ')
}
