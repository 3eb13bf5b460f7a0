/** Line icons of the planner's tools on a 24 px square; they load with the planner and not with the public map. */
export const TOOL_ICONS = {
  pointer: 'M6 3.5l12.500 8-5.600 1.300-2.600 5.700ZM12.900 12.800l4.600 6.700',
  vertex:
    'M4 18.500 12 8l8 10.500M12 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM12 12v8M9.500 17.500 12 20l2.500-2.500',
  reshape: 'M4 20V5.500h16V20M4 20c4.500 0 3.500-7 8-7s3.500 7 8 7',
  follow: 'M8 3.500 5 20.500M16 3.500l3 17M12 4v3M12 10.500v3M12 17v3',
  straighten:
    'M4 18 20 6M4 18l3.500-6.500 3 3L13 8l3.500 2.500L20 6M3 18a1.200 1.200 0 1 0 2.400 0 1.200 1.200 0 0 0-2.400 0',
  split: 'M4.500 5h15v14h-15ZM13.500 3 10.500 21',
  merge: 'M4.500 5h6v14h-6M19.500 5h-6v14h6M8 12h8M8 12l2-2M8 12l2 2M16 12l-2-2M16 12l-2 2',
  transfer: 'M4.500 5h15v14h-15ZM9.500 5v14M7 12h9.500M16.500 12l-2.800-2.800M16.500 12l-2.800 2.800',
  carve: 'M4.500 5h15v14h-15ZM9 9.500h6.500l1 5H10Z',
  edit: 'M5 19l1-4L16.500 4.500l3 3L9 18ZM14.500 6.500l3 3',
  undo: 'M8 5 4 9l4 4M4 9h9.500a5.500 5.500 0 0 1 0 11H9',
  redo: 'M16 5l4 4-4 4M20 9h-9.500a5.500 5.500 0 0 0 0 11H15',
  lock: 'M6.500 11h11v8.500h-11ZM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
} as const

export type ToolIconName = keyof typeof TOOL_ICONS
