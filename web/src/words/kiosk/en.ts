import type { KioskWords } from './zh'

const en: KioskWords = {
  kiosk: {
    title: 'Community grids',
    ask: 'Who answers for this place? Choose a way to ask.',
    here: 'Where am I',
    hereHint: 'The grid in which this screen stands',
    search: 'Find an estate',
    searchHint: 'Touch the initials of the pinyin: estates, streets, addresses',
    map: 'Use the map',
    mapHint: 'Touch your home on the map',
    start: 'Start again',
    searchTitle: 'Which estate or street are you looking for?',
    typed: 'Typed',
    nothingTyped: 'For “Yangguang Xiaoqu” touch Y G',
    erase: 'Erase one',
    clear: 'Clear',
    pad: 'Pinyin initials and digits',
    results: 'Places found',
    none: 'Nothing was found. Try fewer letters.',
    mapTitle: 'Touch the place you want to ask about.',
    answerHere: 'You are in',
    answerThere: '{name} is in',
    answerPlace: 'This place is in',
    outside: 'This place is outside the area.',
    youAreHere: 'You are here',
    phone: 'Phone',
    above: 'Who answers above',
    hotline: 'City hotline',
    scan: 'Scan to keep this page',
    countdown: 'Back to the start in {n} s. Touch the screen to stay.',
    locating: 'Finding where you are…',
    again: 'Try again',
  },
}

export default en
