/** A place as somebody describes it: streets, a landmark, and how the place lies to them. */
export interface Described {
  /** Streets by name, or what may be one with words before it; two where they meet. */
  streets: string[]
  /** A market, a school, an estate …; empty for none. */
  landmark: string
  /** A house number as it was said, e.g. 12号. */
  door: string
  /** Behind, beside, at the gate …, as it was said. */
  lies: string
}

const STREET = /(\p{Script=Han}{1,10}?(?:大道|大街|公路|路|街|巷|道)(?:\d{1,4}弄)?)(?![口灯面边牌])/gu
const LIES =
  /(后面|背后|后门|旁边|隔壁|边上|对面|附近|门口|门前|前面|里面|楼下|东侧|西侧|南侧|北侧|东边|西边|南边|北边|路口|交叉口|交汇处|十字路口)/
/** What people say before they say where. */
const BEFORE =
  /^(?:(?:你好|您好|喂|我要|我想|反映|举报|投诉|一下|就是|我们|我家|家住|我|住|在|到|位于|这里|那边|靠近|从|有人|的|是)[，,。：:\s]*)+/
const DOOR = /(\d{1,5}(?:[-之]\d{1,4})?(?:号楼|号|弄|幢|栋)(?:\d{1,3}(?:单元|室))?)/
/** What ends a landmark: then it is said what is the matter. */
const MATTER = /(有|堆|被|把|着|漏|坏|乱|一|很|没|正|都|又|，|。|,|\.|！|；|、)/
const PLACE =
  /[\p{Script=Han}\d]{0,10}?(?:农贸市场|菜市场|市场|小区|花园|新村|公寓|学校|小学|中学|幼儿园|医院|公园|广场|车站|超市|商场|酒店|饭店|银行|派出所|工地|停车场|大厦|家园|华府|嘉园|名邸|雅居|城|苑|府|庭|邨|厂|桥)/u

const ENGLISH_STREET =
  /\b([A-Z][A-Za-z']*(?:\s+[A-Z][A-Za-z']*){0,2})\s+(Street|St|Road|Rd|Avenue|Ave|Lane|Alley|Boulevard)\b/g
const ENGLISH_LIES =
  /\b(behind|beside|next to|opposite|in front of|at the gate of|near|outside|inside|corner of|crossing of)\b/i
const SUFFIX: Record<string, string> = {
  street: 'jie',
  st: 'jie',
  road: 'lu',
  rd: 'lu',
  avenue: 'dadao',
  ave: 'dadao',
  boulevard: 'dadao',
  lane: 'xiang',
  alley: 'xiang',
}
/** Landmarks as English callers name them, and how the register does. */
const LANDMARKS: readonly (readonly [RegExp, string])[] = [
  [/\b(wet |vegetable |farmers'? )?market\b/i, '市场'],
  [/\bkindergarten|nursery\b/i, '幼儿园'],
  [/\bprimary school\b/i, '小学'],
  [/\b(middle|secondary|high) school\b/i, '中学'],
  [/\bschool\b/i, '学校'],
  [/\bhospital|clinic\b/i, '医院'],
  [/\bsupermarket\b/i, '超市'],
  [/\bpark\b/i, '公园'],
  [/\bsquare|plaza\b/i, '广场'],
  [/\bbank\b/i, '银行'],
  [/\bstation\b/i, '站'],
  [/\bhotel\b/i, '酒店'],
]

function withoutWordsBefore(text: string): string {
  return text.trim().replace(BEFORE, '')
}

function inChinese(said: string): Described {
  const text = said.replace(/\s+/g, '')
  const streets = [...text.matchAll(STREET)]
    .map(([, name = '']) => withoutWordsBefore(name.replace(/^(?:和|与|跟|同)/, '')))
    .filter((name) => name.length > 1)
  const unique = [...new Set(streets)].slice(0, 2)
  const last = streets.at(-1)
  const after = last ? text.slice(text.lastIndexOf(last) + last.length) : withoutWordsBefore(text)
  const lies = LIES.exec(text)?.[1] ?? ''
  const door = DOOR.exec(last ? after : text)?.[1] ?? ''
  const isDoorNext = door !== '' && last !== undefined && after.startsWith(door)
  const before = lies ? (after.split(lies)[0] ?? '') : after
  const named = PLACE.exec(before)?.[0] ?? ''
  const rest = before.split(MATTER)[0] ?? ''
  const landmark = withoutWordsBefore(named || (lies && !isDoorNext ? rest : '')).replace(
    /^(?:上|边|的)+/,
    '',
  )
  return {
    streets: unique,
    landmark: landmark.replace(door, ''),
    door: isDoorNext || !last ? door : '',
    lies,
  }
}

function inEnglish(said: string): Described {
  const streets = [...said.matchAll(ENGLISH_STREET)].map(
    ([, name = '', kind = '']) =>
      name.toLowerCase().replace(/[^a-z]/g, '') + (SUFFIX[kind.toLowerCase()] ?? ''),
  )
  const number = /\b(?:no\.?\s*)?(\d{1,5})\s+[A-Z]/.exec(said)?.[1]
  const landmark = LANDMARKS.find(([word]) => word.test(said))?.[1] ?? ''
  return {
    streets: [...new Set(streets)].slice(0, 2),
    landmark,
    door: number ? `${number}号` : '',
    lies: ENGLISH_LIES.exec(said)?.[1]?.toLowerCase() ?? '',
  }
}

/** Reads what somebody says for where it is; everything empty where nothing in it names a place. */
export function described(said: string): Described {
  return /\p{Script=Han}/u.test(said) ? inChinese(said) : inEnglish(said)
}

/** The names that a text ending in a street's name may end in, the longest first: 就在云滨东路 ends in 云滨东路. */
export function endings(text: string): string[] {
  const [most, least] = [Math.min(text.length, 7), 3]
  const found = [text]
  for (let length = most; length >= least; length -= 1) found.push(text.slice(-length))
  return [...new Set(found)]
}
