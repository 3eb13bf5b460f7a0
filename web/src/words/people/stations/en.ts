import type { StationWords } from './zh'

/** What the pages about work stations say, in English. */
const en: StationWords = {
  stations: {
    add: 'Add a station',
    addRun: 'Add',
    state: 'Open or closed',
    states: { open: 'Open', closed: 'Closed', all: 'All' },
    none: 'There are no work stations here.',
    noneHint: 'Once added, residents find them on the map, on the pages of grids and on touch screens.',
    map: 'Map',
    mapLabel: 'Where the work stations are',
    pickLabel:
      'Small map to choose the place of a work station. Click to choose; with the keyboard, arrows move it and Enter chooses the middle.',
    where: 'Where it is',
    whereHint: 'Click on the map.',
    whereMove: 'Click again to move it.',
    whereFirst: 'Click its place on the map first.',
    ground: 'It is in {grid}.',
    here: 'The chosen place',
    nameZh: 'Name (Chinese)',
    nameEn: 'English name',
    address: 'Address',
    phone: 'Phone',
    hours: 'Opening hours',
    hoursByDay: 'Choose days and times',
    hoursInWords: 'Write in words',
    hoursWordsHint: 'Only where days and times cannot say it, such as: mornings of market days.',
    hoursLack: 'The opening hours are not complete.',
    services: 'Services',
    servicesHint: 'Separated by commas, such as: requests, mediation, printing',
    office: 'Office',
    noOffice: 'No office',
    close: 'Close the station',
    closeTitle: 'Close {name}?',
    closeText: 'Residents no longer see it. Its record stays, and it can be opened again.',
    reopen: 'Open again',
    isClosed: 'Closed',
  },
}

export default en
