/** Each syllable with the first character that has it, in the order of a dictionary; ü is v. */
const TABLE = [
  'a阿ai哎an安ang肮ao凹ba丷bai挀ban扳bang邦bao勹bei卑ben奔beng伻bi屄bian边biao灬bie憋bin汃bing冫bo癶bu峬ca嚓cai偲can参cang仓',
  'cao撡ce冊cen嵾ceng曽cha叉chai芆chan辿chang伥chao抄che车chen抻cheng阷chi吃chong充chou抽chu出chuai揣chuan巛chuang刅chui吹',
  'chun旾chuo逴ci呲cong匆cou凑cu粗cuan汆cui崔cun邨cuo搓da咑dai呆dan丹dang当dao刀de嘚deng灯di氐dian敁diao刁die爹ding丁diu丟',
  'dong东dou吺du厾duan耑dui垖dun吨duo多e妸en奀er儿fa发fan帆fang匚fei飞fen分feng丰fou紑fu夫ga旮gai侅gan甘gang冈gao皋ge戈gei给',
  'gen根geng刯gong工gou勾gu估gua瓜guai乖guan关guang光gui归gun丨guo呙ha哈hai咍han佄hang夯hao茠he诃hei黒hen拫heng亨hong叿hou齁',
  'hu乎hua花huai怀huan欢huang巟hui灰hun昏huo吙ji丌jia加jian戋jiang江jiao艽jie阶jin巾jing坕jiong冂jiu丩ju凥juan姢jue噘jun军',
  'ka咔kai开kan刊kang忼kao尻ke匼ken肎keng劥kong空kou抠ku扝kua夸kuai蒯kuan宽kuang匡kui亏kun坤kuo扩la垃lai来lan兰lang啷lao捞',
  'le仂lei勒leng崚li哩lia俩lian奁liang良liao撩lie毟lin拎ling伶liu溜long龙lou瞜lu噜lv驴luan娈lve掠lun抡luo啰ma妈mai埋man嫚mang牤',
  'mao猫me嚒mei呅men椚meng擝mi咪mian宀miao喵mie乜min民ming名miu谬mo摸mou哞mu毪na拏nai腉nan囡nang囔nao孬ne疒nei娞nen恁neng能',
  'ni妮nian拈niang娘niao鸟nie捏nin囜ning宁niu妞nong农nu奴nv女nuan奻nve疟nuo郍ou讴pa妑pai拍pan眅pang乓pao抛pei呸pen喷peng匉',
  'pi丕pian囨piao剽pie氕pin姘ping乒po钋pu仆qi七qia掐qian千qiang呛qiao悄qie苆qin亲qing靑qiong卭qiu丘qu区quan奍que缺qun夋ran呥',
  'rang穣rao娆re惹ren人reng扔ri日rong戎rou厹ru邚ruan堧rui婑run瞤ruo捼sa仨sai毢san三sang桒sao掻se閪sen森sha杀shai筛shan山shang伤',
  'shao弰she奢shen申sheng升shi尸shou収shu书shua刷shuai衰shuan闩shuang双shui脽shun吮shuo说si厶song忪sou凁su苏suan狻sui夊',
  'sun孙suo唆ta他tai囼tan坍tang汤tao夲te忑teng熥ti剔tian天tiao旫tie帖ting厅tong囲tou偷tu凸tuan湍tui推tun吞tuo乇wa屲wai歪wan弯',
  'wang尣wei危wen昷weng翁wo挝wu乌xi夕xia虲xian仙xiang乡xiao灱xie些xin心xing星xiong凶xiu休xu吁xuan吅xue削xun坃ya丫yan恹yang央',
  'yao幺ye倻yi一yin囙ying应yong佣you优yu込yuan囦yue曰yun晕za帀zai災zan兂zang匨zao傮ze则zei贼zen怎zeng増zha扎zhai夈zhan枬zhang张',
  'zhao佋zhe蜇zhen贞zheng凧zhi之zhong中zhou州zhu朱zhua抓zhuai跩zhuan专zhuang妆zhui隹zhun宒zhuo拙zi乲zong宗zou邹zu租zuan钻',
  'zui厜zun尊zuo昨',
].join('')
const STARTS = [...TABLE.matchAll(/([a-z]+)(\p{Script=Han})/gu)].map(([, syllable = '', first = '']) => ({
  syllable,
  first,
}))
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin')
/** Browsers without a Chinese dictionary sort by code, and then nothing can be read off the order. */
const isKnown = order.resolvedOptions().locale.startsWith('zh')
const HAN = /\p{Script=Han}/u

/** A character's syllable by where it stands in the dictionary, any other character as it is. */
function syllableOf(character: string): string {
  if (!isKnown || !HAN.test(character)) return character.toLowerCase()
  let [low, high] = [0, STARTS.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (order.compare(STARTS[middle]?.first ?? '', character) <= 0) low = middle
    else high = middle - 1
  }
  return STARTS[low]?.syllable ?? ''
}

/** A text in pinyin without tones, and its first letters: 井盖 is jinggai and jg. Of several readings the usual. */
export function pinyin(text: string): { full: string; initials: string } {
  const syllables = [...text].filter((one) => /[\p{L}\p{N}]/u.test(one)).map(syllableOf)
  return { full: syllables.join(''), initials: syllables.map(([first = '']) => first).join('') }
}
