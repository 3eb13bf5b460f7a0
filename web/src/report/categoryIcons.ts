/** Line icons on a 24 px square for the large groups, by their code. */
const ICONS: Record<string, string> = {
  // Events: street scene, advertising, building work, order in the streets, emergency, dispute, danger, service.
  '01': 'M5 7h14M9.500 7V4.500h5V7M6.500 7l1 13h9l1-13M10.200 10.500v6M13.800 10.500v6',
  '02': 'M4 10v4h3l8 4.500v-13L7 10H4ZM18 9.500c1.300 1.300 1.300 3.700 0 5M8 14.500l1 4.500h2',
  '03': 'M4 20h16M7 20V6h12M7 6 4.500 9M10 6v4M16.500 6v5.500h-3v3h5M7 20l3-6',
  '04': 'M4 18.500V12l2-5h9l4 5v6.500M4 15h15M7.500 18.500h-2M17 18.500h-2M6 12h12',
  '05': 'M13 3 5.500 13.500H11L10 21l8-11h-5.500Z',
  '06': 'M4 5h11v8H9l-3 3v-3H4ZM18 9h2v7h-2v3l-3-3h-4',
  '07': 'M12 4 21 19.500H3ZM12 10v4.500M12 17v.2',
  '08': 'M12 20S4 15.500 4 9.700A4.200 4.200 0 0 1 12 7.700a4.200 4.200 0 0 1 8 2C20 15.500 12 20 12 20Z',
  // Facilities: public works, roads, cleaning, greenery, others.
  '11': 'M12 4v3M8.500 7h7l2 5h-11ZM12 12v8M8.500 20h7',
  '12': 'M8 3.500 5 20.500M16 3.500l3 17M12 4v3M12 10.500v3M12 17v3',
  '13': 'M6.500 8h11l-1 12h-9ZM5 8h14M10 5h4v3M9.500 12h5',
  '14': 'M12 20.500V12M12 4c3.500 0 6 2.200 6 5s-2.500 4.500-6 4.500S6 11.800 6 9s2.500-5 6-5ZM12 15.500l3-2.500M12 17l-3-2',
  '15': 'M6 12h.2M12 12h.2M18 12h.2',
}
const OTHER = 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 8v5M12 16v.2'

/** What the group of a category is drawn as. */
export function groupIcon(code: string): string {
  return ICONS[code.slice(0, 2)] ?? OTHER
}
