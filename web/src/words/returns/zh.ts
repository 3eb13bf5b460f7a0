/** What the screen of borders in dispute says, in Chinese. */
const zh = {
  returns: {
    title: '推诿多的界线',
    lead: '事件在哪些界线、哪些部门之间来回退转。线越粗，次数越多。',
    period: '时间',
    days: { 30: '近 30 天', 90: '近 90 天', 365: '近一年' },
    kinds: '按界线还是按部门',
    borders: '界线',
    offices: '部门',
    map: '界线地图，可以拖动和放大',
    count: '{n} 次',
    length: '共有界线 {length}',
    apart: '两格没有共有界线',
    last: '最近一次 {at}',
    acts: { return: '退回 {n}', hand_on: '转交 {n}', dispute: '争议 {n}', move: '改位置 {n}' },
    unstated: '没有选理由',
    reasons: {
      not_ours: '不属于我们的职责',
      wrong_place: '不在我的网格',
      nothing_found: '现场没有发现',
      other_side: '在边界那一边',
      other_ground: '在别的网格',
      away: '不在岗',
      beyond_us: '超出能力',
      other: '其他',
    },
    plan: '在这里规划',
    planHint: '为两格的上级新建方案，地图停在这段界线',
    back: '退回受理台',
    none: '这段时间没有来回退转',
    noneHint: '事件被退回、转交或改到另一格时，会记在两格之间的界线上。',
    from: '{one} → {other}',
    newTitle: '调整{one}与{other}的界线',
    newReason: '{days} 天内有 {n} 件事件在这段界线两边来回退转。',
  },
}

export type ReturnsWords = typeof zh
export default zh
