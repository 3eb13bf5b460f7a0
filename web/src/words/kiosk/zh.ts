/** The words of the touch screen. */
const zh = {
  kiosk: {
    title: '社区网格查询',
    ask: '谁负责这里？请选一种办法。',
    here: '我在哪里',
    hereHint: '看这台机器所在的网格',
    search: '按小区找',
    searchHint: '点拼音首字母，查小区、路名和地址',
    map: '按地图找',
    mapHint: '在地图上点一下您的家',
    start: '回到首页',
    searchTitle: '您要找哪个小区、哪条路？',
    typed: '已输入',
    nothingTyped: '例如「阳光小区」，点 Y G',
    erase: '删一个',
    clear: '清空',
    pad: '拼音首字母和数字',
    results: '找到的地方',
    none: '没有找到，请少点几个字母再试。',
    mapTitle: '请在地图上点一下您要问的地方。',
    answerHere: '您在',
    answerThere: '{name} 属于',
    answerPlace: '这里属于',
    outside: '这里不在辖区范围内。',
    youAreHere: '您在这里',
    phone: '电话',
    above: '上级负责人',
    hotline: '市民热线',
    scan: '用手机扫一扫，带走这一页',
    countdown: '{n} 秒后回到首页，点一下屏幕继续看。',
    locating: '正在定位…',
    again: '再试一次',
  },
}

export default zh
export type KioskWords = typeof zh
