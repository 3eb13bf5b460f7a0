import type { Category } from '@/api/incidents'
import type { Language } from '@/words'
import { pinyin } from './pinyin'

/** A category with whatever it may be found by. */
export interface Findable {
  category: Category
  /** The name of the class that it belongs to. */
  above: string
  name: string
  texts: readonly string[]
  full: string
  initials: string
}

/** Those that a case may have: of the second level. */
export function findable(categories: readonly Category[], language: Language): Findable[] {
  const name = (one: Category | undefined) => (one ? one.name[language] : '')
  const byCode = new Map(categories.map((one) => [one.code, one]))
  return categories
    .filter((one) => one.parent !== null)
    .map((category) => ({
      category,
      above: name(byCode.get(category.parent ?? '')),
      name: name(category),
      texts: [category.name.zh.toLowerCase(), category.name.en.toLowerCase()],
      ...pinyin(category.name.zh),
    }))
}

/** How well one answers to what was typed, 0 best; null where it does not. */
function rank({ category, texts, full, initials, above }: Findable, typed: string): number | null {
  if (category.code.startsWith(typed)) return 0
  if (texts.some((one) => one.startsWith(typed))) return 1
  if (initials.startsWith(typed) || full.startsWith(typed)) return 2
  if (texts.some((one) => one.includes(typed))) return 3
  if (initials.includes(typed) || full.includes(typed)) return 4
  return above.toLowerCase().includes(typed) ? 5 : null
}

/** Categories by number, name in either language, pinyin or its initials; the best first. */
export function findCategories(all: readonly Findable[], text: string): Findable[] {
  const typed = text.trim().toLowerCase().replace(/\s+/g, ' ')
  if (!typed) return [...all]
  const tight = typed.replace(/[ ']/g, '')
  return all
    .map((one) => ({ one, at: rank(one, typed) ?? rank(one, tight) }))
    .filter((found): found is { one: Findable; at: number } => found.at !== null)
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

/** What callers say and catalogues do not: everyday words beside parts of the names of categories. */
const EVERYDAY: readonly (readonly [said: RegExp, named: RegExp])[] = [
  [/垃圾|废品|脏|臭/, /垃圾|废弃|卫生|保洁/],
  [/坑|路面|塌|开裂/, /道路|路面|塌陷/],
  [/灯/, /路灯|照明/],
  [/吵|噪|扰民|半夜|施工声/, /噪声|噪音|扰民/],
  [/停车|挡路|堵/, /停车|停放|车辆/],
  [/摊|占道|摆/, /占道|摊|经营/],
  [/漏水|水管|爆管/, /供水|给水|水管|漏水/],
  [/污水|下水道|堵塞|冒水/, /污水|排水|下水|雨水/],
  [/着火|冒烟|火|烟味/, /火灾|火情|消防|起火/],
  [/煤气|燃气|天然气/, /燃气/],
  [/井盖|窨井/, /井盖/],
  [/飞线|充电|电瓶|电动车/, /充电|电动|用电/],
  [/树|枝/, /树|绿化|行道/],
  [/小广告|牛皮癣|贴/, /广告|张贴/],
  [/打架|斗殴|吵架|邻居/, /纠纷|治安|斗殴/],
  [/狗|犬/, /犬/],
  [/rubbish|garbage|trash|litter|dump/, /rubbish|waste|litter|garbage|refuse/],
  [/pothole|road|pavement/, /road|pavement|surface/],
  [/lamp|light/, /lamp|light/],
  [/noise|noisy|loud/, /noise/],
  [/parked|parking|blocking/, /park/],
  [/stall|vendor|hawker/, /stall|vend|trading|occup/],
  [/leak|burst|pipe/, /water|pipe/],
  [/sewage|drain/, /sewage|drain/],
  [/fire|smoke|burning/, /fire/],
  [/gas/, /gas/],
  [/manhole/, /manhole/],
  [/tree|branch/, /tree|green/],
  [/dog/, /dog/],
  [/fight|quarrel|neighbour/, /dispute|conflict|order/],
]

function pairs(text: string): string[] {
  const han = [...text].map((one) => (/\p{Script=Han}/u.test(one) ? one : ' ')).join('')
  const found: string[] = []
  for (let at = 0; at + 1 < han.length; at += 1) {
    const pair = han.slice(at, at + 2)
    if (!pair.includes(' ')) found.push(pair)
  }
  return found
}

/** They are in every sentence, and in names of categories too. */
const EMPTY_WORDS = new Set(['the', 'and', 'for', 'with', 'not', 'out', 'from', 'near', 'behind'])

/** Words of a text without their endings. */
function stems(text: string): string[] {
  const words = (text.toLowerCase().match(/[a-z]{3,}/g) ?? []).filter((word) => !EMPTY_WORDS.has(word))
  return words.map((word) => word.replace(/(ing|ed|es|s)$/, ''))
}

/** The categories that what somebody says points to, the likeliest first; none where nothing points anywhere. */
export function guessed(all: readonly Findable[], said: string): Findable[] {
  const text = said.toLowerCase()
  const spoken = new Set([...pairs(text), ...stems(text)])
  const hints = EVERYDAY.filter(([heard]) => heard.test(text)).map(([, named]) => named)
  const scored = all.map((one) => {
    const [zh = '', en = ''] = one.texts
    const inName = new Set([...pairs(zh), ...stems(en)])
    let score = 0
    for (const part of inName) if (spoken.has(part)) score += 2
    if (zh.length > 1 && text.includes(zh)) score += 4
    for (const hint of hints) if (hint.test(zh) || hint.test(en)) score += 1.5
    // Among equals the one that says least besides.
    return { one, score: score && score - zh.length / 100 }
  })
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one)
}
